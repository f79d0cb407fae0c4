"""Other agents: a supervisor's team, or further agents that a CRM logs in at this desk.

Their events are many and change nothing of the desk's own, so they take a shorter way through the
session.
"""

from __future__ import annotations

from typing import Final

from msgspec import UNSET

from cti_desk.core.effects import Effect, Publish
from cti_desk.core.events import AGENT_EVENTS, Event, EventType
from cti_desk.core.model import AgentState, Colleague
from cti_desk.core.redating import shifted
from cti_desk.core.reports import AgentChanged, CallChanged
from cti_desk.core.state_clock import another_reason

REMEMBERED_ENDS: Final = 5_000


class Colleagues:
    """What is known of the other agents: their state, and which calls are up."""

    def __init__(self) -> None:
        self._known: dict[str, Colleague] = {}
        self._calls: dict[str, set[str]] = {}
        self._ended: dict[tuple[str, str], None] = {}

    @property
    def all(self) -> tuple[Colleague, ...]:
        return tuple(self._known.values())

    def handle(self, given: AgentChanged | CallChanged, now: float) -> list[Effect]:
        agent_id = given.agent_id or ""
        known = self._known.get(agent_id) or Colleague(agent_id, since=now)
        if isinstance(given, CallChanged):
            return self._call(known, given)
        return self._state(known, given, now)

    def forget(self, agent_id: str) -> None:
        """Forget this agent: it is the desk's own now."""
        self._known.pop(agent_id, None)
        self._calls.pop(agent_id, None)

    def forget_calls(self) -> list[Effect]:
        """The link was lost: a call that ended meanwhile must not be counted for ever."""
        self._calls.clear()
        busy = [colleague for colleague in self._known.values() if colleague.calls]
        return [self._count(colleague, EventType.COLLEAGUE_CHANGED) for colleague in busy]

    def redate(self, seconds: float) -> list[Effect]:
        """Move all stamps: the clock was set."""
        self._known = {key: shifted(each, seconds) for key, each in self._known.items()}
        return [
            Publish(Event(EventType.COLLEAGUE_CHANGED, colleague=each))
            for each in self._known.values()
        ]

    def _call(self, known: Colleague, given: CallChanged) -> list[Effect]:
        """Count the call; one that has ended never comes back, and ends once."""
        call, calls = given.call, self._calls.setdefault(known.id, set())
        if given.event is EventType.CONNECTION_CLEARED:
            self._end(known.id, call.id)
            if call.id not in calls:
                return []
            calls.discard(call.id)
            return [self._count(known, given.event, given)]
        if (known.id, call.id) in self._ended:
            return []
        calls.add(call.id)
        if given.event is not EventType.FAILED:
            return [self._count(known, given.event, given)]
        failed = self._count(known, given.event, given)
        self._end(known.id, call.id)
        calls.discard(call.id)
        return [failed, self._count(known, EventType.CONNECTION_CLEARED, given)]

    def _count(
        self, known: Colleague, event: EventType, given: CallChanged | None = None
    ) -> Publish:
        calls = len(self._calls.get(known.id, ()))
        after = Colleague(known.id, known.state, known.reason, known.since, calls)
        self._known[known.id] = after
        if given is None:
            return Publish(Event(event, colleague=after))
        cause, csta_cause = given.cause, given.csta_cause
        return Publish(Event(event, given.call, None, after, cause=cause, csta_cause=csta_cause))

    def _end(self, agent_id: str, call_id: str) -> None:
        self._ended[agent_id, call_id] = None
        if len(self._ended) > REMEMBERED_ENDS:
            del self._ended[next(iter(self._ended))]

    def _state(self, known: Colleague, given: AgentChanged, now: float) -> list[Effect]:
        state = known.state if given.state is UNSET else given.state
        reason = known.reason if given.reason is UNSET else given.reason
        if state is not AgentState.NOT_READY:
            reason = None
        anew = state is not known.state or another_reason(known.reason, reason)
        since = now if anew else known.since
        after = Colleague(known.id, state, reason, since, known.calls)
        if after == known:
            return []
        self._known[known.id] = after
        events = [EventType.COLLEAGUE_CHANGED if state is known.state else AGENT_EVENTS[state]]
        if known.state is AgentState.LOGGED_OUT and state is not AgentState.UNKNOWN:
            events.insert(0, EventType.AGENT_LOGGED_ON)
        return [Publish(Event(event, colleague=after)) for event in events]
