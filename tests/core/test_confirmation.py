"""Has what was asked for come about? Seen in the snapshot, never assumed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core import commands
from cti_desk.core.commands import (
    AnswerCall,
    ClearCall,
    Command,
    ConsultationCall,
    DialColleague,
    EndWrapUp,
    GenerateDigits,
    HoldCall,
    JoinQueue,
    LeaveQueue,
    LogIn,
    LogOut,
    MakeCall,
    PickupCall,
    ReconnectCall,
    RetrieveCall,
    SetDoNotDisturb,
    SetForwarding,
    SetNotReady,
    SetReady,
    SingleStepTransfer,
    TransferCall,
)
from cti_desk.core.confirmation import Fulfilment, confirmed, fulfilled, observable
from cti_desk.core.model import (
    Agent,
    AgentState,
    Asked,
    Call,
    Colleague,
    Pending,
    Queue,
    Reason,
    Snapshot,
)
from tests.support.play import HELD, OTHER, dialled, ringing, talking

UNKNOWN, LOGGED_OUT, NOT_READY, READY, BUSY, WRAPPING_UP = AgentState
HELD_CALL = replace(talking("c1"), local_state=HELD)
NO_CALLS: frozenset[str] = frozenset()

AGENT_TABLE = [
    (LogIn(), {NOT_READY, READY, WRAPPING_UP}),
    (LogOut(), {LOGGED_OUT}),
    (SetReady(), {READY}),
    (SetNotReady(), {NOT_READY}),
    (EndWrapUp(), {LOGGED_OUT, NOT_READY, READY}),
]


@pytest.mark.parametrize("state", [UNKNOWN, LOGGED_OUT, NOT_READY, READY, WRAPPING_UP])
@pytest.mark.parametrize(("command", "states"), AGENT_TABLE)
def test_an_agents_state(command: Command, states: set[AgentState], state: AgentState) -> None:
    own = Snapshot(agent=Agent(state=BUSY, underlying=state))
    assert bool(confirmed(command, own, NO_CALLS)) is (state in states)
    other = Snapshot(colleagues=(Colleague("default_1003", READY), Colleague(OTHER, state)))
    assert bool(confirmed(command, other, NO_CALLS, OTHER)) is (state in states)


@pytest.mark.parametrize(("command", "_states"), AGENT_TABLE)
def test_nothing_is_confirmed_of_an_agent_nobody_heard_of(
    command: Command, _states: object
) -> None:
    assert not confirmed(command, Snapshot(), NO_CALLS, OTHER)


def test_what_is_still_asked_is_not_confirmed() -> None:
    asked = Asked("SetReady", READY, None, 0.0)
    assert not confirmed(SetReady(), Snapshot(agent=Agent(underlying=READY, asked=asked)), NO_CALLS)


LUNCH, BREAK = Reason("2", "Lunch"), Reason("1", "Break")
PAUSE = Asked("SetNotReady", NOT_READY, LUNCH, 0.0)


@pytest.mark.parametrize(
    ("asked", "state", "pending", "reason", "found"),
    [
        (PAUSE, NOT_READY, None, LUNCH, "now"),
        (PAUSE, NOT_READY, None, None, "now"),
        (PAUSE, NOT_READY, None, Reason(None, "Mittag"), "now"),
        (PAUSE, NOT_READY, None, BREAK, None),
        (PAUSE, READY, Pending(NOT_READY, LUNCH), None, "after_call"),
        (PAUSE, READY, Pending(NOT_READY), None, "after_call"),
        (PAUSE, READY, Pending(NOT_READY, BREAK), None, None),
        (PAUSE, None, Pending(NOT_READY, LUNCH), None, "after_call"),
        (PAUSE, None, None, None, None),
        (PAUSE, UNKNOWN, None, LUNCH, None),
        (PAUSE, READY, Pending(LOGGED_OUT), None, None),
        (Asked("LogOut", LOGGED_OUT, None, 0.0), READY, Pending(LOGGED_OUT), None, "after_call"),
        (Asked("SetReady", READY, None, 0.0), READY, Pending(NOT_READY), None, None),
        (Asked("SetReady", READY, None, 0.0), READY, None, None, "now"),
        (Asked("EndWrapUp", READY, None, 0.0), BUSY, None, None, None),
    ],
)
def test_one_rule_for_what_is_shown_and_what_is_waited_for(
    asked: Asked,
    state: AgentState | None,
    pending: Pending | None,
    reason: Reason | None,
    found: Fulfilment | None,
) -> None:
    assert fulfilled(asked, state, pending, reason) == found


@pytest.mark.parametrize(
    ("agent", "found"),
    [
        (Agent(state=BUSY, underlying=READY, pending=Pending(NOT_READY, LUNCH)), "after_call"),
        (Agent(state=BUSY, underlying=NOT_READY, reason=LUNCH), "after_call"),
        (Agent(state=NOT_READY, underlying=NOT_READY, reason=LUNCH), "now"),
        (Agent(state=NOT_READY, underlying=NOT_READY, reason=BREAK), None),
        (Agent(state=BUSY, underlying=READY), None),
    ],
)
def test_a_pause_asked_for_in_a_call_is_confirmed_as_coming(
    agent: Agent, found: Fulfilment | None
) -> None:
    assert confirmed(SetNotReady("2"), Snapshot(agent=agent), NO_CALLS) == found


@pytest.mark.parametrize(
    ("command", "calls", "seen"),
    [
        (AnswerCall("c1"), [talking()], True),
        (AnswerCall("c1"), [ringing()], False),
        (AnswerCall("c1"), [], False),
        (HoldCall("c1"), [HELD_CALL], True),
        (HoldCall("c1"), [talking()], False),
        (HoldCall("c1"), [], False),
        (RetrieveCall("c1"), [talking()], True),
        (RetrieveCall("c1"), [HELD_CALL], False),
        (ClearCall("c1"), [talking("c2")], True),
        (ClearCall("c1"), [talking()], False),
        (SingleStepTransfer("c1", number="6100"), [], True),
        (SingleStepTransfer("c1", number="6100"), [talking()], False),
        (TransferCall("c1"), [], True),
        (TransferCall("c1"), [talking()], False),
        (ReconnectCall("c1"), [talking("c2")], True),
        (ReconnectCall("c1"), [talking()], False),
    ],
)
def test_a_calls_state(command: Command, calls: list[Call], seen: bool) -> None:
    assert confirmed(command, Snapshot(calls=tuple(calls)), NO_CALLS) == ("now" if seen else None)


@pytest.mark.parametrize(
    "command", [MakeCall("6100"), DialColleague(OTHER), ConsultationCall("c1", number="6100")]
)
def test_a_call_that_was_dialled_is_a_new_one_going_out(command: Command) -> None:
    before = frozenset({"c1", "d0"})
    assert confirmed(command, Snapshot(calls=(talking("c1"), dialled("d1"))), before)
    assert not confirmed(command, Snapshot(calls=(talking("c1"), dialled("d0"))), before)
    assert not confirmed(command, Snapshot(calls=(ringing("c2"),)), before)


@pytest.mark.parametrize(
    ("member", "joined", "left"), [(True, True, False), (False, False, True), (None, False, True)]
)
def test_a_queue_that_was_joined_or_left(member: bool | None, joined: bool, left: bool) -> None:
    snapshot = Snapshot(queues=(Queue("7013", member=True), Queue("7012", member=member)))
    assert bool(confirmed(JoinQueue("7012"), snapshot, NO_CALLS)) is joined
    assert bool(confirmed(LeaveQueue("7012"), snapshot, NO_CALLS)) is left


def test_a_queue_that_is_not_listed_has_been_left() -> None:
    assert confirmed(LeaveQueue("7012"), Snapshot(), NO_CALLS)
    assert not confirmed(JoinQueue("7012"), Snapshot(), NO_CALLS)


@pytest.mark.parametrize("known", [None, False, True])
def test_do_not_disturb_is_confirmed_by_what_is_known_of_it(known: bool | None) -> None:
    snapshot = Snapshot(agent=Agent(do_not_disturb=known))
    assert bool(confirmed(SetDoNotDisturb(on=True), snapshot, NO_CALLS)) is (known is True)
    assert bool(confirmed(SetDoNotDisturb(on=False), snapshot, NO_CALLS)) is (known is False)


NEVER_SEEN: list[Command] = [
    PickupCall("w1"),
    GenerateDigits("c1", digits="1"),
    SetForwarding("always", "6100"),
]

SEEN_OF_ONESELF: list[Command] = [
    MakeCall("6100"),
    DialColleague(OTHER),
    ConsultationCall("c1", number="6100"),
    AnswerCall("c1"),
    ClearCall("c1"),
    HoldCall("c1"),
    RetrieveCall("c1"),
    SingleStepTransfer("c1", number="6100"),
    TransferCall("c1"),
    ReconnectCall("c1"),
    JoinQueue("7012"),
    LeaveQueue("7012"),
    SetDoNotDisturb(on=True),
]

SEEN_OF_ANYBODY: list[Command] = [command for command, _ in AGENT_TABLE]


def test_of_every_command_it_is_known_whether_it_can_be_seen() -> None:
    known = [*NEVER_SEEN, *SEEN_OF_ONESELF, *SEEN_OF_ANYBODY]
    assert {type(command) for command in known} == set(commands.ALL)
    for command in known:
        assert observable(command, own=True) is (command not in NEVER_SEEN)
        assert observable(command, own=False) is (command in SEEN_OF_ANYBODY)


def test_a_call_that_was_not_named_cannot_be_watched() -> None:
    assert not observable(ClearCall(), own=True)
