"""A link over SOAP to a site that posts its events here (IVCEP): followed as over STOMP.

What is read every few seconds is then only a sign of life, and a look whether anything was missed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from cti_desk.vendors.instantvoice.client.listening import Listening
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.errands import Errands
from cti_desk.vendors.instantvoice.events import Event
from cti_desk.vendors.instantvoice.follower import Follower
from cti_desk.vendors.instantvoice.line_states import has_call
from cti_desk.vendors.instantvoice.over_soap import OverSoap
from cti_desk.vendors.instantvoice.posted_feed import PostedFeed
from cti_desk.vendors.instantvoice.reader import Reader
from cti_desk.vendors.instantvoice.records import Line
from cti_desk.vendors.instantvoice.site import Site
from cti_desk.vendors.instantvoice.values import AgentName


class PostedReader(Reader):
    """Where events tell of the calls, lines that do not name theirs have nothing to add."""

    async def lines(self, name: AgentName) -> tuple[Line, ...] | None:
        lines = await Reader.lines(self, name)
        if lines is None or any(has_call(line) and not line.uniqueid for line in lines):
            return None
        return lines


class OverPosts(OverSoap):
    """Keeps one link at a time, with its events."""

    make_reader: ClassVar[type[Reader]] = PostedReader

    def __init__(
        self, service: WebService, listening: Listening, site: Site, errands: Errands
    ) -> None:
        super().__init__(service, site, errands)
        self._listening = listening
        self._follower = Follower(site, errands)

    async def stay(self, index: int, up: Callable[[], None]) -> None:
        """Receive and stay with a host as long as it answers; always raises `LinkFailure`."""

        def up_with_events() -> None:
            up()
            feed.release()

        async with PostedFeed(self._listening, self._take) as feed:
            await super().stay(index, up_with_events)

    def _take(self, event: Event) -> None:
        if self._site.unheard:
            self._site.unheard = False
            self._site.offer()
        self._follower.take(event)
