"""Who looks at the queues, so that their figures are read for all of them, and for nobody else.

Where a vendor's events do not tell how the figures change, they are only as true as they are new:
see `cti_desk.core.ports.ReadsQueues` and `cti_desk.core.freshness`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, Literal

from cti_desk.core.freshness import FOR_A_PERSON_S, FOR_PROGRAMS_S, is_old
from cti_desk.core.model import LinkState
from cti_desk.core.ports import Clock
from cti_desk.desk.session_runner import SessionRunner

Looker = Literal["panel", "subscribers"]

GLANCE_S: Final = 30.0
"""So long a program that asked once counts as one that looks: who asks again finds them fresh."""

WAIT_S: Final = 2.0
"""How long an answer waits for figures that were old when it was asked for."""


class QueueLookers:
    """Tells the runner how often the figures are wanted, for all who look at once.

    `changed` observes the runner's changes; `close` its end.
    """

    def __init__(self, runner: SessionRunner, clock: Clock) -> None:
        self._runner = runner
        self._clock = clock
        self._looking: set[Looker] = set()
        self._glance: asyncio.TimerHandle | None = None
        self._glance_until = 0.0
        self._waiting: dict[Callable[[], None], asyncio.TimerHandle] = {}

    def look(self, who: Looker, looks: bool) -> None:
        """Somebody begins or ends to look."""
        (self._looking.add if looks else self._looking.discard)(who)
        self._follow()

    def glance(self) -> None:
        """A program has asked what is known: it counts as one that looks, for a while."""
        loop = asyncio.get_running_loop()
        self._glance_until = loop.time() + GLANCE_S
        if self._glance is None:
            self._glance = loop.call_at(self._glance_until, self._glance_ended, loop)
            self._follow()

    def when_fresh(self, done: Callable[[], None]) -> None:
        """Glance, and call ``done`` when no figure is old, at once or soon; at the latest in time
        for an answer that nobody finds slow.
        """
        self.glance()
        if not self._any_old():
            done()
            return
        loop = asyncio.get_running_loop()
        self._waiting[done] = loop.call_later(WAIT_S, self._finish, done)

    def close(self) -> None:
        """The runner ends: no timer outlives it."""
        for timer in (self._glance, *self._waiting.values()):
            if timer is not None:
                timer.cancel()
        self._waiting.clear()

    def _glance_ended(self, loop: asyncio.AbstractEventLoop) -> None:
        if loop.time() < self._glance_until:  # somebody asked again meanwhile
            self._glance = loop.call_at(self._glance_until, self._glance_ended, loop)
            return
        self._glance = None
        self._follow()

    def _follow(self) -> None:
        every_s = None
        if "panel" in self._looking:
            every_s = FOR_A_PERSON_S
        elif self._looking or self._glance is not None:
            every_s = FOR_PROGRAMS_S
        self._runner.watch_queues(every_s)

    def _any_old(self) -> bool:
        snapshot, now = self._runner.session.snapshot, self._clock.now()
        if snapshot.link.state is not LinkState.UP:
            return False  # nothing better can be had
        return any(is_old(queue.read_at, now) for queue in snapshot.queues)

    def changed(self) -> None:
        """Something was reported: answer those who wait, if the figures are fresh."""
        if self._waiting and not self._any_old():
            for done in list(self._waiting):
                self._finish(done)

    def _finish(self, done: Callable[[], None]) -> None:
        timer = self._waiting.pop(done, None)
        if timer is not None:
            timer.cancel()
            done()
