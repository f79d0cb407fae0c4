"""The platform's clock against the desk's: its times are shown by ours."""

from __future__ import annotations

from collections import deque
from typing import Final

TOLERATED_S: Final = 3.0
"""A difference up to this is none: the wire has whole seconds, and messages take their time."""

_REMEMBERED: Final = 20


class ServerClock:
    """Learns from the times of notifications, which are a little old when they come."""

    def __init__(self) -> None:
        self._ahead: deque[float] = deque(maxlen=_REMEMBERED)

    @property
    def ahead_s(self) -> float:
        """How far the platform's clock is before ours; 0 for what is tolerated."""
        ahead = max(self._ahead, default=0.0)  # the one that took the least time to come
        return ahead if abs(ahead) > TOLERATED_S else 0.0

    def heard(self, timestamp: float | None, now: float) -> None:
        """A notification of that time came at ``now``."""
        if timestamp is not None:
            self._ahead.append(timestamp - now)

    def here(self, at: float | None) -> float | None:
        """The platform's time as our clock shows it."""
        return None if at is None else at - self.ahead_s

    def past(self, at: float | None, now: float) -> float | None:
        """The same of something that happened: never later than now."""
        here = self.here(at)
        return None if here is None else min(here, now)
