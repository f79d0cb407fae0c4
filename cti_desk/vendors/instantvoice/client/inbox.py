"""From the link's threads to the loop: a queue that one wake-up drains."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

Steps = Iterator[Any] | None
"""What is left to do of an item, a step at a time; ``None``: it is done."""

TURN_S: Final = 0.008
"""So long items are taken in one turn of the loop, so that a flood never freezes the desk."""


class Inbox(Generic[T]):
    """Items put in from any thread reach ``take`` on the loop, in order.

    An item that is many things is taken in steps, so that it may last for several turns.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        take: Callable[[T], Steps],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._loop = loop
        self._take = take
        self._clock = clock
        self._items: deque[T] = deque()
        self._steps: Steps = None
        self._woken = False
        self._closed = False

    def put(self, item: T) -> None:
        """Add an item; wakes the loop only when it is not about to look anyway."""
        self._items.append(item)
        if not self._woken:
            self._woken = True
            try:
                self._loop.call_soon_threadsafe(self._drain)
            except RuntimeError:  # the loop is closed: nobody listens any more
                self._closed = True

    def close(self) -> None:
        """Drop what is left and what still comes."""
        self._closed = True
        self._items.clear()
        self._steps = None

    def _drain(self) -> None:
        self._woken = False
        clock = self._clock
        end = clock() + TURN_S
        try:
            while self._waiting and not self._closed:
                self._step()
                if clock() >= end:
                    break
        finally:  # an item that nobody can take must not hold up those behind it
            if self._waiting and not (self._woken or self._closed):
                self._woken = True
                self._loop.call_soon(self._drain)

    @property
    def _waiting(self) -> bool:
        return self._steps is not None or bool(self._items)

    def _step(self) -> None:
        if self._steps is None:
            self._steps = self._take(self._items.popleft())
        elif next(self._steps, self) is self:
            self._steps = None
