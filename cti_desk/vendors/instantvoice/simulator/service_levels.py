"""How many callers of a queue were answered in time: what QueueInfo's ``sl_w1_a1`` … tell.

The manual shows these nine as null only. *Inferred*: percent of the callers who left the queue in
one of three windows of time (the last 15 minutes, hour and day) and were answered before the
queue's interval ``sl_answeredbefore_1`` to ``_3``; null while nobody left it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from typing import Final, NamedTuple

from cti_desk.simulator.observations import Kind, Observation

WINDOWS_S: Final = (15 * 60, 60 * 60, 24 * 60 * 60)
_MOST: Final = 10_000


class _Left(NamedTuple):
    at: float
    waited_s: float
    answered: bool


class ServiceLevels:
    """Listens to an exchange; ``up`` are the calls that are up."""

    def __init__(self, up: Collection[str]) -> None:
        self._up = up
        self._waiting: dict[str, float] = {}
        self._left: dict[str, deque[_Left]] = {}

    def observe(self, seen: Observation) -> None:
        """Follow who enters and leaves queues."""
        if seen.call is None or seen.queue is None:
            return
        if seen.kind is Kind.QUEUED:
            self._waiting[seen.call] = seen.at
        elif seen.kind is Kind.LEFT_QUEUE:
            waited = seen.at - self._waiting.pop(seen.call, seen.at)
            left = self._left.setdefault(seen.queue, deque(maxlen=_MOST))
            left.append(_Left(seen.at, waited, seen.call in self._up))

    def percent(self, queue: str, window: int, within_s: int, now: float) -> int | None:
        """For a window (1 to 3) and an interval in seconds; ``None`` while nobody left."""
        since = now - WINDOWS_S[window - 1]
        found = [one for one in self._left.get(queue, ()) if one.at >= since]
        if not found:
            return None
        in_time = sum(one.answered and one.waited_s < within_s for one in found)
        return round(100 * in_time / len(found))
