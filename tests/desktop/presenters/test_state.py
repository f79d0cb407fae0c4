from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import (
    Agent,
    AgentState,
    Asked,
    Link,
    LinkState,
    Pending,
    Reason,
    Snapshot,
)
from cti_desk.desktop.presenters.state import Symbol, reason_word, state_view
from scripts.situations import BUSY, LUNCH, NOW, READY, TABLE, UP

DOWN = Link(LinkState.DOWN, NOW - 23, NOW - 23, NOW + 4)
PAUSED = replace(READY, state=AgentState.NOT_READY, underlying=AgentState.NOT_READY)


def asked(command: str, state: AgentState, reason: Reason | None = None) -> Agent:
    return replace(READY, asked=Asked(command, state, reason, NOW))


@pytest.mark.parametrize(
    ("link", "agent", "symbol", "word", "line"),
    [
        (UP, READY, Symbol.READY, "Ready", "12 min"),
        (UP, BUSY, Symbol.BUSY, "On a call", "02:17"),
        (UP, replace(PAUSED, reason=LUNCH), Symbol.NOT_READY, "Lunch", "12 min"),
        (UP, replace(PAUSED, reason=Reason("3")), Symbol.NOT_READY, "Training", "12 min"),
        (UP, replace(PAUSED, reason=Reason("77")), Symbol.NOT_READY, "77", "12 min"),
        (UP, PAUSED, Symbol.NOT_READY, "Not ready", "12 min"),
        (
            UP,
            replace(BUSY, pending=Pending(AgentState.NOT_READY, LUNCH)),
            Symbol.BUSY,
            "On a call",
            "02:17 · Lunch after this call",
        ),
        (
            UP,
            replace(BUSY, pending=Pending(AgentState.LOGGED_OUT)),
            Symbol.BUSY,
            "On a call",
            "02:17 · Log out after this call",
        ),
        (
            UP,
            replace(READY, state=AgentState.WORKING_AFTER_CALL, note="no calls until 14:32"),
            Symbol.WORKING,
            "After-call work",
            "12:34 · no calls until 14:32",
        ),
        (
            UP,
            replace(READY, note="no calls until about 14:32:10 (missed call, expected)"),
            Symbol.READY,
            "Ready",
            "no calls until about 14:32:10 (missed call, expected)",
        ),
        (
            UP,
            replace(READY, state=AgentState.LOGGED_OUT),
            Symbol.LOGGED_OUT,
            "Logged out",
            "no calls reach you",
        ),
        (UP, Agent(), Symbol.UNKNOWN, "State not known", "asking the telephone system…"),
        (
            UP,
            asked("SetNotReady", AgentState.NOT_READY, LUNCH),
            Symbol.NOT_READY,
            "Pausing…",
            "asked: Lunch",
        ),
        (
            UP,
            asked("LogOut", AgentState.LOGGED_OUT),
            Symbol.LOGGED_OUT,
            "Logging out…",
            "asked: Logged out",
        ),
        (DOWN, READY, Symbol.UNKNOWN, "Ready? 0:23 ago", "reconnecting in 4 s"),
        (
            replace(DOWN, can_act=True),
            READY,
            Symbol.UNKNOWN,
            "Ready? 0:23 ago",
            "you can still act · reconnecting in 4 s",
        ),
        (
            Link(LinkState.CONNECTING, NOW, lost_at=NOW - 23),
            BUSY,
            Symbol.UNKNOWN,
            "On a call? 0:23 ago",
            "reconnecting…",
        ),
        (Link(), Agent(), Symbol.UNKNOWN, "Connecting…", "reaching the telephone system…"),
        (
            Link(LinkState.STOPPED, reason="Wrong password"),
            Agent(),
            Symbol.UNKNOWN,
            "Not connected",
            "needs your attention",
        ),
    ],
)
def test_the_state_is_told_with_what_is_asked_and_what_is_stale(
    link: Link, agent: Agent, symbol: Symbol, word: str, line: str
) -> None:
    view = state_view(Snapshot(link, agent), TABLE, NOW)
    assert (view.symbol, view.word, view.line) == (symbol, word, line)


@pytest.mark.parametrize(
    ("link", "agent", "ticking"),
    [
        (UP, BUSY, True),
        (UP, READY, False),
        (DOWN, READY, True),
        (UP, replace(READY, state=AgentState.LOGGED_OUT), False),
        (UP, asked("SetReady", AgentState.READY), False),
        (Link(LinkState.STOPPED), Agent(), False),
    ],
)
def test_a_clock_runs_only_where_a_time_is_shown(link: Link, agent: Agent, ticking: bool) -> None:
    assert state_view(Snapshot(link, agent), TABLE, NOW).ticking is ticking


def test_a_reason_without_text_is_looked_up() -> None:
    assert reason_word(Reason("1"), TABLE) == "Break"
    assert reason_word(None, TABLE) == ""


def test_a_state_that_may_not_be_read_is_not_asked_for() -> None:
    silent = CapabilityTable("instantvoice", unknowable=("agent.since",))
    assert state_view(Snapshot(UP, Agent()), silent, NOW).line == "not known until you log in"
