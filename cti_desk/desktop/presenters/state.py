"""The agent's state in words: what was asked, what is confirmed, what is stale."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from cti_desk.core import commands
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import Agent, AgentState, Asked, Link, LinkState, Reason, Snapshot
from cti_desk.desktop.presenters.direction import beside
from cti_desk.desktop.presenters.times import clock, length, minutes
from cti_desk.desktop.words import tr


class Symbol(StrEnum):
    """A shape with its colour; the same in strip, tray, menus and lists."""

    READY = "ready"
    NOT_READY = "not_ready"
    BUSY = "busy"
    WORKING = "working"
    LOGGED_OUT = "logged_out"
    UNKNOWN = "unknown"


SYMBOLS: Final[dict[AgentState, Symbol]] = {
    AgentState.UNKNOWN: Symbol.UNKNOWN,
    AgentState.LOGGED_OUT: Symbol.LOGGED_OUT,
    AgentState.NOT_READY: Symbol.NOT_READY,
    AgentState.READY: Symbol.READY,
    AgentState.BUSY: Symbol.BUSY,
    AgentState.WORKING_AFTER_CALL: Symbol.WORKING,
}


# States that last for hours: a running second would be the only thing that moves, all day.
_QUIET: Final = frozenset({AgentState.READY, AgentState.NOT_READY})


class StateView(Struct, frozen=True):
    """``line`` is the second, smaller line.

    ``ticking``: it shows a time that changes every second; ``slowly``: every minute.
    """

    symbol: Symbol
    word: str
    line: str
    ticking: bool = False
    slowly: bool = False

    @property
    def spoken(self) -> str:
        """Both lines as one sentence, for tooltips and screen readers."""
        return f"{self.word}, {self.line}" if self.line else self.word


def state_view(snapshot: Snapshot, table: CapabilityTable, now: float) -> StateView:
    """What the state button shows."""
    agent, link = snapshot.agent, snapshot.link
    if link.state is not LinkState.UP:
        return _stale(agent, link, table, now)
    if agent.asked is not None:
        return _asked(agent.asked, table)
    return _confirmed(agent, table, now)


def state_word(agent: Agent, table: CapabilityTable) -> str:
    """The state as an agent calls it: "Ready", "Lunch", "On a call"."""
    if agent.state is AgentState.NOT_READY:
        return reason_word(agent.reason, table) or tr("Not ready")
    return {
        AgentState.UNKNOWN: tr("State not known"),
        AgentState.LOGGED_OUT: tr("Logged out"),
        AgentState.READY: tr("Ready"),
        AgentState.BUSY: tr("On a call"),
        AgentState.WORKING_AFTER_CALL: tr("After-call work"),
    }[agent.state]


def reason_word(reason: Reason | None, table: CapabilityTable) -> str:
    """A reason's text, looked up by its code where the vendor gave only that."""
    if reason is None:
        return ""
    if reason.text:
        return reason.text
    known = {known.code: known.text for known in table.reasons}
    return known.get(reason.code) or reason.code or ""


def _confirmed(agent: Agent, table: CapabilityTable, now: float) -> StateView:
    symbol, word = SYMBOLS[agent.state], state_word(agent, table)
    quiet = agent.state in _QUIET
    time = minutes if quiet else clock
    running = time(now - agent.since) if agent.since else ""
    if agent.state is AgentState.UNKNOWN:
        unread = "agent.since" in table.unknowable  # nobody will answer: events have to tell
        line = tr("not known until you log in") if unread else tr("asking the telephone system…")
        return StateView(symbol, word, line)
    if agent.state is AgentState.LOGGED_OUT:
        return StateView(symbol, word, agent.note or tr("no calls reach you"))
    told = _coming(agent, table) or agent.note
    shown = bool(running) and not (quiet and told)  # there is room for one, and the news is it
    line = beside((running if shown else "", told or ""))
    return StateView(symbol, word, line, ticking=shown and not quiet, slowly=shown and quiet)


def _coming(agent: Agent, table: CapabilityTable) -> str:
    if agent.pending is None:
        return ""
    if agent.pending.state is AgentState.NOT_READY:
        what = reason_word(agent.pending.reason, table) or tr("Pause")
    elif agent.pending.state is AgentState.LOGGED_OUT:
        what = tr("Log out")
    else:
        what = tr("Ready")
    if agent.state is AgentState.BUSY:
        return tr("{what} after this call", what=what)
    return tr("next: {what}", what=what)


def _asked(asked: Asked, table: CapabilityTable) -> StateView:
    word = {
        commands.LogIn.__name__: tr("Logging in…"),
        commands.LogOut.__name__: tr("Logging out…"),
        commands.SetNotReady.__name__: tr("Pausing…"),
        commands.SetReady.__name__: tr("Getting ready…"),
        commands.EndWrapUp.__name__: tr("Ending wrap-up…"),
    }.get(asked.command, tr("Asking…"))
    wanted = Agent(state=asked.state, reason=asked.reason)
    line = tr("asked: {state}", state=state_word(wanted, table))
    return StateView(SYMBOLS[asked.state], word, line)


def _stale(agent: Agent, link: Link, table: CapabilityTable, now: float) -> StateView:
    line, ticking = _next_attempt(link, now)
    if agent.state is AgentState.UNKNOWN:
        stopped = link.state is LinkState.STOPPED
        word = tr("Not connected") if stopped or link.lost_at else tr("Connecting…")
        return StateView(Symbol.UNKNOWN, word, line, ticking)
    word = state_word(agent, table)
    if link.lost_at is None:
        return StateView(Symbol.UNKNOWN, tr("{state}?", state=word), line, ticking)
    age = length(now - link.lost_at)
    word = tr("{state}? {age} ago", state=word, age=age)
    return StateView(Symbol.UNKNOWN, word, line, ticking=True)


def _next_attempt(link: Link, now: float) -> tuple[str, bool]:
    if link.state is LinkState.STOPPED:
        return tr("needs your attention"), False
    if link.state is LinkState.DOWN and link.retry_at is not None and link.retry_at > now:
        seconds = max(1, round(link.retry_at - now))
        if link.can_act:
            words = tr("you can still act · reconnecting in {seconds} s", seconds=seconds)
        else:
            words = tr("reconnecting in {seconds} s", seconds=seconds)
        return words, True
    return (tr("reconnecting…") if link.lost_at else tr("reaching the telephone system…")), False
