"""From threads to the loop: in order, one wake-up, and never all at once."""

from __future__ import annotations

import asyncio
import itertools
import threading

import pytest

from cti_desk.vendors.instantvoice.client.inbox import TURN_S, Inbox
from tests.support.waiting import until


async def test_items_arrive_in_order_from_another_thread() -> None:
    got: list[int] = []
    inbox = Inbox(asyncio.get_running_loop(), got.append)
    thread = threading.Thread(target=lambda: [inbox.put(n) for n in range(3000)])
    thread.start()
    await until(lambda: len(got) == 3000)
    thread.join()
    assert got == list(range(3000))


class CountingLoop:
    """Counts wake-ups and keeps what is to be called."""

    def __init__(self) -> None:
        self.wakes = 0
        self.calls: list[object] = []

    def call_soon_threadsafe(self, callback: object) -> None:
        self.wakes += 1
        self.calls.append(callback)

    def call_soon(self, callback: object) -> None:
        self.calls.append(callback)


def test_one_wake_up_drains_many_in_bounded_turns() -> None:
    loop, got = CountingLoop(), list[int]()
    times = itertools.count(0.0, TURN_S / 50)  # each look at the clock takes a fiftieth of a turn
    inbox = Inbox(loop, got.append, times.__next__)  # type: ignore[arg-type]
    for number in range(120):
        inbox.put(number)
    assert loop.wakes == 1
    turns = []
    while loop.calls:
        loop.calls.pop()()  # type: ignore[operator]
        turns.append(len(got))
    assert got == list(range(120))
    assert len(turns) == 3
    assert all(40 <= turn <= 60 for turn in (turns[0], turns[1] - turns[0]))
    assert loop.wakes == 1


def test_one_item_that_takes_longer_than_a_turn_does_not_hold_up_the_next_for_ever() -> None:
    loop, got = CountingLoop(), list[int]()
    times = itertools.count(0.0, 1.0)
    inbox = Inbox(loop, got.append, times.__next__)  # type: ignore[arg-type]
    for number in range(3):
        inbox.put(number)
    while loop.calls:
        loop.calls.pop()()  # type: ignore[operator]
    assert got == [0, 1, 2]


def test_a_closed_inbox_and_a_closed_loop_are_quiet() -> None:
    loop, got = CountingLoop(), list[int]()
    inbox = Inbox(loop, got.append)  # type: ignore[arg-type]
    inbox.put(1)
    inbox.close()
    loop.calls.pop()()  # type: ignore[operator]
    assert got == []
    ended = asyncio.new_event_loop()
    ended.close()
    Inbox(ended, got.append).put(1)


def test_an_item_that_cannot_be_taken_holds_nobody_up() -> None:
    loop, got = CountingLoop(), list[int]()

    def take(number: int) -> None:
        if number == 1:
            raise ValueError("bug")
        got.append(number)

    inbox = Inbox(loop, take)  # type: ignore[arg-type]
    for number in range(4):
        inbox.put(number)
    with pytest.raises(ValueError, match="bug"):
        loop.calls.pop()()  # type: ignore[operator]
    loop.calls.pop()()  # type: ignore[operator]
    assert got == [0, 2, 3]


def test_an_item_that_is_many_things_is_taken_in_bounded_turns_and_in_order() -> None:
    loop, got = CountingLoop(), list[int]()
    times = itertools.count(0.0, TURN_S / 50)
    inbox = Inbox(loop, lambda start: map(got.append, range(start, start + 100)), times.__next__)  # type: ignore[arg-type]
    inbox.put(0)
    inbox.put(100)
    turns = []
    while loop.calls:
        loop.calls.pop()()  # type: ignore[operator]
        turns.append(len(got))
    assert got == list(range(200))
    assert len(turns) > 3
    inbox.put(200)
    loop.calls.pop()()  # type: ignore[operator]
    inbox.close()
    loop.calls.pop()()  # type: ignore[operator]
    assert len(got) < 300
