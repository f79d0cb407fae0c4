"""Waiting with a deadline: the only way tests wait for anything."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds: far above what anything needs, so that only a fault ever reaches it."""


def _gave_up(predicate: Callable[[], object], what: str, timeout: float) -> AssertionError:
    name = what or getattr(predicate, "__qualname__", repr(predicate))
    return AssertionError(f"waited {timeout:g} s in vain for: {name}")


async def until(
    predicate: Callable[[], T | Awaitable[T]],
    timeout: float = PATIENCE,  # noqa: ASYNC109 - a deadline with words, not a cancellation
    what: str = "",
) -> T:
    """Return the predicate's first true value; other tasks run between the looks.

    The predicate may be a coroutine function. Raises AssertionError after ``timeout`` seconds,
    naming ``what``.
    """
    deadline = time.monotonic() + timeout
    while True:
        value = predicate()
        if inspect.isawaitable(value):
            value = await value
        if value:
            return value
        if time.monotonic() > deadline:
            raise _gave_up(predicate, what, timeout)
        await asyncio.sleep(0.005)


def wait_for(predicate: Callable[[], T], timeout: float = PATIENCE, what: str = "") -> T:
    """Do the same without a loop, for what happens in other threads and processes."""
    deadline = time.monotonic() + timeout
    while True:
        value = predicate()
        if value:
            return value
        if time.monotonic() > deadline:
            raise _gave_up(predicate, what, timeout)
        time.sleep(0.01)
