"""The desk's own agent: what the vendor says, what was asked, and what follows from the calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import UNSET, Struct
from msgspec.structs import replace

from cti_desk.core.commands import AgentCommand, SetNotReady
from cti_desk.core.confirmation import fulfilled
from cti_desk.core.events import AGENT_EVENTS, Event, EventType
from cti_desk.core.model import Agent, AgentState, Asked, Call, Reason
from cti_desk.core.redating import shifted
from cti_desk.core.reports import AgentChanged
from cti_desk.core.state_clock import StateClock, another_reason

_PAUSE: Final = SetNotReady.__name__


class _Dating(Struct, frozen=True):
    """What the report of this turn says about the age of the state."""

    since: float | None = None
    confirmed: bool = False
    paused_anew: bool = False
    after_cut: bool = False


class AgentBook:
    """Keeps one immutable `Agent` and says which events a change amounts to."""

    def __init__(self) -> None:
        self.agent = Agent()
        self._told = self.agent
        self._asked_by: int | None = None
        self._busy_reported = False
        self._was_out = False
        self._clock = StateClock()
        self._dating = _Dating()

    def choose(self, agent_id: str, device: str | None) -> None:
        """Name the agent. If it is another one than before, nothing is known of it yet."""
        if self.agent.id not in (None, agent_id):
            self.agent = Agent()
            self._clock = StateClock()
            self._busy_reported = self._was_out = False
        self.agent = replace(self.agent, id=agent_id, device=device or self.agent.device)

    def report(self, change: AgentChanged, *, after_cut: bool = False) -> None:
        """Take what the vendor says. A reported BUSY leaves the underlying state alone.

        ``after_cut``: it was read back after a lost link.
        """
        known = agent = self.agent
        fulfilled = _fulfils(agent.asked, change)
        if change.state is AgentState.BUSY:
            self._busy_reported = True
        elif change.state is not UNSET:
            agent = self._enter(agent, change.state, fulfilled)
            self._busy_reported = False
        for name in ("reason", "device", "pending", "note", "do_not_disturb"):
            value = getattr(change, name)
            if value is not UNSET:
                agent = replace(agent, **{name: value})
        if _has_come(agent):
            agent = replace(agent, pending=None)
        if change.changed_by is not UNSET:
            agent = replace(agent, changed_by=change.changed_by)
        elif (agent.underlying, agent.reason) != (known.underlying, known.reason):
            agent = replace(agent, changed_by="agent" if fulfilled else "server")
        self.agent = replace(agent, asked=None) if fulfilled else agent
        self._dating = _Dating(
            since=None if change.since is UNSET else change.since or None,
            confirmed=change.state is not UNSET,
            paused_anew=fulfilled and known.asked is not None and known.asked.command == _PAUSE,
            after_cut=after_cut,
        )

    def link_lost(self, now: float) -> None:
        """The link is lost: from here on nothing is seen of what happens."""
        self._clock.known_until(now)

    def _enter(self, agent: Agent, state: AgentState, fulfilled: bool) -> Agent:
        if state is not agent.underlying:
            agent = replace(agent, underlying=state, reason=None, note=None)
        # During a call "ready" may only mean "not paused yet": there it cancels a pending pause
        # only if the agent asked for it.
        over = fulfilled or self._told.state is not AgentState.BUSY
        if state is AgentState.LOGGED_OUT or (state is AgentState.READY and over):
            agent = replace(agent, pending=None)
        return agent

    def ask(self, request: int, command: AgentCommand, reason: Reason | None, now: float) -> None:
        """Note what was asked. Only the last question counts; its number tells which outcome
        belongs to it.
        """
        asked = Asked(command.name, command.wanted, reason, now)
        self.agent = replace(self.agent, asked=asked)
        self._asked_by = request

    def asked_by(self, request: int) -> Asked | None:
        """What this request asked for, if nothing else has been asked since."""
        return self.agent.asked if request == self._asked_by else None

    def redate(self, seconds: float) -> list[Event]:
        """Move all dates: the computer's clock was set."""
        self._clock.redate(seconds)
        before = self._told
        self.agent, self._told = shifted(self.agent, seconds), shifted(before, seconds)
        dated = self._told is not before
        return [Event(EventType.AGENT_CHANGED, agent=self._told)] if dated else []

    def is_already(self, state: AgentState) -> bool:
        """Whether this is the state already, or the one that the vendor will enter by itself."""
        pending = self.agent.pending
        return self.agent.underlying is state or (pending is not None and pending.state is state)

    def withdraw(self) -> None:
        """Forget what was asked: it was refused, or it has come about."""
        self.agent = replace(self.agent, asked=None)

    def doubt(self) -> None:
        """It is not known whether it happened: the state is unknown until it is read back."""
        self.agent = replace(
            self.agent, asked=None, underlying=AgentState.UNKNOWN, reason=None, note=None
        )

    def settle(self, calls: Iterable[Call], now: float) -> list[Event]:
        """Derive BUSY from the calls, date the state, and return the events that tell of it."""
        before = self._told
        calls = tuple(calls)
        talking = any(call.up for call in calls)
        derived = talking and not self._busy_reported
        busy = talking or self._busy_reported
        state = AgentState.BUSY if busy else self.agent.underlying
        after = replace(self.agent, state=state, derived=derived)
        dating, self._dating = self._dating, _Dating()
        since = self._clock.begin(
            before,
            after,
            _answered(calls) if derived else dating.since,
            now,
            paused_anew=dating.paused_anew,
            after_cut=dating.after_cut and not derived,
        )
        self.agent = replace(after, since=since)
        self._clock.remember(self.agent)
        if dating.confirmed:
            self._clock.known_until(now)
        self._told = self.agent
        return agent_events(before, self.agent, came_in=self._came_in())

    def _came_in(self) -> bool:
        """Whether the agent has logged on. An unknown state counts as neither logged in nor logged
        out.
        """
        state = self.agent.underlying
        if state is AgentState.UNKNOWN:
            return False
        was_out, self._was_out = self._was_out, state is AgentState.LOGGED_OUT
        return was_out and not self._was_out


