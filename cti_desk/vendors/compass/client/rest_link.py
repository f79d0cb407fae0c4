"""The link of actions: a session over REST, kept for as long as Compass answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from cti_desk.core.errors import CtiError
from cti_desk.switch_kit.login_guard import LoginGuard
from cti_desk.switch_kit.silence import ANSWER_S, ASK_AFTER_S, Watch
from cti_desk.vendors.compass.client.failures import link_failure
from cti_desk.vendors.compass.client.rest import Rest
from cti_desk.vendors.compass.client.rest_session import RestSession, negotiate
from cti_desk.vendors.compass.client.site import Site
from cti_desk.vendors.compass.settings import Profile

_log = logging.getLogger(__name__)


class RestLink:
    """``site()`` finds the platform; ``opened(session)`` is awaited before the link counts as up.

    ``session`` is there as long as the link is.
    """

    def __init__(
        self,
        profile: Profile,
        site: Callable[[], Awaitable[Site]],
        guard: LoginGuard,
        opened: Callable[[RestSession], Awaitable[None]],
    ) -> None:
        self.session: RestSession | None = None
        self._profile = profile
        self._site = site
        self._guard = guard
        self._opened = opened
        self._watch: Watch | None = None

    async def connect(self, _: int, up: Callable[[], None]) -> None:
        """Connect and stay; what `LinkKeeper` calls. Returns only by raising a core error."""
        rest = Rest(await self._site(), self._guard)
        lost: asyncio.Future[CtiError] = asyncio.get_running_loop().create_future()

        def on_lost(error: CtiError) -> None:
            if not lost.done():
                lost.set_result(error)

        try:
            await rest.open()
            me = await negotiate(rest, self._profile)
            by_status = self._profile.pause_model == "status"
            session = RestSession(rest, me, on_lost, uses_status=by_status)
            await session.look_around()
            self.session = session
            await self._opened(session)
            up()
            await self._stay(session, lost)
        finally:
            self.session = self._watch = None
            await rest.close()

    def look_now(self) -> None:
        """See at once whether REST answers."""
        if self._watch is not None:
            self._watch.ask_now()

    async def _stay(self, session: RestSession, lost: asyncio.Future[CtiError]) -> None:
        """Stay as long as REST answers; raises what it came to."""
        watch = self._watch = Watch(
            lambda: self._ask(session), ask_after_s=ASK_AFTER_S, answer_s=ANSWER_S
        )
        session.rest.heard = watch.heard
        watching = asyncio.ensure_future(watch.run())
        either: set[asyncio.Future[Any]] = {lost, watching}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if lost.done():
                raise lost.result()
            await watching
            raise link_failure("timeout", f"{session.rest.site.rest} does not answer any more.")
        finally:
            watching.cancel()
            await asyncio.wait((watching,))

    async def _ask(self, session: RestSession) -> None:
        self._guard.check()
        try:
            await session.call("user")
        except CtiError as error:
            _log.info("REST was asked for a sign of life: %s", error)
