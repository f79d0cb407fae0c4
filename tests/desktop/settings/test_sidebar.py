from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cti_desk.desktop.settings.sidebar import Sidebar
from cti_desk.desktop.theme import Theme


def test_pages_are_chosen_by_keys(theme: Theme, qtbot: QtBot) -> None:
    side, chosen = Sidebar(theme, ["Telephone system", "Desk", "Log"]), list[int]()
    side.setCurrentRow(0)
    side.currentRowChanged.connect(chosen.append)
    side.show()
    qtbot.keyClick(side, Qt.Key.Key_Down)
    qtbot.keyClick(side, Qt.Key.Key_End)
    assert chosen == [1, 2]


def test_a_page_with_something_wrong_is_marked_and_heard(theme: Theme) -> None:
    side = Sidebar(theme, ["Desk", "Log"])
    side.resize(side.width(), 120)
    before = side.grab().toImage()
    side.mark_wrong(1, True)
    heard = side.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Log: something is wrong there"
    assert side.grab().toImage() != before
    side.mark_wrong(1, False)
    assert side.item(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Log"
