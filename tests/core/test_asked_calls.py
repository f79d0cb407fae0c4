"""What the desk asked for completes what a vendor says; seen through the session."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.causes import Cause
from cti_desk.core.commands import ClearCall, SingleStepTransfer, TransferCall
from cti_desk.core.effects import Effect
from cti_desk.core.errors import RefusedByVendor
from cti_desk.core.events import EventType
from cti_desk.core.model import AgentState, Call
from cti_desk.core.reports import CallChanged, StateRead
from tests.support.play import (
    EVERYTHING,
    HELD,
    Play,
    cleared,
    delivered,
    established,
    events,
    talking,
)

Told = tuple[EventType, Cause | None, str | None]


def told(effects: list[Effect]) -> list[Told]:
    found = [each for each in events(effects) if each.call is not None]
    return [(each.event, each.csta_cause, each.transferred_to) for each in found]


@pytest.fixture
def desk() -> Play:
    return Play.linked(state=AgentState.READY)


def transferred(call: Call, cause: Cause | None = None) -> CallChanged:
    return CallChanged(EventType.TRANSFERRED, call, csta_cause=cause)


@pytest.mark.parametrize(
    ("by_vendor", "cause"),
    [
        (None, Cause.REJECTED),
        (Cause.ALERT_TIME_EXPIRED, Cause.REJECTED),
        (Cause.CALL_PICKUP, Cause.CALL_PICKUP),
    ],
)
def test_a_ringing_call_that_is_cleared_here_was_rejected(
    desk: Play, by_vendor: Cause | None, cause: Cause
) -> None:
    desk.give(delivered())
    desk.ask(ClearCall("c1"))
    desk.outcome()
    assert told(desk.give(cleared(csta_cause=by_vendor))) == [
        (EventType.CONNECTION_CLEARED, cause, None)
    ]


def test_a_refused_command_was_never_asked(desk: Play) -> None:
    desk.give(delivered())
    desk.ask(ClearCall("c1"))
    desk.outcome(RefusedByVendor("No."))
    ended = told(desk.give(cleared(csta_cause=Cause.CALL_NOT_ANSWERED)))
    assert ended == [(EventType.CONNECTION_CLEARED, Cause.CALL_NOT_ANSWERED, None)]


def test_an_answered_call_that_is_cleared_here_was_not_rejected(desk: Play) -> None:
    desk.give(established())
    desk.ask(ClearCall("c1"))
    ended = told(desk.give(cleared(csta_cause=Cause.NORMAL_CLEARING)))
    assert ended == [(EventType.CONNECTION_CLEARED, Cause.NORMAL_CLEARING, None)]


def test_a_transfer_from_here_says_where_the_call_went(desk: Play) -> None:
    desk.give(established())
    desk.ask(SingleStepTransfer("c1", number="6100"))
    desk.outcome()
    assert told(desk.give(transferred(talking()), cleared(csta_cause=Cause.SINGLE_STEP_TRANSFER)))
    effects = desk.give()
    assert effects == []
    assert [each for each in told(desk.effects) if each[0] is EventType.TRANSFERRED] == [
        (EventType.TRANSFERRED, Cause.SINGLE_STEP_TRANSFER, "6100")
    ]
    assert told(desk.effects)[-1] == (
        EventType.CONNECTION_CLEARED,
        Cause.SINGLE_STEP_TRANSFER,
        "6100",
    )


def test_where_the_vendor_says_it_it_is_believed(desk: Play) -> None:
    desk.give(established())
    desk.ask(SingleStepTransfer("c1", number="6100"))
    by_vendor = replace(transferred(talking(), Cause.TRANSFER), transferred_to="6200")
    assert told(desk.give(by_vendor)) == [(EventType.TRANSFERRED, Cause.TRANSFER, "6200")]


def test_an_accepted_transfer_whose_end_nobody_saw(desk: Play) -> None:
    desk.give(established())
    desk.ask(SingleStepTransfer("c1", number="6100"))
    desk.outcome()
    ended = told(desk.give(StateRead(calls=(), resynchronised=True)))
    assert ended == [(EventType.CONNECTION_CLEARED, Cause.SINGLE_STEP_TRANSFER, "6100")]


def test_a_call_that_ends_before_its_transfer_was_not_transferred(desk: Play) -> None:
    desk.give(established())
    desk.ask(SingleStepTransfer("c1", number="6100"))
    desk.outcome()
    ended = told(desk.give(cleared(csta_cause=Cause.NORMAL_CLEARING)))
    assert ended == [(EventType.CONNECTION_CLEARED, Cause.NORMAL_CLEARING, None)]


def test_one_transfer_may_move_every_call() -> None:
    desk = Play.linked(table=replace(EVERYTHING, transfers_all=True), state=AgentState.READY)
    desk.give(established(talking("c1")), established(talking("c2", "777")))
    desk.ask(SingleStepTransfer("c1", number="6100", all=True))
    desk.give(transferred(talking("c1")), transferred(talking("c2")))
    assert [each[2] for each in told(desk.effects) if each[0] is EventType.TRANSFERRED] == [
        "6100",
        "6100",
    ]


def test_after_a_consultation_the_held_call_goes_to_the_consulted(desk: Play) -> None:
    held = replace(talking("c1"), local_state=HELD)
    desk.give(CallChanged(EventType.HELD, held), established(talking("c2", "6200", called="6200")))
    desk.ask(TransferCall("c2"))
    desk.outcome()
    assert told(desk.give(transferred(held))) == [(EventType.TRANSFERRED, Cause.TRANSFER, "6200")]


def test_a_call_that_ended_while_the_link_was_down_ended_unseen(desk: Play) -> None:
    desk.give(delivered())
    ended = told(desk.give(StateRead(calls=(), resynchronised=True)))
    assert ended == [(EventType.CONNECTION_CLEARED, Cause.UNSEEN, None)]
