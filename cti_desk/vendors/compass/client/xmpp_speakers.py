"""Those who must speak over one stream: the telephone service and the pubsub service.

The stream may live while one of the services behind it does not, so each is asked by itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.silence import Watch
from cti_desk.vendors.compass.client import xmpp_steps as steps
from cti_desk.vendors.compass.client.failures import link_failure
from cti_desk.vendors.compass.client.xmpp_steps import Asking
from cti_desk.vendors.compass.client.xmpp_subscription import Standing, Subscribed
from cti_desk.vendors.compass.messages.calls import Call

_log = logging.getLogger(__name__)


class Reader(Protocol):
    """Who uses the stream, and reads the company."""

    @property
    def is_reading(self) -> bool:
        """Whether long answers are on their way, behind which others wait."""

    def agrees(self, calls: tuple[Call, ...]) -> bool:
        """Whether these are the calls that events have told of."""

    def missed_events(self) -> None:
        """Everything must be read again."""


class Speakers:
    """Watches both services on the running loop, until `stop`; ``lose`` ends the stream."""

    def __init__(
        self,
        session: Asking,
        subscription: Subscribed,
        reader: Reader,
        lose: Callable[[LinkFailure], None],
        *,
        ask_after_s: float,
        answer_s: float,
    ) -> None:
        self._session = session
        self._subscription = subscription
        self._reader = reader
        self._lose = lose
        self._disagreed = False
        self._events = Watch(self._look_for_events, ask_after_s=ask_after_s, answer_s=answer_s)
        phone = Watch(self._ask_phone, ask_after_s=ask_after_s, answer_s=answer_s)
        site = session.site
        self._tasks = [
            asyncio.ensure_future(self._stay_until_dead(who, watch))
            for who, watch in ((site.phone, phone), (site.pubsub, self._events))
        ]

    def events_came(self) -> None:
        """The pubsub service said something."""
        self._events.heard()

    def look_for_events(self) -> None:
        """See at once whether events can still come."""
        self._events.ask_now()

    async def stop(self) -> None:
        """End both watches; nothing is left of them."""
        self.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cancel(self) -> None:
        """End both watches soon."""
        for task in self._tasks:
            task.cancel()

    async def _stay_until_dead(self, who: str, watch: Watch) -> None:
        try:
            await watch.run()
            raise link_failure("timeout", f"{who} does not answer any more.")
        except LinkFailure as failure:
            self._lose(failure)

    async def _ask_phone(self) -> None:
        if not self._reader.is_reading:
            await steps.ping(self._session, steps.READ_S)

    async def _look_for_events(self) -> None:
        if self._reader.is_reading:
            return
        standing = await self._subscription.look()
        if standing is Standing.UNSURE and await self._differs():
            standing = Standing.RENEWED
        if standing is Standing.RENEWED and not self._reader.is_reading:
            pubsub = self._session.site.pubsub
            _log.info("%s had lost the subscription to events; it was renewed", pubsub)
            self._reader.missed_events()

    async def _differs(self) -> bool:
        """Whether the calls are others than those known, twice: once may be a change on its way."""
        before = self._disagreed
        self._disagreed = not self._reader.agrees(await steps.read_calls(self._session))
        if before and self._disagreed:
            self._disagreed = False
            return True
        return False
