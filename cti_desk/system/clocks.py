"""Clocks beside the calendar's: one for deadlines, and a pair that shows how long the computer
slept.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

Clock = Callable[[], float]

_BOOT_CLOCK: Final[int | None] = getattr(time, "CLOCK_BOOTTIME", None)


def monotonic() -> float:
    """Seconds that only go forward, and go on while the computer sleeps where the system can.

    Nobody sets this clock. Linux's own monotonic clock stands still during sleep: a deadline of
    ten seconds would then still stand in the morning.
    """
    if sys.platform == "win32" or _BOOT_CLOCK is None:
        return time.monotonic()
    return time.clock_gettime(_BOOT_CLOCK)


class SleepMeter:
    """``outside`` goes on while the computer sleeps, ``inside`` stands still."""

    def __init__(self, outside: Clock, inside: Clock) -> None:
        self._outside = outside
        self._inside = inside
        self._ahead = outside() - inside()

    def slept(self) -> float:
        """Seconds slept since the last question; never negative."""
        before, self._ahead = self._ahead, self._outside() - self._inside()
        return max(0.0, self._ahead - before)


def sleep_meter() -> SleepMeter:
    """The best pair of clocks that this system has."""
    if sys.platform == "win32":
        return SleepMeter(time.monotonic, _unbiased)
    if _BOOT_CLOCK is not None:
        return SleepMeter(monotonic, time.monotonic)
    return SleepMeter(time.time, time.monotonic)


def _unbiased() -> float:
    """Windows: seconds awake since the start of the computer."""
    import ctypes

    ticks = ctypes.c_ulonglong()
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kernel.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
    return ticks.value / 10_000_000
