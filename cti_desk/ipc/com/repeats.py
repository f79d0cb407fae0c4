"""Remembers calls whose outcome nobody knows, so that no customer is rung twice.

A desk refuses the repeat of a call that is still being set up. But once the telephone rings, the
desk takes the call for known, while the program that got −1 knows nothing; and a desk that was
killed forgets. So this process keeps a list of its own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

KEPT_S: Final = 30.0
"""How long a call counts as outstanding, as in a desk (`cti_desk.core.requests`)."""


class _Call(Struct, frozen=True):
    """``desk`` is the epoch of the desk that was asked, ``told`` whether it has said anything."""

    desk: str
    at: float
    told: bool = False


class UnknownCalls:
    """Calls that were asked for and not answered, by agent and number, over all objects."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turn = threading.Lock()
        self._calls: dict[tuple[str, str], _Call] = {}

    @property
    def pending(self) -> int:
        """How many calls nobody knows the outcome of."""
        with self._turn:
            self._forget_old()
            return len(self._calls)

    def asked(self, agent: str, number: str, desk: str) -> None:
        """The call is asked for now."""
        with self._turn:
            self._calls[agent, number] = _Call(desk, self._clock())

    def unsure(self, agent: str, number: str) -> None:
        """The desk has said that it does not know. While that desk runs, it can be asked again."""
        with self._turn:
            known = self._calls.get((agent, number))
            if known is not None:
                self._calls[agent, number] = replace(known, told=True)

    def answered(self, agent: str, number: str) -> None:
        """The telephone system has said yes or no, so a further call is a new one."""
        with self._turn:
            self._calls.pop((agent, number), None)

    def may_ring(self, agent: str, number: str, desk: str) -> bool:
        """Whether this call was asked for and nothing was said, or only by another desk."""
        with self._turn:
            self._forget_old()
            known = self._calls.get((agent, number))
            return known is not None and not (known.told and known.desk == desk)

    def _forget_old(self) -> None:
        oldest = self._clock() - KEPT_S
        self._calls = {key: call for key, call in self._calls.items() if call.at > oldest}
