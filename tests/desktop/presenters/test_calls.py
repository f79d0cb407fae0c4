from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.model import Call, ConnectionState, Direction, Snapshot
from cti_desk.desktop.presenters.calls import MOST_CALLS, CallView, call_views
from scripts.situations import MARIA, NOW, RINGING, SALES, TABLE


def view(call: Call) -> CallView:
    return call_views(Snapshot(calls=(call,)), TABLE, NOW)[0]


def test_an_answered_call() -> None:
    shown = view(MARIA)
    assert (shown.who, shown.line) == ("Maria Souza", "+55 21 98765-4321 · Support")
    assert (shown.arrow, shown.status, shown.ringing) == ("in", "02:17", False)
    assert shown.ticking


def test_a_ringing_call_from_an_unknown_person() -> None:
    shown = view(SALES)
    assert (shown.who, shown.line) == ("+55 11 4002-8922", "Sales · waited 0:41")
    assert (shown.status, shown.hint) == ("ringing", "Answer on your telephone")
    assert shown.ringing
    assert not shown.ticking


@pytest.mark.parametrize(
    ("local", "remote", "status"),
    [
        (ConnectionState.ALERTING, None, "ringing"),
        (ConnectionState.INITIATED, None, "dialling"),
        (ConnectionState.HELD, ConnectionState.CONNECTED, "on hold"),
        (ConnectionState.FAILED, None, "failed"),
        (ConnectionState.CONNECTED, ConnectionState.INITIATED, "calling"),
        (ConnectionState.CONNECTED, ConnectionState.ALERTING, "it rings"),
        (ConnectionState.CONNECTED, None, "02:17"),
    ],
)
def test_both_ends_of_a_call_are_told(
    local: ConnectionState, remote: ConnectionState | None, status: str
) -> None:
    call = replace(MARIA, direction=Direction.OUTBOUND, local_state=local, remote_state=remote)
    assert view(call).status == status
    assert view(call).arrow == "out"


def test_two_calls_are_two_entries_in_the_order_they_came() -> None:
    shown = call_views(Snapshot(calls=(MARIA, SALES)), TABLE, NOW)
    assert [one.id for one in shown] == [MARIA.id, SALES.id]


def test_an_entry_can_be_spoken() -> None:
    assert view(RINGING).spoken == (
        "Incoming call, Maria Souza, +55 21 98765-4321 · Support, ringing, Answer on your telephone"
    )


def test_a_page_to_open_is_offered_in_the_menu_of_each_call() -> None:
    assert view(MARIA).more == ()
    shown = call_views(Snapshot(calls=(MARIA,)), TABLE, NOW, crm=True)[0]
    assert [one.label for one in shown.more] == ["Open in CRM"]


def test_of_many_calls_those_that_are_up_are_shown_and_then_the_first() -> None:
    ringing = [replace(SALES, id=f"r{number}") for number in range(5000)]
    calls = (*ringing, replace(MARIA, id="up"))
    shown = call_views(Snapshot(calls=calls), TABLE, NOW)
    first = [call.id for call in ringing[: MOST_CALLS - 1]]
    assert [view.id for view in shown] == [*first, "up"]
    many_up = tuple(replace(MARIA, id=f"u{number}") for number in range(50))
    shown = call_views(Snapshot(calls=(*ringing, *many_up)), TABLE, NOW)
    assert [view.id for view in shown] == [call.id for call in many_up[:MOST_CALLS]]


def test_a_held_call_says_how_long_it_has_been_held() -> None:
    held = replace(MARIA, local_state=ConnectionState.HELD, held_since=NOW - 83)
    assert view(held).status == "on hold 01:23"
    assert view(held).ticking
    assert "on hold 01:23" in view(held).spoken
