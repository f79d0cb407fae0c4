"""Events in, reports out: for the agents served, and in a supervisor's profile for all."""

from __future__ import annotations

from typing import Final

from cti_desk.core.events import EventType
from cti_desk.core.model import AgentState, Call, Direction
from cti_desk.core.reports import AgentChanged, CallChanged, Noticed, VendorEvent
from cti_desk.vendors.instantvoice.client.monitor.context import Context
from cti_desk.vendors.instantvoice.client.monitor.follow_ups import AllFollowUps
from cti_desk.vendors.instantvoice.client.monitor.queue_figures import QueueFigures
from cti_desk.vendors.instantvoice.live.agent_state import AgentTracker
from cti_desk.vendors.instantvoice.live.calls import CallBook
from cti_desk.vendors.instantvoice.live.served_agent import ServedAgent
from cti_desk.vendors.instantvoice.messages import events as wire
from cti_desk.vendors.instantvoice.messages.events import Event

NOTICE_EVERY_S: Final = 10.0

_MEDIA_SERVER: Final = {
    "MSSTOP": "A media server stopped: its calls have ended.",
    "MSSTART": "A media server has started again: calls left over on it have ended.",
    "MSGONE": "A media server cannot be reached: its calls have ended.",
}


class Follower:
    """Takes every event that arrives while linked."""

    def __init__(self, context: Context, follow_ups: AllFollowUps, figures: QueueFigures) -> None:
        self._context = context
        self._follow_ups = follow_ups
        self._figures = figures
        self._others: dict[str, tuple[AgentTracker, CallBook]] = {}
        self._noticed_at = float("-inf")

    def take(self, event: Event) -> None:
        served = self._context.agents.by_name.get(event.agent)
        if served is None and not self._context.follows_all:
            served = self._context.agents.find(event.agent)
        if served is not None:
            self._take_served(served, event)
        elif self._context.follows_all and event.agent:
            self._take_other(event)

    def _take_served(self, served: ServedAgent, event: Event) -> None:
        self._context.choose(served)
        self._context.report(VendorEvent(served.name.full, event.fields()))
        self._figures.moved(served)
        if event.type in wire.AGENT_TYPES:
            self._agent_event(served, event)
            return
        told = served.book.take(event, self._context.clock.now())
        for one in told:
            self._tell(served, one)
        if event.type == wire.HANGUP and told and told[0].event is EventType.SERVICE_INITIATED:
            self._context.report(_never_set_up(told[0].call, event.why))
        if served.book.unsettled:
            self._context.tasks.spawn(self._follow_ups.of(served).settle(), "settling calls")
        if event.type == wire.HANGUP and (why := event.why) in wire.MEDIA_SERVER_REASONS:
            self._media_server(served, str(why))

    def _agent_event(self, served: ServedAgent, event: Event) -> None:
        change = served.tracker.take(event)
        if change is None:
            return
        if event.type == wire.PAUSE:
            self._context.offer()  # a reason's text may have been learned
        if event.type == wire.LOGIN:
            follow_ups = self._follow_ups.of(served)
            reading = follow_ups.logged_in(change)
            follow_ups.login_reported = self._context.tasks.spawn(reading, "reading after login")
        else:
            self._context.report(change)

    def _tell(self, served: ServedAgent, told: CallChanged) -> None:
        self._context.report(told)
        if told.event is EventType.CONNECTION_CLEARED:
            self._follow_ups.of(served).call_ended(told.call, told.cause)
        elif told.event is EventType.DELIVERED and told.call.direction is Direction.INBOUND:
            self._delivered(served, told)

    def _delivered(self, served: ServedAgent, told: CallChanged) -> None:
        """An incoming call: whatever held calls back is over; find its queue."""
        follow_ups = self._follow_ups.of(served)
        waited = follow_ups.calls_come_again()
        if served.tracker.state is AgentState.WORKING_AFTER_CALL:
            self._context.report(served.tracker.enter(AgentState.READY))
        elif waited:
            self._context.report(AgentChanged(served.tracker.agent_id, note=None))
        if told.call.queue is None:
            self._context.tasks.spawn(follow_ups.find_queue(told.call.id), "finding the queue")

    def _media_server(self, served: ServedAgent, why: str) -> None:
        """Such hang-ups come in bulk: one notice, and the lines settle the rest."""
        now = self._context.clock.monotonic()
        if now - self._noticed_at < NOTICE_EVERY_S:
            return
        self._noticed_at = now
        self._context.report(Noticed(f"{_MEDIA_SERVER[why]} ({why})", cause=why))
        reading = self._follow_ups.of(served).read_all(after_cut=False)
        self._context.tasks.spawn(reading, "after a media server")

    def _take_other(self, event: Event) -> None:
        known = self._others.get(event.agent)
        if known is None:
            agent = event.agent
            source = self._context.source
            known = self._others[agent] = (
                source.tracker(agent),
                source.book(agent, agent, keep_raw=False),
            )
        tracker, book = known
        self._figures.member_moved(event.agent)
        if event.type in wire.AGENT_TYPES:
            change = tracker.take(event)
            if change is not None:
                self._context.report(change)
            return
        now = self._context.clock.now()
        for told in book.take(event, now):
            self._context.report(told)
        if book.unsettled:  # others' lines are not read: the events have to do
            for told in book.settle(None, book.question(), now):
                self._context.report(told)


def _never_set_up(call: Call, why: str | None) -> Noticed:
    """A call that was dialled here, of which nothing but its end was told."""
    because = f" ({why})" if why else ""
    return Noticed(f"The call to {call.remote.number} was not set up{because}.", cause=why)
