"""A command against what is known (docs/contracts.md §3): offered, which call, for what reason."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.command_check import check, is_dial, reason_of
from cti_desk.core.commands import (
    ALL,
    NAMES,
    AnswerCall,
    CallCommand,
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
    SetNotReady,
    SetReady,
    SingleStepTransfer,
    TransferCall,
)
from cti_desk.core.errors import AmbiguousCall, NotOffered, UsageError
from cti_desk.core.model import Agent, AgentState, Call, Direction, Queue, Reason, Snapshot
from cti_desk.core.reports import Submit
from tests.support import session_inputs as some
from tests.support.play import CONNECTED, EVERYTHING, HELD, OTHER, OWN, ringing, talking

BREAK, LUNCH = Reason("1", "Break"), Reason("2", "Lunch")
ALL_AT_ONCE = replace(EVERYTHING, transfers_all=True)


def held(call_id: str) -> Call:
    return replace(talking(call_id), local_state=HELD)


def seen(*calls: Call, state: AgentState = AgentState.READY) -> Snapshot:
    return Snapshot(agent=Agent(id=OWN, underlying=state), calls=calls)


def checked(
    command: Command, *calls: Call, table: CapabilityTable = EVERYTHING, **more: Any
) -> Command:
    return check(Submit(1, command, **more), seen(*calls), table)


# -- offered or not


@pytest.mark.parametrize(
    ("named", "meant"),
    [("7012", "7012"), ("support", "7012"), ("7014", "7014"), ("Sales", "Sales"), ("", "")],
)
def test_a_queue_may_be_named_by_its_name(named: str, meant: str) -> None:
    """Two of one name are nobody's guess, and neither is one that is not listed."""
    queues = (Queue("7012", "Support"), Queue("7013", "Sales"), Queue("7014", "Sales"))
    snapshot = replace(seen(), queues=queues)
    for kind in (JoinQueue, LeaveQueue):
        assert check(Submit(1, kind(named)), snapshot, EVERYTHING) == kind(meant)


def test_what_needs_no_login_here_is_taken_from_who_is_logged_out() -> None:
    out = seen(state=AgentState.LOGGED_OUT)
    with pytest.raises(NotOffered, match="not logged in"):
        check(Submit(1, MakeCall("6100")), out, EVERYTHING)
    free = replace(EVERYTHING, without_login=("MakeCall",))
    assert check(Submit(1, MakeCall("6100")), out, free) == MakeCall("6100")
    with pytest.raises(NotOffered, match="not logged in"):
        check(Submit(1, SetReady()), out, free)


def test_what_the_vendor_does_not_have_is_refused_in_words() -> None:
    table = CapabilityTable(vendor="fake")
    for command in (SetReady(), HoldCall("c1")):
        with pytest.raises(NotOffered, match="fake has no such function") as refused:
            checked(command, talking(), table=table)
        assert refused.value.vendor == "fake"


def test_what_the_agents_state_does_not_allow_is_refused() -> None:
    with pytest.raises(NotOffered, match="logged in already"):
        checked(LogIn())


@pytest.mark.parametrize("kind", [TransferCall, ReconnectCall])
@pytest.mark.parametrize("call_id", [None, "c1"])
def test_a_lone_call_is_no_consultation(kind: type[TransferCall], call_id: str | None) -> None:
    for others in ((), (ringing("c2"),), (talking("c2"),)):
        if call_id is None and others == (talking("c2"),):
            continue
        with pytest.raises(NotOffered, match="no call on hold"):
            checked(kind(call_id), talking("c1"), *others)


@pytest.mark.parametrize("kind", [TransferCall, ReconnectCall])
def test_a_consultation_is_ended_by_its_own_call(kind: type[TransferCall]) -> None:
    assert checked(kind(), held("c1"), talking("c2")) == kind("c2")
    with pytest.raises(NotOffered, match="Only the call of your consultation"):
        checked(kind("c1"), held("c1"), talking("c2"))


def test_what_the_call_does_not_allow_is_refused() -> None:
    with pytest.raises(NotOffered, match="not ringing"):
        checked(AnswerCall("c1"), talking())


@pytest.mark.parametrize("more", [{"direct": True}, {"agent_id": OTHER}])
@pytest.mark.parametrize("command", [ClearCall("vendor.7"), SetNotReady(), LogIn("SIP/1")])
def test_what_is_direct_or_another_agents_passes_as_it_is(
    command: Command, more: dict[str, Any]
) -> None:
    assert checked(command, table=CapabilityTable(), **more) is command


def test_the_own_agent_may_be_named() -> None:
    with pytest.raises(NotOffered):
        checked(LogIn(), agent_id=OWN)


