from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from cti_desk.desktop.queues import texts
from cti_desk.desktop.queues.texts import Texts
from cti_desk.desktop.theme import Theme

BLACK = QColor("#000000")


def drawn(made: Texts, text: str, across: float, room: int = 200) -> list[int]:
    """The columns that a text has touched."""
    image = QImage(240, 40, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    made.draw(painter, QRect(20, 0, room, 40), text, "text", BLACK, across)
    painter.end()
    rows = range(image.height())
    return [x for x in range(240) if any(image.pixelColor(x, y).lightness() < 200 for y in rows)]


def test_a_line_stands_left_in_the_middle_or_right(theme: Theme) -> None:
    made = Texts(theme)
    left, middle, right = (drawn(made, "Support", across) for across in (0.0, 0.5, 1.0))
    assert 20 <= left[0] <= 24
    assert abs(middle[0] - 20 - (219 - middle[-1])) <= 3
    assert 215 <= right[-1] <= 220


@pytest.mark.parametrize("text", ["1:11", "4:03", "11:11:11", "0:48"])
def test_figures_end_below_each_other(theme: Theme, text: str) -> None:
    assert 216 <= drawn(Texts(theme), text, 1.0)[-1] <= 219


def test_a_line_never_leaves_its_box(theme: Theme) -> None:
    touched = drawn(Texts(theme), "a very long name of a very long queue " * 3, 0.0, 100)
    assert touched[-1] <= 120


def test_what_is_kept_has_an_end(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_MOST", 3)
    made = Texts(theme)
    for number in range(10):
        drawn(made, f"0:{number:02}", 1.0)
    assert len(made._kept) <= 3


def test_another_theme_is_measured_anew(theme: Theme) -> None:
    made = Texts(theme)
    drawn(made, "Support", 0.0)
    theme.changed.emit()
    assert not made._kept
