"""Keeps one link to a telephone system: hosts in turn, retries by the link policy, stops.

The policy itself is `cti_desk.core.link.decide`. A vendor that is reached in two ways has two
keepers and makes one verdict of them.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence

from msgspec import UNSET, UnsetType

from cti_desk.core.errors import CtiError, NoLink, SettingsError
from cti_desk.core.link import Failure, Stop, decide
from cti_desk.core.model import LinkState
from cti_desk.core.ports import Clock
from cti_desk.core.reports import LinkChanged
from cti_desk.core.workers import OWN_MISTAKE
from cti_desk.switch_kit.login_guard import LoginGuard

_log = logging.getLogger(__name__)

Connect = Callable[[int, Callable[[], None]], Awaitable[None]]
"""``connect(index, up)`` connects to the index-th host, calls ``up()`` once the vendor itself has
answered a request, and returns only by raising a core error."""


class LinkKeeper:
    """``changed()`` is called whenever ``state``, ``reason`` or ``retry_at`` changed.

    ``name`` is for the log, ``hosts`` are names for it, in the order in which they are tried. With
    a ``guard`` nothing is sent once a login was refused. An error's ``failure`` is the link
    policy's word for it, its ``retry_after_s`` (if it has one) the shortest wait before the next
    attempt.
    """

    def __init__(
        self,
        name: str,
        connect: Connect,
        clock: Clock,
        changed: Callable[[], None],
        *,
        hosts: Sequence[str] = ("the telephone system",),
        guard: LoginGuard | None = None,
    ) -> None:
        self.name = name
        self.state = LinkState.CONNECTING
        self.reason: str | None = None
        self.retry_at: float | None = None
        self.tried = False
        self._connect = connect
        self._clock = clock
        self._changed = changed
        self._hosts = tuple(hosts)
        self._guard = guard
        self._wake = asyncio.Event()

    @property
    def up(self) -> bool:
        """Whether the vendor has answered and the link was not lost since."""
        return self.state is LinkState.UP

    def retry_now(self) -> None:
        """The computer woke or the network returned: do not wait for the next attempt."""
        if not self.up:
            self._wake.set()

    async def run(self) -> None:
        """Keep the link until cancelled, or until only a person can go on."""
        failures = 0
        if self._guard is not None:
            await self._guard.load()
        while True:
            error = await self._try_hosts()
            failures = 1 if self.up else failures + 1
            if not await self._wait_after(error, failures):
                return

    async def _try_hosts(self) -> CtiError:
        """Try each host once; return why there is no link (any more)."""
        errors: list[CtiError] = []
        for index, host in enumerate(self._hosts):
            error = await self._attempt(index, host)
            if self.up or _only_a_person_can_go_on(error):
                return error
            errors.append(error)
        return _all_in_one(errors)

    async def _attempt(self, index: int, host: str) -> CtiError:
        try:
            if self._guard is not None:
                self._guard.check()
            await self._connect(index, self._came_up)
        except CtiError as error:
            _log.info("%s, %s: %s", self.name, host, error)
            return error
        except Exception:  # the link must outlive our own mistakes
            _log.exception("%s, %s: failed inside the desk", self.name, host)
        return NoLink(OWN_MISTAKE)

    def _came_up(self) -> None:
        self._wake.clear()  # a wake-up during the attempt is fulfilled by it
        if self._guard is not None:
            self._guard.accept()
        self._set(LinkState.UP, None, None)

    async def _wait_after(self, error: CtiError, failures: int) -> bool:
        """Wait for the next attempt; ``False`` when there must be none."""
        failure, reason, jitter = _failure_of(error), str(error), random.random()
        if failure == "authentication" and self._guard is not None:
            self._guard.refuse(reason)
        if self._guard is not None:
            await self._guard.store()
        decision = decide(failure, failures, jitter, reason)
        if isinstance(error, SettingsError) or isinstance(decision, Stop):
            self._set(LinkState.STOPPED, reason, None)
            return False
        shortest: float = getattr(error, "retry_after_s", None) or 0.0
        if await self._woken_within(max(decision.after_s, shortest), reason):
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
            self._set(LinkState.DOWN, reason, None)  # it is being tried now
            return False
        self._wake.clear()
        return True

    def _set(self, state: LinkState, reason: str | None, retry_at: float | None) -> None:
        self.tried = True
        self.state, self.reason, self.retry_at = state, reason, retry_at
        self._changed()


def link_changed(keeper: LinkKeeper, marks: tuple[str, ...] | UnsetType = UNSET) -> LinkChanged:
    """The report of a vendor that has one link."""
    return LinkChanged(keeper.state, keeper.reason, keeper.retry_at, marks)


def _failure_of(error: CtiError) -> Failure:
    failure: Failure = getattr(error, "failure", "protocol")
    return failure


def _only_a_person_can_go_on(error: CtiError) -> bool:
    return isinstance(error, SettingsError) or _failure_of(error) == "authentication"


def _all_in_one(errors: Sequence[CtiError]) -> CtiError:
    """One error for all hosts: each reason once, and the first host's kind."""
    if len(errors) == 1:
        return errors[0]
    return _NoHostAnswers(errors)


class _NoHostAnswers(NoLink):
    def __init__(self, errors: Sequence[CtiError]) -> None:
        super().__init__(" ".join(dict.fromkeys(str(error) for error in errors)))
        self.failure = _failure_of(errors[0])