# -- which call


def test_the_only_call_that_can_be_meant_is_taken() -> None:
    assert checked(HoldCall(), talking("c1"), ringing("c2")) == HoldCall("c1")
    assert checked(AnswerCall(), talking("c1"), ringing("c2")) == AnswerCall("c2")
    assert checked(RetrieveCall(), held("c1"), talking("c2")) == RetrieveCall("c1")
    assert checked(GenerateDigits(digits="1"), held("c1"), talking("c2")) == GenerateDigits(
        "c2", digits="1"
    )


def test_a_consultation_is_completed_from_its_own_call() -> None:
    consulted = Call("d1", None, Direction.OUTBOUND, CONNECTED, CONNECTED)
    assert checked(TransferCall(), held("c1"), consulted) == TransferCall("d1")


def test_calls_that_can_be_meant_are_listed() -> None:
    with pytest.raises(AmbiguousCall, match="2 calls can be meant") as refused:
        checked(ClearCall(), talking("c1", "2198765456"), ringing("c2", None))
    assert refused.value.data()["calls"] == [
        {"id": "c1", "number": "2198765456", "name": None, "state": "CONNECTED"},
        {"id": "c2", "number": None, "name": None, "state": "ALERTING"},
    ]


def test_a_call_that_is_named_must_be_up() -> None:
    assert checked(ClearCall("c2"), talking("c1"), ringing("c2")) == ClearCall("c2")
    with pytest.raises(UsageError, match="No call c3 is up") as refused:
        checked(ClearCall("c3"), talking("c1"))
    assert [each["id"] for each in refused.value.data()["calls"]] == ["c1"]


def test_without_any_call_there_is_nothing_to_do() -> None:
    with pytest.raises(NotOffered, match="There is no call"):
        checked(ClearCall())


def test_if_no_call_fits_the_first_explains_why() -> None:
    with pytest.raises(NotOffered, match="This call is not held"):
        checked(RetrieveCall(), talking("c1"))


def test_picking_up_needs_no_call_of_ones_own() -> None:
    assert checked(PickupCall()) == PickupCall()
    assert checked(PickupCall("w7"), talking("c1")) == PickupCall("w7")


# -- transfers that move more than the named call


@pytest.mark.parametrize("call_id", ["c1", "c2"])
def test_a_transfer_that_would_move_more_fails_with_the_list(call_id: str) -> None:
    command = SingleStepTransfer(call_id, number="6100")
    with pytest.raises(AmbiguousCall, match="move all your 2 calls") as refused:
        checked(command, talking("c1"), held("c2"), ringing("c3"), table=ALL_AT_ONCE)
    assert [each["id"] for each in refused.value.data()["calls"]] == ["c1", "c2"]


@pytest.mark.parametrize("call_id", [None, "c1"])
def test_unless_all_of_them_is_what_was_asked(call_id: str | None) -> None:
    command = SingleStepTransfer(call_id, number="6100", all=True)
    assert checked(command, talking("c1"), held("c2"), table=ALL_AT_ONCE) == replace(
        command, call_id="c1"
    )


def test_one_call_alone_is_transferred() -> None:
    command = SingleStepTransfer(number="6100")
    assert checked(command, talking("c1"), ringing("c2"), table=ALL_AT_ONCE) == replace(
        command, call_id="c1"
    )


def test_a_vendor_that_moves_one_call_moves_the_named_one() -> None:
    command = SingleStepTransfer("c2", number="6100")
    assert checked(command, talking("c1"), held("c2")) == command


def test_all_without_a_call_that_fits_is_refused_as_any_other() -> None:
    with pytest.raises(NotOffered, match="Only an answered call"):
        checked(SingleStepTransfer(number="6100", all=True), ringing(), table=ALL_AT_ONCE)


# -- reasons of a pause


@pytest.mark.parametrize(
    ("pause_reason", "default", "given", "sent"),
    [
        ("required", None, "2", "2"),
        ("required", None, "lunch", "2"),
        ("required", "1", None, "1"),
        ("required", "1", "2", "2"),
        ("optional", None, None, None),
        ("optional", None, "Lunch", "2"),
        ("local", None, "Lunch", "2"),
        ("none", None, None, None),
    ],
)
def test_the_reason_that_is_sent(
    pause_reason: Any, default: str | None, given: str | None, sent: str | None
) -> None:
    table = replace(
        EVERYTHING, pause_reason=pause_reason, default_reason=default, reasons=(BREAK, LUNCH)
    )
    assert checked(SetNotReady(given), table=table) == SetNotReady(sent)


