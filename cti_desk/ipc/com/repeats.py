"""No customer is rung twice: calls whose outcome nobody knows are remembered.

A desk refuses the repeat of a call that is still being set up, but a desk that was killed takes
that knowledge with it. So this process, which outlives it, keeps its own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

KEPT_S: Final = 30.0
"""As long as a desk takes a call for outstanding (`cti_desk.core.requests`)."""


class UnknownCalls:
    """Calls that were asked for and not answered, by agent and number, over all objects.

    ``desk`` is the epoch of the desk that was asked: while the same one runs, it knows better.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turn = threading.Lock()
        self._calls: dict[tuple[str, str], tuple[str, float]] = {}

    @property
    def pending(self) -> int:
        """How many calls nobody knows the outcome of."""
        with self._turn:
            self._forget_old()
            return len(self._calls)

    def asked(self, agent: str, number: str, desk: str) -> None:
        """The call is asked for now."""
        with self._turn:
            self._calls[agent, number] = (desk, self._clock())

    def answered(self, agent: str, number: str) -> None:
        """The telephone system has said yes or no: a further call is a new wish."""
        with self._turn:
            self._calls.pop((agent, number), None)

    def may_ring(self, agent: str, number: str, desk: str) -> bool:
        """Whether another desk than ``desk`` was asked for this call and never answered."""
        with self._turn:
            self._forget_old()
            known = self._calls.get((agent, number))
            return known is not None and known[0] != desk

    def _forget_old(self) -> None:
        oldest = self._clock() - KEPT_S
        self._calls = {key: call for key, call in self._calls.items() if call[1] > oldest}
