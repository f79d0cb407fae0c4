"""Keeps the link: tries the hosts in turn, waits as the link policy says, stops when refused."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from cti_desk.core.link import Stop, decide
from cti_desk.core.model import LinkState
from cti_desk.core.ports import Clock, Reporter
from cti_desk.core.reports import LinkChanged
from cti_desk.vendors.instantvoice.client.broker import Broker
from cti_desk.vendors.instantvoice.client.failures import LinkFailure
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.refused_logins import RefusedLogins

_log = logging.getLogger(__name__)

Stay = Callable[[int, Callable[[], None]], Awaitable[None]]


class Keeper:
    """``stay(index, up)`` connects to the index-th host, calls ``up()`` once the vendor has
    answered, and returns only by raising `LinkFailure`.
    """

    def __init__(
        self,
        server: Broker | WebService,
        stay: Stay,
        refused: RefusedLogins,
        clock: Clock,
        report: Reporter,
    ) -> None:
        self._server = server
        self._login = server if isinstance(server, Broker) else None
        self._stay = stay
        self._refused = refused
        self._clock = clock
        self._report = report
        self._wake = asyncio.Event()
        self._up = False

    def retry_now(self) -> None:
        """The computer woke or the network returned."""
        self._wake.set()

    async def run(self) -> None:
        """Keep the link until cancelled, or until only a person can go on."""
        self._report(LinkChanged(LinkState.CONNECTING, marks=self._server.marks))
        if self._login is not None:
            reason = await asyncio.to_thread(self._refused.reason, self._login)
            if reason is not None:
                self._stop(reason)
                return
        failures = 0
        while True:
            failure = await self._try_hosts()
            failures = 1 if self._up else failures + 1
            self._up = False
            if not await self._wait(failure, failures):
                return

    async def _try_hosts(self) -> LinkFailure:
        """Try each host once; return why there is no link (any more)."""
        failures: list[LinkFailure] = []
        for index, host in enumerate(self._server.hosts):
            try:
                await self._stay(index, self._came_up)
            except LinkFailure as failure:
                lost = failure
            except Exception:  # the link must outlive our own mistakes
                _log.exception("the link to %s failed inside the desk", host)
                lost = LinkFailure("protocol", "An internal error of the desk; see its log.")
            _log.info("link to %s: %s", host, lost.reason)
            if self._up or lost.failure == "authentication":
                return lost
            failures.append(lost)
        if len(failures) == 1:
            return failures[0]
        reasons = " ".join(dict.fromkeys(failure.reason for failure in failures))
        return LinkFailure(failures[0].failure, reasons)

    def _came_up(self) -> None:
        self._up = True
        self._refused.forget()
        self._report(LinkChanged(LinkState.UP))

    async def _wait(self, failure: LinkFailure, failures: int) -> bool:
        """Wait for the next attempt; ``False`` when there must be none."""
        jitter = random.random()
        decision = decide(failure.failure, failures, jitter, failure.reason)
        if isinstance(decision, Stop):
            if self._login is not None:
                entry = await asyncio.to_thread(self._refused.entry, self._login, failure.reason)
                self._refused.remember(entry)
            self._stop(decision.reason)
            return False
        await self._rest(decision.after_s, failure.reason)
        if self._wake.is_set():
            self._wake.clear()
            woken = decide(failure.failure, failures, jitter, failure.reason, woken=True)
            if not isinstance(woken, Stop):
                await self._rest(woken.after_s, failure.reason)
        return True

    async def _rest(self, seconds: float, reason: str) -> None:
        self._report(LinkChanged(LinkState.DOWN, reason, self._clock.now() + seconds))
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            self._report(LinkChanged(LinkState.DOWN, reason))

    def _stop(self, reason: str) -> None:
        self._report(LinkChanged(LinkState.STOPPED, reason))
