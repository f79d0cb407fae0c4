"""Why an own call ended, and where it went: the core's words for what the platform tells."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.causes import Cause
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.callpoints import ExternalPoint, UserPoint
from cti_desk.vendors.compass.messages.calls import Call
from tests.support.compass_live import NOW, Desk

ME, COLLEAGUE = "17", "18"
CALLER = ExternalPoint("1", "ANSWERED", NOW, number="31614241111", name="Customer BV")


def at(user_id: str, state: str) -> Call:
    """The customer's call, with a user at its other end."""
    there = UserPoint("3", state, NOW, user_id=user_id, user_name=f"User {user_id}")
    return Call("x.0", CALLER, there, state)


def hear(desk: Desk, *told: n.Notification) -> list[tuple[str | None, Cause | None, str | None]]:
    return [(one.cause, one.csta_cause, one.transferred_to) for one in desk.hear(*told)]


@pytest.mark.parametrize(
    ("state", "cause"),
    [("RINGING", Cause.SINGLE_STEP_TRANSFER), ("ANSWERED", Cause.TRANSFER)],
)
def test_a_transfer_says_where_the_call_went_and_how(state: str, cause: Cause) -> None:
    desk = Desk(ME)
    desk.hear(n.CallStart(at(ME, "ANSWERED")))
    moved = n.CallUpdate(replace(at(COLLEAGUE, state), state="ANSWERED"), "DESTINATION")
    assert hear(desk, moved) == [(None, cause, COLLEAGUE)] * 2


@pytest.mark.parametrize(
    ("state", "reason", "cause"),
    [
        ("RINGING", "DESTINATION_BUSY", Cause.REJECTED),
        ("RINGING", "DESTINATION_HANGUP", Cause.REJECTED),
        ("RINGING", "SOURCE_HANGUP", Cause.CALL_CANCELLED),
        ("ANSWERED", "SOURCE_HANGUP", Cause.NORMAL_CLEARING),
        ("ANSWERED", "SOMETHING_NEW", None),
    ],
)
def test_why_a_call_ended(state: str, reason: str, cause: Cause | None) -> None:
    desk = Desk(ME)
    desk.hear(n.CallStart(at(ME, state)))
    assert hear(desk, n.CallEnd("x.0", reason)) == [(reason, cause, None)]


def test_a_transfer_that_replaces_the_call_says_where_it_went() -> None:
    desk = Desk(ME)
    desk.hear(n.CallStart(at(ME, "ANSWERED")))
    other = replace(at(COLLEAGUE, "ANSWERED"), id="y.0")
    told = hear(desk, n.CallStart(other), n.CallEnd("x.0", "REPLACE"))
    assert told == [("REPLACE", Cause.SINGLE_STEP_TRANSFER, COLLEAGUE)] * 2


def test_a_call_that_replaces_ours_is_only_the_partys_own() -> None:
    desk = Desk(ME)
    desk.hear(n.CallStart(at(ME, "ANSWERED")))
    somebody = replace(CALLER, number="31699999999")
    other = replace(at(COLLEAGUE, "ANSWERED"), id="y.0", source=somebody)
    told = hear(desk, n.CallStart(other), n.CallEnd("x.0", "REPLACE"))
    assert told == [("REPLACE", Cause.SINGLE_STEP_TRANSFER, None)] * 2


def test_a_ring_that_a_colleague_picks_up_is_answered_elsewhere() -> None:
    desk = Desk(ME)
    desk.hear(n.CallStart(at(ME, "RINGING")))
    assert not hear(desk, n.CallUpdate(at(COLLEAGUE, "CONNECTING"), "DESTINATION"))
    told = hear(desk, n.CallUpdate(at(COLLEAGUE, "ANSWERED"), "STATE"))
    assert told == [("ANSWERED_ELSEWHERE", Cause.MULTIPLE_ALERTING, None)] * 2
    assert not desk.settle()


def test_a_ring_that_goes_on_to_a_colleague_is_diverted_after_a_moment() -> None:
    desk = Desk(ME)
    desk.hear(n.CallStart(at(ME, "RINGING")))
    assert not hear(desk, n.CallUpdate(at(COLLEAGUE, "RINGING"), "DESTINATION"))
    told = desk.settle()
    assert [(one.event.value, one.csta_cause) for one in told] == [
        ("Diverted", Cause.REDIRECTED),
        ("ConnectionCleared", Cause.REDIRECTED),
    ]
