"""How long the computer slept, from two clocks of which one stops meanwhile."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

Clock = Callable[[], float]


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
    boot_clock = getattr(time, "CLOCK_BOOTTIME", None)
    if boot_clock is not None:
        return SleepMeter(lambda: time.clock_gettime(boot_clock), time.monotonic)
    return SleepMeter(time.time, time.monotonic)


def _unbiased() -> float:
    """Windows: seconds awake since the start of the computer."""
    import ctypes

    ticks = ctypes.c_ulonglong()
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kernel.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
    return ticks.value / 10_000_000
