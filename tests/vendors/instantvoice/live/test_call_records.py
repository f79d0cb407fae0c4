"""Reading the lines back: what is known is brought up to date, ended or begun."""

from __future__ import annotations

import pytest

from cti_desk.core.model import Call, Direction
from cti_desk.core.model import ConnectionState as C
from cti_desk.vendors.instantvoice.live.calls import CallBook
from cti_desk.vendors.instantvoice.live.own_request import Habit
from cti_desk.vendors.instantvoice.messages.records import Line
from tests.support.instantvoice import AGENT, event

IN = "INBOUND"


def ringing(*events: str) -> CallBook:
    book = CallBook(AGENT)
    for kind in ("NEWCALL", *events):
        book.take(event(kind, "1.2", direction=IN, callerid="5"), 100.0)
    return book


def reread(book: CallBook, *lines: Line, after_cut: bool = True) -> tuple[Call, ...]:
    return book.resynchronise(lines, book.question(), 200.0, after_cut=after_cut)


def test_what_is_known_is_brought_up_to_date() -> None:
    (call,) = reread(ringing(), Line(uniqueid="1.2", status="ONCALL"))
    assert (call.local_state, call.remote_state, call.remote.number) == (C.CONNECTED,) * 2 + ("5",)


def test_a_reading_while_events_come_adds_what_none_told() -> None:
    (call,) = reread(ringing(), Line(uniqueid="1.2", status="ONCALL"), after_cut=False)
    assert call.local_state is C.CONNECTED


@pytest.mark.parametrize("set_by", [-3_600.0, 3_600.0])
def test_a_clock_that_is_set_makes_no_call_younger_or_older(set_by: float) -> None:
    elapsed = 0.0
    book = CallBook(AGENT, monotonic=lambda: elapsed)
    book.take(event("NEWCALL", "1.2", direction=IN), 10_000.0)
    elapsed = 1.0
    assert book.resynchronise([], book.question(), 10_000.0 + set_by, after_cut=False)
    elapsed = 20.0
    assert not book.resynchronise([], book.question(), 10_000.0 + set_by, after_cut=False)


@pytest.mark.parametrize(("waited", "own"), [(59.0, True), (61.0, False)])
def test_a_dial_is_waited_for_by_the_clock_that_nobody_sets(waited: float, own: bool) -> None:
    elapsed = 0.0
    book = CallBook(AGENT, monotonic=lambda: elapsed)
    book.requested("6100", "7", 10_000.0)
    elapsed = waited
    (told,) = book.take(event("NEWCALL", "1.2", direction="OUTBOUND", callerid="6100"), 6_400.0)
    assert (told.call.correlation_id == "7") is own


def test_an_event_after_the_question_is_newer_than_the_answer() -> None:
    book = ringing()
    asked = book.question()
    book.take(event("CONNECT", "1.2"), 150.0)
    (call,) = book.resynchronise([], asked, 200.0, after_cut=True)
    assert call.local_state is C.CONNECTED


def test_an_idle_line_has_no_call_though_it_names_its_last() -> None:
    assert reread(ringing(), Line(uniqueid="1.2", status="IDLE")) == ()
    assert reread(CallBook(AGENT), Line(uniqueid="1.2", status="IDLE")) == ()


def test_an_answered_call_that_rings_after_a_cut_is_offered_again() -> None:
    line = Line(uniqueid="1.2", status="RINGING")
    (lagging,) = reread(ringing("CONNECT"), line, after_cut=False)
    assert (lagging.id, lagging.local_state) == ("1.2", C.CONNECTED)
    (again,) = reread(ringing("CONNECT"), line)
    assert (again.id, again.root, again.local_state) == ("1.2~2", "1.2", C.ALERTING)
    assert (again.remote.number, again.direction) == ("5", Direction.INBOUND)


def test_a_call_whose_beginning_was_lost_is_told_by_what_comes_next() -> None:
    for kind in ("CONNECT", "NEWCALL"):
        book = CallBook(AGENT)
        reread(book, Line(uniqueid="1.2", status="RINGING"))
        told = book.take(event(kind, "1.2", direction=IN, callerid="5"), 201.0)
        assert (told[-1].call.remote.number, told[-1].call.direction) == ("5", Direction.INBOUND)
    book = CallBook(AGENT)
    reread(book, Line(uniqueid="1.2", status="RINGING"))
    reread(book, Line(uniqueid="1.2", status="ONCALL"))
    (told_late,) = book.take(event("CONNECT", "1.2", direction=IN, callerid="5"), 201.0)
    assert told_late.call.remote.number == "5", "its state was read before"
    assert book.take(event("CONNECT", "1.2", direction=IN, callerid="5"), 202.0) == []


