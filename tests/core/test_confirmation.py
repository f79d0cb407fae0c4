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
from cti_desk.core.confirmation import confirmed, observable
from cti_desk.core.model import Agent, AgentState, Asked, Call, Colleague, Queue, Snapshot
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
    assert confirmed(command, own, NO_CALLS) is (state in states)
    other = Snapshot(colleagues=(Colleague("default_1003", READY), Colleague(OTHER, state)))
    assert confirmed(command, other, NO_CALLS, OTHER) is (state in states)


@pytest.mark.parametrize(("command", "_states"), AGENT_TABLE)
def test_nothing_is_confirmed_of_an_agent_nobody_heard_of(
    command: Command, _states: object
) -> None:
    assert not confirmed(command, Snapshot(), NO_CALLS, OTHER)


def test_what_is_still_asked_is_not_confirmed() -> None:
    asked = Asked("SetReady", READY, None, 0.0)
    assert not confirmed(SetReady(), Snapshot(agent=Agent(underlying=READY, asked=asked)), NO_CALLS)


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
    assert confirmed(command, Snapshot(calls=tuple(calls)), NO_CALLS) is seen


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
    assert confirmed(JoinQueue("7012"), snapshot, NO_CALLS) is joined
    assert confirmed(LeaveQueue("7012"), snapshot, NO_CALLS) is left


def test_a_queue_that_is_not_listed_has_been_left() -> None:
    assert confirmed(LeaveQueue("7012"), Snapshot(), NO_CALLS)
    assert not confirmed(JoinQueue("7012"), Snapshot(), NO_CALLS)


@pytest.mark.parametrize("known", [None, False, True])
def test_do_not_disturb_is_confirmed_by_what_is_known_of_it(known: bool | None) -> None:
    snapshot = Snapshot(agent=Agent(do_not_disturb=known))
    assert confirmed(SetDoNotDisturb(on=True), snapshot, NO_CALLS) is (known is True)
    assert confirmed(SetDoNotDisturb(on=False), snapshot, NO_CALLS) is (known is False)


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
