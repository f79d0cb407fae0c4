"""What the lines say is added to what the events have told."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.model import ConnectionState as C
from cti_desk.core.model import Direction
from cti_desk.vendors.instantvoice.live.call_entry import Entry
from cti_desk.vendors.instantvoice.live.line_states import (
    apply_line,
    entry_from_line,
    has_call,
    moment_of,
    rings_again,
    word_of,
)
from cti_desk.vendors.instantvoice.messages.records import Line

IN, OUT = Direction.INBOUND, Direction.OUTBOUND

COMES_IN = {"direction": IN}
TALKS = {"direction": IN, "picked_up": True}
GOES_OUT = {"direction": OUT}
PROMPTED = {"direction": OUT, "two_legs": True}
CALLED = {**PROMPTED, "picked_up": True, "called": True}


def entry(**facts: Any) -> Entry:
    return Entry("1", "1.2", 100.0, 0, legs={"1.2"}, **facts)


def states(one: Entry) -> tuple[C, C | None]:
    call = one.call()
    return call.local_state, call.remote_state


@pytest.mark.parametrize(
    ("line", "there"),
    [
        (Line(status="IDLE"), False),
        (Line(status="IDLE", uniqueid="1.2"), False),
        (Line(status="Wrap-Up", uniqueid="1.2"), False),
        (Line(uniqueid="1.2"), True),
        (Line(status="ONCALL"), True),
        (Line(status="something new"), True),
        (Line(), False),
    ],
)
def test_whether_there_is_a_call(line: Line, there: bool) -> None:
    assert has_call(line) is there


def test_words_are_compared_and_not_their_spelling() -> None:
    assert word_of(Line(status="on-call ")) == word_of(Line(status="ON_CALL")) == "ONCALL"


@pytest.mark.parametrize(
    ("status", "local", "remote"),
    [
        ("RINGING", C.ALERTING, C.CONNECTED),
        ("ONCALL", C.CONNECTED, None),
        ("HOLD", C.HELD, None),
        ("DIALING", C.CONNECTED, None),
        ("whatever", C.CONNECTED, None),
        (None, C.CONNECTED, None),
    ],
)
def test_a_call_found_on_a_line_is_not_lost(status: str | None, local: C, remote: C | None) -> None:
    one = entry_from_line(Line(status=status, uniqueid="1.2"), "1.2", 0, 5.0)
    assert (*states(one), one.since) == (local, remote, 5.0)


@pytest.mark.parametrize(
    ("facts", "status", "local", "remote"),
    [
        (COMES_IN, "ONCALL", C.CONNECTED, C.CONNECTED),
        (COMES_IN, "HOLD", C.HELD, C.CONNECTED),
        (COMES_IN, "RINGING", C.ALERTING, C.CONNECTED),
        (COMES_IN, "something new", C.ALERTING, C.CONNECTED),
        (COMES_IN, None, C.ALERTING, C.CONNECTED),
        (TALKS, "HOLD", C.HELD, C.CONNECTED),
        (TALKS, "RINGING", C.CONNECTED, C.CONNECTED),
        (GOES_OUT, "DIALING", C.CONNECTED, None),
        (GOES_OUT, "ONCALL", C.CONNECTED, C.CONNECTED),
        (PROMPTED, "RINGING", C.ALERTING, None),
        (PROMPTED, "DIALING", C.CONNECTED, C.INITIATED),
        (PROMPTED, "ONCALL", C.CONNECTED, C.CONNECTED),
        (CALLED, "DIALING", C.CONNECTED, C.ALERTING),
        (CALLED, "ONCALL", C.CONNECTED, C.CONNECTED),
    ],
)
def test_a_line_adds_to_what_is_known(
    facts: dict[str, Any], status: str | None, local: C, remote: C | None
) -> None:
    one = entry(**facts)
    before = states(one)
    news = apply_line(one, Line(status=status, uniqueid="1.2"), 200.0)
    assert states(one) == (local, remote)
    assert news is (states(one) != before)


def test_a_call_found_ringing_is_answered_by_somebody_who_was_rung() -> None:
    one = entry_from_line(Line(status="RINGING", uniqueid="1.2"), "1.2", 0, 100.0)
    assert apply_line(one, Line(status="ONCALL", uniqueid="1.2"), 200.0)
    assert states(one) == (C.CONNECTED, C.CONNECTED)


def test_a_hold_ends_when_the_line_says_so_no_more() -> None:
    one = entry(**TALKS)
    apply_line(one, Line(status="HOLD", status_since=150.0), 200.0)
    apply_line(one, Line(status="HOLD", status_since=150.0), 210.0)
    assert one.call().held_since == 150.0
    apply_line(one, Line(status="ONCALL"), 220.0)
    assert (one.call().local_state, one.call().held_since) == (C.CONNECTED, None)


@pytest.mark.parametrize(
    ("dated", "moment"), [(None, 200.0), (99.0, 200.0), (150.0, 150.0), (201.0, 200.0)]
)
def test_the_lines_clock_is_used_where_it_can_be_right(dated: float | None, moment: float) -> None:
    assert moment_of(Line(status_since=dated), entry(), 200.0) == moment
    one = entry(**COMES_IN)
    apply_line(one, Line(status="ONCALL", status_since=dated), 200.0)
    assert one.call().answered_at == moment


def test_only_an_answered_call_rings_again() -> None:
    ringing = Line(status="RINGING")
    assert rings_again(entry(**TALKS), ringing)
    assert not rings_again(entry(**COMES_IN), ringing)
    assert not rings_again(entry(**CALLED), ringing)
    assert not rings_again(entry(**TALKS), Line(status="ONCALL"))