def test_a_dialled_call_whose_beginning_was_lost_is_known_by_its_next_event() -> None:
    book = CallBook(AGENT)
    book.requested("6100", "ticket 7", 190.0)
    reread(book, Line(uniqueid="1.2", status="RINGING"))
    told = book.take(event("CONNECT", "1.2", direction="OUTBOUND", callerid="6100"), 201.0)
    call = told[-1].call
    assert (call.direction, call.remote.number) == (Direction.OUTBOUND, "6100")
    assert call.correlation_id == "ticket 7"
    assert (call.local_state, call.remote_state) == (C.CONNECTED, C.INITIATED)


def test_an_answer_that_only_the_line_told_is_withdrawn_by_a_later_ring() -> None:
    book = CallBook(AGENT)
    book.requested("6100", None, 90.0)
    book.take(event("NEWCALL", "1.2", direction="OUTBOUND", callerid="6100"), 100.0)
    (call,) = reread(book, Line(uniqueid="1.2", status="ONCALL"))
    assert call.remote_state is C.CONNECTED
    (told,) = book.take(event("DNEWCALL", "1.2", callerid="6100"), 201.0)
    assert (told.call.remote_state, told.call.answered_at) == (C.ALERTING, None)
    book.take(event("DCONNECT", "1.2", callerid="6100"), 205.0)
    assert book.calls[0].answered_at == 205.0


def test_a_transfer_that_a_reading_shows_not_to_have_happened_is_over() -> None:
    book = ringing("CONNECT")
    book.transfer_requested()
    assert [call.id for call in book.transferring] == ["1.2"]
    reread(book, Line(uniqueid="1.2", status="ONCALL"), after_cut=False)
    assert book.transferring, "it may be on its way"
    reread(book, Line(uniqueid="1.2", status="ONCALL"))
    assert not book.transferring


def test_a_customer_who_calls_while_ours_is_set_up_is_not_joined_to_it() -> None:
    book = CallBook(AGENT)
    book.requested("6100", None, 90.0)
    for uniqueid, direction in (("1.2", "OUTBOUND"), ("7.7", IN)):
        book.take(event("NEWCALL", uniqueid, direction=direction, callerid="6100"), 100.0)
    assert [call.direction for call in book.calls] == [Direction.OUTBOUND, Direction.INBOUND]
    book.take(event("DNEWCALL", "8.8", callerid="6100"), 101.0)
    assert [call.remote_state for call in book.calls] == [C.ALERTING, C.CONNECTED]


def test_that_a_site_calls_its_own_calls_inbound_is_learned_once() -> None:
    habit = Habit()
    book = CallBook(AGENT, habit=habit)
    book.requested("6100", "7", 90.0)
    (first,) = book.take(event("NEWCALL", "1.2", direction=IN, callerid="6100"), 100.0)
    assert first.call.direction is Direction.INBOUND
    book.take(event("CONNECT", "1.2", direction=IN, callerid="6100"), 101.0)
    (told,) = book.take(event("DNEWCALL", "1.2", direction=IN, callerid="6100"), 102.0)
    assert (told.call.direction, told.call.correlation_id) == (Direction.OUTBOUND, "7")
    assert habit.inbound
    another = CallBook("default_1002", habit=habit)
    another.requested("6101", None, 200.0)
    (own,) = another.take(event("NEWCALL", "2.2", direction=IN, callerid="6101"), 201.0)
    assert own.call.direction is Direction.OUTBOUND


def test_a_failure_is_all_that_is_told_of_a_call() -> None:
    book = CallBook(AGENT)
    book.requested("6100", None, 90.0)
    told = book.take(event("HANGUP", "1.2", callerid="6100", reason="FAILED"), 100.0)
    assert [str(one.event) for one in told] == ["ServiceInitiated", "Failed", "ConnectionCleared"]
    assert told[0].call.remote.number == "6100"
    assert book.calls == ()
    assert book.take(event("HANGUP", "1.2", callerid="6100", reason="FAILED"), 101.0) == []
