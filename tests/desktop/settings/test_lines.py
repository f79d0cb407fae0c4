from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cti_desk.desktop.settings.lines import Lines
from cti_desk.desktop.theme import Theme


def test_it_grows_with_its_lines_within_bounds(theme: Theme) -> None:
    lines = Lines(theme, "")
    heights = []
    for count in (0, 2, 3, 6, 20):
        lines.text.setPlainText("\n".join("x" * count))
        heights.append(lines.sizeHint().height())
    assert heights[0] == heights[1] < heights[2] < heights[3] == heights[4]


def test_tab_leaves_it(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    lines, after = Lines(theme, ""), QLineEdit()
    column.addWidget(lines)
    column.addWidget(after)
    window.show()
    window.activateWindow()
    lines.setFocus()
    qtbot.waitUntil(lines.text.hasFocus)
    qtbot.keyClick(lines.text, Qt.Key.Key_Tab)
    assert after.hasFocus()
    assert lines.text.toPlainText() == ""


def test_what_is_wrong_shows_in_its_frame(theme: Theme) -> None:
    lines = Lines(theme, "")
    before = lines.grab().toImage()
    lines.mark_wrong(True)
    assert lines.grab().toImage() != before
