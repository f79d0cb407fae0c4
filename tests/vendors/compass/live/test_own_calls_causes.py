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
