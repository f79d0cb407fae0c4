"""The desk's own agent: what the vendor says, what was asked, and what follows from the calls."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UNSET
from msgspec.structs import replace

from cti_desk.core.commands import AgentCommand, LogIn, SetNotReady
from cti_desk.core.events import AGENT_EVENTS, Event, EventType
from cti_desk.core.model import Agent, AgentState, Asked, Call, Reason
from cti_desk.core.reports import AgentChanged


class AgentBook:
    """Keeps one immutable `Agent` and says which events a change amounts to."""

    def __init__(self) -> None:
        self.agent = Agent()
        self._busy_reported = False

    def choose(self, agent_id: str, device: str | None) -> None:
        self.agent = replace(self.agent, id=agent_id, device=device or self.agent.device)

    def report(self, change: AgentChanged, now: float) -> None:
        """Take what the vendor says. A reported BUSY leaves the underlying state alone."""
        agent = self.agent
        if change.state is AgentState.BUSY:
            self._busy_reported = True
        elif change.state is not UNSET:
            self._busy_reported = False
            changed = change.state is not agent.underlying
            agent = replace(
                agent,
                underlying=change.state,
                reason=None if changed else agent.reason,
                note=None if changed else agent.note,
                changed_by="agent" if _fulfils(agent.asked, change) else "server",
            )
        for name in ("reason", "device", "pending", "note", "changed_by"):
            value = getattr(change, name)
            if value is not UNSET:
                agent = replace(agent, **{name: value})
        if agent.pending is not None and agent.pending.state is agent.underlying:
            agent = replace(agent, pending=None)
        if _fulfils(agent.asked, change):
            agent = replace(agent, asked=None)
        self.agent = agent
        if change.since is not UNSET and change.since:
            self.agent = replace(self.agent, since=change.since)

    def ask(self, command: AgentCommand, reason: Reason | None, now: float) -> None:
        asked = Asked(command.name, command.wanted, reason, now)
        self.agent = replace(self.agent, asked=asked)

    def withdraw(self) -> None:
        """What was asked has been refused."""
        self.agent = replace(self.agent, asked=None)

    def doubt(self) -> None:
        """What was asked may or may not have happened: nothing is known until read back."""
        self.agent = replace(self.agent, asked=None, underlying=AgentState.UNKNOWN)

    def derive(self, calls: Iterable[Call], before: Agent, now: float) -> None:
        """Make BUSY from the calls, and date the state when it changed."""
        talking = any(call.up for call in calls)
        busy = talking or self._busy_reported
        state = AgentState.BUSY if busy else self.agent.underlying
        derived = talking and not self._busy_reported
        agent = replace(self.agent, state=state, derived=derived)
        if state is not before.state and agent.since == before.since:
            agent = replace(agent, since=now)
        self.agent = agent


def _fulfils(asked: Asked | None, change: AgentChanged) -> bool:
    if asked is None:
        return False
    if change.pending is not UNSET and change.pending is not None:
        return change.pending.state is asked.state
    if change.state is UNSET:
        return False
    if asked.command == LogIn.__name__:
        return change.state not in (AgentState.LOGGED_OUT, AgentState.UNKNOWN)
    if change.state is not asked.state:
        return False
    if asked.command == SetNotReady.__name__ and asked.reason and asked.reason.code:
        reported = change.reason.code if change.reason else None
        return reported in (None, asked.reason.code)
    return True


def agent_events(before: Agent, after: Agent) -> list[Event]:
    """The events that tell an observer of ``before`` about ``after``."""
    if before == after:
        return []
    events: list[Event] = []
    if _came_in(before, after):
        events.append(Event(EventType.AGENT_LOGGED_ON, agent=after))
    reason_changed = after.state is AgentState.NOT_READY and before.reason != after.reason
    if after.state is not before.state or reason_changed:
        events.append(Event(AGENT_EVENTS[after.state], agent=after))
    if not events:
        events.append(Event(EventType.AGENT_CHANGED, agent=after))
    return events


def _came_in(before: Agent, after: Agent) -> bool:
    outside = (AgentState.LOGGED_OUT, AgentState.UNKNOWN)
    return before.underlying is AgentState.LOGGED_OUT and after.underlying not in outside
