from __future__ import annotations

from PySide6.QtCore import QRect, QSize

from cti_desk.desktop.pop.stack import stack

AREA, NOWHERE = QRect(0, 0, 1000, 600), QRect()
POP = QSize(300, 200)


def rects(count: int, avoid: QRect = NOWHERE) -> list[QRect]:
    return [QRect(point, POP) for point in stack([POP] * count, AREA, avoid, 10)]


def test_the_first_stands_at_the_lower_right_and_the_next_above_it() -> None:
    first, second = rects(2)
    assert (first.right(), first.bottom()) == (989, 589)
    assert second.bottom() < first.top()


def test_the_strip_stays_free() -> None:
    strip = QRect(500, 556, 500, 44)
    assert not any(one.intersects(strip) for one in rects(2, strip))


def test_too_many_stay_on_the_screen() -> None:
    for one in rects(9):
        assert AREA.contains(one)
    first, *_, last = rects(3)
    assert last.left() < first.left()
