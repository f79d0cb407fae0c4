"""A link over SOAP to a site that posts its events here (IVCEP): followed as over STOMP.

What is read every few seconds is then only a sign of life, and a look whether anything was missed.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from cti_desk.core.model import Call
from cti_desk.vendors.instantvoice.client.listening import Listening
from cti_desk.vendors.instantvoice.client.monitor.context import Context
from cti_desk.vendors.instantvoice.client.monitor.follow_ups import AllFollowUps
from cti_desk.vendors.instantvoice.client.monitor.follower import Follower
from cti_desk.vendors.instantvoice.client.monitor.over_soap import OverSoap
from cti_desk.vendors.instantvoice.client.posted_feed import PostedFeed
from cti_desk.vendors.instantvoice.client.reader import Reader, Request
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.live.line_states import has_call, is_setting_up
from cti_desk.vendors.instantvoice.messages.events import Event
from cti_desk.vendors.instantvoice.messages.records import Line
from cti_desk.vendors.instantvoice.messages.values import AgentName

CallsOf = Callable[[AgentName], tuple[Call, ...]]
"""The calls that are known of an agent; their `root` is the vendor's uniqueid."""


class PostedReader(Reader):
    """Where events tell of the calls, lines that do not name theirs have little to add.

    They show that there is no call, and how the only one that is known goes on: an answer that was
    posted while the link was down is seen on its line.
    """

    def __init__(self, request: Request, now: Callable[[], float], calls_of: CallsOf) -> None:
        super().__init__(request, now)
        self._calls_of = calls_of

    async def lines(self, name: AgentName) -> tuple[Line, ...] | None:
        lines = await Reader.lines(self, name)
        busy = [line for line in lines or () if has_call(line)]
        if lines is None or all(line.uniqueid for line in busy):
            return lines
        known = self._calls_of(name)
        if len(busy) != 1 or len(known) != 1 or (known[0].up and is_setting_up(busy[0])):
            return None  # it may be another call's line
        uniqueid = known[0].root
        return tuple(replace(one, uniqueid=uniqueid) if one is busy[0] else one for one in lines)


class OverPosts(OverSoap):
    """Keeps one link at a time, with its events."""

    def __init__(
        self,
        service: WebService,
        listening: Listening,
        context: Context,
        follow_ups: AllFollowUps,
        follower: Follower,
    ) -> None:
        super().__init__(service, context, follow_ups)
        self._listening = listening
        self._follower = follower

    def _make_reader(self, request: Request) -> Reader:
        return PostedReader(request, self._context.clock.now, self._calls_of)

    def _calls_of(self, name: AgentName) -> tuple[Call, ...]:
        served = self._context.agents.find(name.full)
        return () if served is None else served.book.calls

    async def connect(self, index: int, up: Callable[[], None]) -> None:
        """Receive and stay with a host as long as it answers; always raises `LinkFailure`."""

        def up_with_events() -> None:
            up()
            feed.release()

        async with PostedFeed(self._listening, self._take) as feed:
            await super().connect(index, up_with_events)

    def _take(self, event: Event) -> None:
        if self._context.source.received():
            self._context.offer()
        self._follower.take(event)
