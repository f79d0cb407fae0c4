"""Other agents: a supervisor's team, or further agents that a CRM logs in at this desk.

Their events are many and touch nothing of the desk's own, so they take a short way.
"""

from __future__ import annotations

from msgspec import UNSET

from cti_desk.core.effects import Effect, Publish
from cti_desk.core.events import AGENT_EVENTS, Event, EventType
from cti_desk.core.model import AgentState, Colleague
from cti_desk.core.reports import AgentChanged, CallChanged


class Colleagues:
    """What is known of the others: state, and which calls are up."""

    def __init__(self) -> None:
        self._known: dict[str, Colleague] = {}
        self._calls: dict[str, set[str]] = {}

    @property
    def all(self) -> tuple[Colleague, ...]:
        return tuple(self._known.values())

    def handle(self, given: AgentChanged | CallChanged, now: float) -> list[Effect]:
        agent_id = given.agent_id or ""
        known = self._known.get(agent_id)
        if isinstance(given, CallChanged):
            return self._call(agent_id, known or Colleague(agent_id, since=now), given)
        return self._state(agent_id, known or Colleague(agent_id), given, now)

    def _call(self, agent_id: str, known: Colleague, given: CallChanged) -> list[Effect]:
        calls = self._calls.setdefault(agent_id, set())
        if given.event in (EventType.CONNECTION_CLEARED, EventType.FAILED):
            calls.discard(given.call.id)
        else:
            calls.add(given.call.id)
        after = Colleague(agent_id, known.state, known.reason, known.since, len(calls))
        self._known[agent_id] = after
        return [Publish(Event(given.event, given.call, None, after, cause=given.cause))]

    def _state(
        self, agent_id: str, known: Colleague, given: AgentChanged, now: float
    ) -> list[Effect]:
        state = known.state if given.state is UNSET else given.state
        reason = known.reason if given.reason is UNSET else given.reason
        if state is not AgentState.NOT_READY:
            reason = None
        since = known.since if state is known.state else now
        after = Colleague(agent_id, state, reason, since, known.calls)
        if after == known:
            return []
        self._known[agent_id] = after
        event = EventType.COLLEAGUE_CHANGED if state is known.state else AGENT_EVENTS[state]
        if state is AgentState.READY and known.state is AgentState.LOGGED_OUT:
            event = EventType.AGENT_LOGGED_ON
        return [Publish(Event(event, colleague=after))]
