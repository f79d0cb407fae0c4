from __future__ import annotations

from typing import NamedTuple

import pytest

from cti_desk.ipc.places import FEW, idlest, may_use_reserved


class Seat(NamedTuple):
    process: int | None = 1
    idle_since: float = 0.0
    in_use: bool = False


def test_the_idlest_makes_room() -> None:
    seats = [Seat(idle_since=3.0), Seat(idle_since=1.0), Seat(idle_since=2.0)]
    assert idlest(seats, 10.0) is seats[1]


def test_who_is_owed_something_stays_however_long_ago_it_asked() -> None:
    seats = [Seat(idle_since=0.0, in_use=True), Seat(idle_since=2.0)]
    assert idlest(seats, 10.0) is seats[1]
    assert idlest(seats[:1], 10.0) is None


def test_who_asked_lately_stays() -> None:
    assert idlest([Seat(idle_since=6.0)], 5.0) is None
    assert idlest([], 5.0) is None


@pytest.mark.parametrize(
    ("process", "taken", "may"),
    [
        (7, [1] * 256, True),
        (7, [1] * 256 + [7] * (FEW - 1), True),
        (7, [1] * 256 + [7] * FEW, False),
        (1, [1] * 256, False),
        (None, [None] * 256, True),
        (7, [1] * 288, False),
    ],
)
def test_reserved_places_are_for_processes_that_hold_few(
    process: int | None, taken: list[int | None], may: bool
) -> None:
    assert may_use_reserved(process, [Seat(each) for each in taken], 288) is may
