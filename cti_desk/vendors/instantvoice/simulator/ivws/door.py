"""The faults of the control API, as they strike the web service."""

from __future__ import annotations

import threading
from collections.abc import Callable

from cti_desk.simulator.faults import Faults
from cti_desk.simulator.outbox import garbled
from cti_desk.vendors.instantvoice.simulator.ivws.service import Answer

Later = Callable[[float, Callable[[], None]], object]
"""Calls something after so many seconds of the exchange's clock."""


class Door:
    """The faults as they hold up a request, until they are over or the door is closed.

    No lock of its own is held while a fault is looked for: the exchange's clock takes them in the
    other order.
    """

    def __init__(self, faults: Faults, later: Later) -> None:
        self._faults = faults
        self._later = later
        self._changed = threading.Condition()
        self._changes = 0
        self._closed = False

    def look_again(self) -> None:
        with self._changed:
            self._changes += 1
            self._changed.notify_all()

    def close(self) -> None:
        self._closed = True
        self.look_again()

    def resets(self) -> bool:
        """Whether a new connection is reset."""
        return self._faults.take("cut", "connections") is not None

    def keep_silent(self) -> None:
        """Return when connections are not silent, or the door is closed."""
        self._wait(lambda: self._faults.find("silent", "connections") is None)

    def ignores(self, method: str | None) -> bool:
        """Whether the request is never answered."""
        return self._faults.take("silent", "replies", method) is not None

    def treated(self, answer: Answer) -> Answer | None:
        """The answer as it may go, when it may go; ``None`` if it is lost."""
        method = answer.method
        if self._faults.take("drop", "replies", method):
            return None
        if self._faults.take("garble", "replies", method):
            answer = Answer(answer.status, garbled(answer.body), method)
        delay = self._faults.take("delay", "replies", method)
        if delay is not None:
            self._sleep(delay.seconds)
        return None if self._closed else answer

    def _sleep(self, seconds: float) -> None:
        over = threading.Event()

        def end() -> None:
            over.set()
            self.look_again()

        self._later(seconds, end)
        self._wait(over.is_set)

    def _wait(self, over: Callable[[], bool]) -> None:
        while True:
            seen = self._changes
            if self._closed or over():
                return
            with self._changed:
                self._changed.wait_for(lambda: self._changes != seen)  # noqa: B023 - used at once
