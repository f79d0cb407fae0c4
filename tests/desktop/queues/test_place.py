"""What is remembered, whatever stands in the memory."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRect, QSize

from cti_desk.desktop.presenters.queue_rows import Wish
from cti_desk.desktop.queues.place import (
    clamped,
    read_place,
    read_wish,
    remember_open,
    was_open,
    write_place,
    write_wish,
)
from scripts.situations import Forgetful

LEFT, RIGHT = QRect(0, 0, 1280, 1000), QRect(1280, 0, 1920, 1080)
USUAL = QSize(520, 560)


def test_place_and_size_come_back(memory: Forgetful) -> None:
    write_place(memory, QRect(1400, 50, 600, 700))
    assert read_place(memory, USUAL, [LEFT, RIGHT]) == QRect(1400, 50, 600, 700)


def test_a_screen_that_is_gone_takes_no_window_with_it(memory: Forgetful) -> None:
    write_place(memory, QRect(1400, 50, 600, 700))
    assert read_place(memory, USUAL, [LEFT]) == QRect(680, 50, 600, 700)


@pytest.mark.parametrize("value", [None, 5, {}, {"x": 1}, {"x": "1", "y": 2}, [1, 2, 3, 4]])
def test_without_a_place_the_middle_of_the_first_screen(memory: Forgetful, value: Any) -> None:
    memory.set("queues.place", value)
    rect = read_place(memory, USUAL, [LEFT, RIGHT])
    assert rect.size() == USUAL
    assert rect.center() == LEFT.center()


def test_a_window_bigger_than_the_screen_becomes_smaller() -> None:
    assert clamped(QRect(-50, -50, 5000, 5000), [LEFT]) == LEFT


def test_order_and_open_queues_come_back_but_no_search(memory: Forgetful) -> None:
    wish = Wish(search="x", sort="longest", by_state=True, turned=frozenset({"7012", "7014"}))
    write_wish(memory, wish)
    expected = Wish(sort="longest", by_state=True, turned=wish.turned)
    assert read_wish(memory) == expected


@pytest.mark.parametrize(
    "value", [None, 7, {"sort": "x", "turned": "y"}, {"turned": [1, None], "by_state": "yes"}]
)
def test_what_cannot_be_understood_is_forgotten(memory: Forgetful, value: Any) -> None:
    memory.set("queues.wish", value)
    assert read_wish(memory) == Wish()


def test_whether_it_was_open(memory: Forgetful) -> None:
    assert not was_open(memory)
    remember_open(memory, True)
    assert was_open(memory)
