"""One of the two ways to Compass, kept for as long as the desk runs.

REST takes what is asked, XMPP tells what happens, and each may fail alone.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Final

from cti_desk.core.errors import CtiError, SettingsError
from cti_desk.core.link import LONGEST_RETRY_S, Failure, Stop, decide
from cti_desk.core.model import LinkState
from cti_desk.core.ports import Clock
from cti_desk.vendors.compass.client.failures import LinkFailure
from cti_desk.vendors.compass.client.xmpp_failures import Replaced

_log = logging.getLogger(__name__)

Stay = Callable[[Callable[[], None]], Awaitable[None]]

_OWN_MISTAKE: Final = "An internal error of the desk; see its log."


class Half:
    """``stay(up)`` connects, calls ``up()`` when Compass has answered, and returns only by raising
    a core error. ``changed`` hears of every change of ``state``, ``reason`` and ``retry_at``.
    """

    def __init__(self, name: str, stay: Stay, clock: Clock, changed: Callable[[], None]) -> None:
        self.name = name
        self.state = LinkState.CONNECTING
        self.reason: str | None = None
        self.retry_at: float | None = None
        self.tried = False
        self._stay = stay
        self._clock = clock
        self._changed = changed
        self._wake = asyncio.Event()

    @property
    def up(self) -> bool:
        return self.state is LinkState.UP

    def retry_now(self) -> None:
        """The computer woke or the network returned."""
        if not self.up:
            self._wake.set()

    async def run(self) -> None:
        """Keep it until cancelled, or until only a person can go on."""
        failures = 0
        while True:
            error = await self._attempt()
            failures = 1 if self.up else failures + 1
            if not await self._rest_after(error, failures):
                return

    async def _attempt(self) -> CtiError:
        try:
            await self._stay(self._came_up)
        except CtiError as error:
            _log.info("%s: %s", self.name, error)
            return error
        except Exception:  # the link must outlive our own mistakes
            _log.exception("%s failed inside the desk", self.name)
        return LinkFailure("protocol", _OWN_MISTAKE)

    def _came_up(self) -> None:
        self._wake.clear()
        self._set(LinkState.UP, None, None)

    async def _rest_after(self, error: CtiError, failures: int) -> bool:
        """Wait for the next attempt; ``False`` when there must be none."""
        reason = str(error)
        if isinstance(error, SettingsError):
            self._set(LinkState.STOPPED, reason, None)
            return False
        failure: Failure = getattr(error, "failure", "protocol")
        jitter = random.random()
        decision = decide(failure, failures, jitter, reason)
        if isinstance(decision, Stop):
            self._set(LinkState.STOPPED, reason, None)
            return False
        # Whoever took this connection's place would be driven out again, and so on.
        seconds = LONGEST_RETRY_S if isinstance(error, Replaced) else decision.after_s
        if await self._woken_within(seconds, reason):
            woken = decide(failure, failures, jitter, reason, woken=True)
            if not isinstance(woken, Stop):
                await self._woken_within(woken.after_s, reason)
        return True

    async def _woken_within(self, seconds: float, reason: str) -> bool:
        self._set(LinkState.DOWN, reason, self._clock.now() + seconds)
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return False
        self._wake.clear()
        return True

    def _set(self, state: LinkState, reason: str | None, retry_at: float | None) -> None:
        self.tried = True
        self.state, self.reason, self.retry_at = state, reason, retry_at
        self._changed()
