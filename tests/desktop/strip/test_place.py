from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize

from cti_desk.desktop.strip.place import (
    Place,
    corner,
    opens_upwards,
    read_place,
    write_place,
)

AREA, ROW = QRect(0, 0, 1000, 600), 44
SMALL, WIDE = QSize(400, ROW), QSize(700, ROW)


def rect(place: Place, size: QSize = SMALL) -> QRect:
    return QRect(corner(place, size, ROW, AREA, 8), size)


def test_a_place_survives_being_remembered() -> None:
    place = Place(900, 40, "top", "HDMI-1")
    assert read_place(write_place(place)) == place


@pytest.mark.parametrize(
    "value", [None, 7, "left", {"dock": "inside"}, {"right": "far", "screen": 3}, []]
)
def test_what_cannot_be_understood_is_forgotten(value: object) -> None:
    assert read_place(value) == Place()


def test_without_a_place_it_stands_at_the_upper_right() -> None:
    assert rect(Place()).topRight().x() == 991
    assert rect(Place()).top() == 8


def test_it_grows_to_the_left_so_that_the_number_field_stays() -> None:
    place = Place(900, 40)
    assert rect(place).right() == rect(place, WIDE).right() == 899


def test_it_never_leaves_the_screen() -> None:
    for place in (Place(99999, 99999), Place(-500, -500), Place(300, 40)):
        for size in (SMALL, WIDE, QSize(400, 120)):
            assert AREA.contains(rect(place, size))


@pytest.mark.parametrize(
    ("dock", "edge", "value"),
    [("left", "left", 0), ("right", "right", 999), ("top", "top", 0), ("bottom", "bottom", 599)],
)
def test_docked_it_touches_its_edge_however_it_grows(dock: str, edge: str, value: int) -> None:
    place = Place(600, 300, dock)  # type: ignore[arg-type]
    for size in (SMALL, WIDE):
        assert getattr(rect(place, size), edge)() == value


def test_what_opens_from_it_opens_where_there_is_room() -> None:
    assert not opens_upwards(Place(900, 40), AREA)
    assert opens_upwards(Place(900, 500), AREA)
    assert opens_upwards(Place(dock="bottom"), AREA)
    taller = QSize(400, 100)
    assert rect(Place(900, 500), taller).bottom() == 500 + ROW - 1