def _has_come(agent: Agent) -> bool:
    """Whether what was pending is so. One who is paused may wait for another pause."""
    pending = agent.pending
    if pending is None or pending.state is not agent.underlying:
        return False
    return not another_reason(agent.reason, pending.reason)


def _answered(calls: tuple[Call, ...]) -> float | None:
    """Since when the agent talks."""
    return min((call.answered_at for call in calls if call.up and call.answered_at), default=None)


def _fulfils(asked: Asked | None, change: AgentChanged) -> bool:
    """Whether the report shows what was asked. What is not reported decides nothing."""
    if asked is None:
        return False
    state = None if change.state is UNSET else change.state
    pending = None if change.pending is UNSET else change.pending
    reason = None if change.reason is UNSET else change.reason
    return fulfilled(asked, state, pending, reason) is not None


def agent_events(before: Agent, after: Agent, *, came_in: bool = False) -> list[Event]:
    """The events that tell an observer of ``before`` about ``after``."""
    if before == after:
        return []
    events: list[Event] = []
    if came_in:
        events.append(Event(EventType.AGENT_LOGGED_ON, agent=after))
    reason_changed = after.state is AgentState.NOT_READY and before.reason != after.reason
    if after.state is not before.state or reason_changed:
        events.append(Event(AGENT_EVENTS[after.state], agent=after))
    was, is_on = before.do_not_disturb, after.do_not_disturb
    if was is not is_on and (was or is_on):  # that it is off, as always, is no news
        events.append(Event(EventType.DO_NOT_DISTURB, agent=after))
    if not events:
        events.append(Event(EventType.AGENT_CHANGED, agent=after))
    return events
