"""What a call is to one user, read off how it is."""

from __future__ import annotations

import pytest

from cti_desk.core.model import ConnectionState as S
from cti_desk.vendors.compass.live.company import Company
from cti_desk.vendors.compass.live.own_leg import is_elsewhere, legs
from cti_desk.vendors.compass.messages.callpoints import (
    Callpoint,
    DialplanPoint,
    ExternalPoint,
    ListenInPoint,
    QueuePoint,
    UserPoint,
)
from cti_desk.vendors.compass.messages.calls import PARENT, Call

LINE = ExternalPoint("1", "ANSWERED", number="31612")
PLAN = DialplanPoint("2", "CONNECTING", exten="0612")


def me(state: str) -> UserPoint:
    return UserPoint("3", state, user_id="17")


def other(state: str) -> UserPoint:
    return UserPoint("4", state, user_id="18")


@pytest.mark.parametrize(
    ("source", "destination", "found"),
    [
        (LINE, me("CONNECTING"), []),
        (LINE, me("RINGING"), [("in", S.ALERTING, S.CONNECTED)]),
        (LINE, me("ANSWERED"), [("in", S.CONNECTED, S.CONNECTED)]),
        (LINE, me("INACTIVE"), [("in", S.HELD, S.CONNECTED)]),
        (other("INACTIVE"), me("ANSWERED"), [("in", S.CONNECTED, S.HELD)]),
        (LINE, me("DISCONNECTED"), []),
        (LINE, other("RINGING"), []),
        (me("CONNECTING"), PLAN, [("out", S.INITIATED, None)]),
        (me("ANSWERED"), PLAN, [("out", S.CONNECTED, S.INITIATED)]),
        (me("CONNECTING"), other("CONNECTING"), [("out", S.CONNECTED, S.INITIATED)]),
        (me("CONNECTING"), other("RINGING"), [("out", S.CONNECTED, S.ALERTING)]),
        (me("ANSWERED"), other("ANSWERED"), [("out", S.CONNECTED, S.CONNECTED)]),
        (me("INACTIVE"), other("ANSWERED"), [("out", S.HELD, S.CONNECTED)]),
        (me("ANSWERED"), QueuePoint("5", "ANSWERED"), [("out", S.CONNECTED, S.QUEUED)]),
        (me("ANSWERED"), ListenInPoint("5", "ANSWERED"), [("out", S.CONNECTED, S.CONNECTED)]),
        (me("DISCONNECTED"), other("ANSWERED"), []),
        (me("CONNECTING"), me("RINGING"), [("out", S.ALERTING, None)]),
        (me("CONNECTING"), me("DISCONNECTED"), []),
    ],
)
@pytest.mark.shows("compass", "state of a callpoint: *")
def test_a_leg(
    source: Callpoint, destination: Callpoint, found: list[tuple[str, S, S | None]]
) -> None:
    company = Company(calls=[Call("x", source, destination)])
    assert [(leg.side, leg.local, leg.remote) for leg in legs(company, "x", "17")] == found


def test_who_asked_for_a_call_is_prompted() -> None:
    company = Company(calls=[Call("x", LINE, me("RINGING"))])
    (leg,) = legs(company, "x", "17", asked_for=True)
    assert (leg.side, leg.local) == ("out", S.ALERTING)


def test_who_reaches_themselves_through_a_queue_has_both_ends() -> None:
    company = Company(calls=[Call("x", me("ANSWERED"), QueuePoint("5", "ANSWERED", queue_id="7"))])
    company.calls["x"] = Call("x", me("ANSWERED"), me("ANSWERED"))
    assert [leg.side for leg in legs(company, "x", "17")] == ["out", "in"]


def test_an_attempt_shows_who_waits_until_somebody_answers() -> None:
    attempt = Call("y", QueuePoint("6"), me("RINGING"), properties={PARENT: "x"})
    company = Company(calls=[attempt, Call("x", LINE, QueuePoint("5", "ANSWERED"))])
    (leg,) = legs(company, "x", "17")
    assert (leg.wire, leg.other) == (attempt, LINE)
    company.calls["x"] = answered = Call("x", LINE, other("ANSWERED"))
    assert is_elsewhere(answered, "17")
    assert not is_elsewhere(answered, "18")
    assert legs(company, "x", "17") == []