def test_a_missing_reason_lists_the_choices() -> None:
    table = replace(EVERYTHING, pause_reason="required", reasons=(BREAK, LUNCH, Reason("3")))
    with pytest.raises(UsageError, match="1 Break, 2 Lunch, 3") as refused:
        checked(SetNotReady(), table=table)
    assert refused.value.data()["reasons"] == [
        {"code": "1", "text": "Break"},
        {"code": "2", "text": "Lunch"},
        {"code": "3", "text": None},
    ]
    with pytest.raises(UsageError, match="none is configured"):
        checked(SetNotReady(), table=replace(table, reasons=()))


@pytest.mark.parametrize("pause_reason", ["required", "optional", "local"])
@pytest.mark.parametrize("given", ["7", "Meeting", "1 Break"])
def test_a_reason_that_is_not_listed_is_refused_with_the_list(
    pause_reason: Any, given: str
) -> None:
    table = replace(EVERYTHING, pause_reason=pause_reason, reasons=(BREAK, Reason(None, "Lunch")))
    with pytest.raises(UsageError) as refused:
        checked(SetNotReady(given), table=table)
    assert str(refused.value) == (
        f"There is no pause reason “{given}” here. Choose one of: 1 Break, Lunch."
    )
    assert refused.value.data()["reasons"][0] == {"code": "1", "text": "Break"}


@pytest.mark.parametrize("reasons", [(), (BREAK,)])
def test_where_the_list_is_not_complete_the_vendor_judges(reasons: tuple[Reason, ...]) -> None:
    table = replace(EVERYTHING, pause_reason="required", reasons=reasons, more_reasons=True)
    assert checked(SetNotReady("7"), table=table) == SetNotReady("7")


def test_a_reason_without_a_code_is_sent_by_its_text() -> None:
    table = replace(EVERYTHING, reasons=(Reason(None, "Lunch"),))
    assert checked(SetNotReady("lunch"), table=table) == SetNotReady("Lunch")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (SetNotReady("2"), LUNCH),
        (SetNotReady("9"), Reason("9")),
        (SetNotReady(), None),
        (SetReady(), None),
    ],
)
def test_the_text_of_a_reason_is_added_where_it_is_known(
    command: Command, reason: Reason | None
) -> None:
    assert reason_of(command, replace(EVERYTHING, reasons=(BREAK, LUNCH))) == reason


@pytest.mark.parametrize(
    ("command", "dials"),
    [
        (MakeCall("6100"), True),
        (DialColleague(OTHER), True),
        (ConsultationCall(number="6100"), False),
        (SetReady(), False),
    ],
)
def test_which_commands_ring_somebody(command: Command, dials: bool) -> None:
    assert is_dial(command) is dials


# -- one table for everybody


def of_call(call_id: str) -> list[Command]:
    """Every command about a call of one's own."""
    return [
        *(kind(call_id) for kind in some.CALL_COMMANDS if kind is not PickupCall),
        SingleStepTransfer(call_id, number="6100"),
        ConsultationCall(call_id, number="6100"),
        GenerateDigits(call_id, digits="1"),
    ]


def test_every_command_about_a_call_is_tried_below() -> None:
    tried = {command.name for command in of_call("c1")}
    assert tried == {kind.__name__ for kind in ALL if issubclass(kind, CallCommand)} - {
        PickupCall.__name__
    }


@given(
    calls=st.lists(some.calls, max_size=3, unique_by=lambda call: call.id),
    missing=st.sets(st.sampled_from(NAMES), max_size=5),
    state=st.sampled_from(AgentState),
    transfers_all=st.booleans(),
)
def test_what_is_offered_is_what_is_performed(
    calls: list[Call], missing: set[str], state: AgentState, transfers_all: bool
) -> None:
    """Buttons and programs see `for_call` and `for_agent`; nothing else refuses or lets pass."""
    offered = {name: kind for name, kind in EVERYTHING.commands.items() if name not in missing}
    table = replace(EVERYTHING, commands=offered, transfers_all=transfers_all)
    snapshot = seen(*calls, state=state)
    for call in calls:
        for command in of_call(call.id):
            usable = table.for_call(command.name, call, snapshot.calls).usable
            assert _is_performed(command, snapshot, table) is usable
    for command in (LogIn(), LogOut(), SetReady(), SetNotReady(), EndWrapUp(), MakeCall("6100")):
        usable = table.for_agent(command.name, snapshot).usable
        assert _is_performed(command, snapshot, table) is usable


def _is_performed(command: Command, snapshot: Snapshot, table: CapabilityTable) -> bool:
    try:
        check(Submit(1, command), snapshot, table)
    except NotOffered:
        return False
    except AmbiguousCall:  # offered, and asks for consent
        assert table.transfers_all
    return True
