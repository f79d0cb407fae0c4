"""The call book: one table of sequences, then any order of anything."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.events import EventType as E
from cti_desk.core.model import ConnectionState as C
from cti_desk.core.model import Direction, QueueRef
from cti_desk.core.reports import CallChanged
from cti_desk.vendors.instantvoice.live.calls import CallBook
from cti_desk.vendors.instantvoice.live.own_request import Habit
from cti_desk.vendors.instantvoice.messages.events import Event
from cti_desk.vendors.instantvoice.messages.records import Line
from tests.support.instantvoice import AGENT, event

OUT, IN = "OUTBOUND", "INBOUND"
TARGET = "6100"


def book() -> CallBook:
    return CallBook(AGENT)


def asked(*, habit: Habit | None = None) -> CallBook:
    calls = CallBook(AGENT, habit=habit)
    calls.requested(TARGET, "9999", 0.0)
    return calls


def says_inbound() -> Habit:
    """A site whose events of an own NewCall are INBOUND."""
    habit = Habit()
    habit.inbound = True
    return habit


def play(calls: CallBook, events: Iterable[Event]) -> list[CallChanged]:
    return [told for one in events for told in calls.take(one, 1.0)]


def names(told: Iterable[CallChanged]) -> list[str]:
    return [f"{one.event} {one.call.id}" for one in told]


@pytest.mark.shows(
    "instantvoice",
    "event NEWCALL",
    "event CONNECT",
    "event HANGUP",
    "sequence: call of an agent",
    "sequence: call of a queue",
)
@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param(
            [
                event("NEWCALL", "1", direction=IN, callerid="5"),
                event("CONNECT", "1", direction=IN),
                event("HANGUP", "1", reason="BYCALLER"),
            ],
            ["Delivered 1", "Established 1", "ConnectionCleared 1"],
            id="incoming",
        ),
        pytest.param(
            [
                event("NEWCALL", "1", direction=OUT, callerid="5"),
                event("CONNECT", "1"),
                event("HANGUP", "1", reason="BYCALLEE"),
            ],
            ["Originated 1", "Established 1", "ConnectionCleared 1"],
            id="dialled on the telephone",
        ),
        pytest.param(
            [event("NEWCALL", "1", direction=OUT), event("HANGUP", "1", reason="BUSY")],
            ["Originated 1", "Failed 1", "ConnectionCleared 1"],
            id="busy",
        ),
        pytest.param(
            [event("NEWCALL", "1", direction=IN), event("HANGUP", "1", reason="PICKUP")],
            ["Delivered 1", "Diverted 1", "ConnectionCleared 1"],
            id="picked up by a colleague",
        ),
        pytest.param(
            [
                event("NEWCALL", "1", direction=IN),
                event("HANGUP", "1", reason="QUEUEMISSED"),
                event("NEWCALL", "1", direction=IN),
                event("CONNECT", "1"),
                event("HANGUP", "1"),
            ],
            [
                "Delivered 1",
                "Diverted 1",
                "ConnectionCleared 1",
                "Delivered 1~2",
                "Established 1~2",
                "ConnectionCleared 1~2",
            ],
            id="offered again by the queue",
        ),
        pytest.param(
            [
                event("NEWCALL", "1", direction=IN),
                event("NEWCALL", "1", direction=IN),
                event("CONNECT", "1"),
                event("CONNECT", "1"),
                event("HANGUP", "1"),
                event("HANGUP", "1"),
                event("NEWCALL", "1", direction=IN),
                event("CONNECT", "1"),
            ],
            ["Delivered 1", "Established 1", "ConnectionCleared 1"],
            id="everything twice, and echoes",
        ),
        pytest.param(
            [
                event("CONNECT", "1", direction=IN),
                event("NEWCALL", "1", direction=IN),
                event("HANGUP", "1"),
            ],
            ["Delivered 1", "Established 1", "ConnectionCleared 1"],
            id="connect before newcall",
        ),
        pytest.param(
            [event("HANGUP", "1"), event("NEWCALL", "1", direction=IN)],
            [],
            id="hangup before newcall",
        ),
        pytest.param(
            [
                event("HANGUP", "1", reason="QUEUEMISSED"),
                event("NEWCALL", "1", direction=IN),
            ],
            [],
            id="missed before newcall",
        ),
        pytest.param(
            [
                event("NEWCALL", "1", direction=OUT, callerid=TARGET),
                event("CONNECT", "1"),
                event("DNEWCALL", "1", callerid=TARGET),
                event("DCONNECT", "1", callerid=TARGET),
                event("HANGUP", "1"),
            ],
            [
                "Originated 1",
                "Established 1",
                "Delivered 1",
                "Established 1",
                "ConnectionCleared 1",
            ],
            id="another client's NewCall",
        ),
        pytest.param(
            [event("NEWCALL", "", direction=IN), event("DANCE", "1"), event("LOGIN")],
            [],
            id="nothing to do with a call",
        ),
    ],
)
def test_sequences(events: list[Event], expected: list[str]) -> None:
    assert names(play(book(), events)) == expected


A = {"uniqueid": "1", "callerid": TARGET}
B = {"uniqueid": "2", "callerid": TARGET}
TWO_LEGS = ["ServiceInitiated 1", "Originated 1", "Delivered 1", "Established 1"]


@pytest.mark.shows(
    "instantvoice", "event DNEWCALL", "event DCONNECT", "sequence: call made by NewCall"
)
@pytest.mark.parametrize("direction", [OUT, IN, ""])
@pytest.mark.parametrize("second", [A, B], ids=["one uniqueid", "two uniqueids"])
def test_an_own_call_is_told_in_two_legs(direction: str, second: dict[str, str]) -> None:
    calls = asked(habit=says_inbound() if direction == IN else None)
    told = play(
        calls,
        [
            event("NEWCALL", direction=direction, **A),
            event("CONNECT", direction=direction, **A),
            event("DNEWCALL", direction=direction, **second),
            event("DCONNECT", direction=direction, **second),
        ],
    )
    assert names(told) == TWO_LEGS
    assert [(t.call.local_state, t.call.remote_state) for t in told] == [
        (C.ALERTING, None),
        (C.CONNECTED, C.INITIATED),
        (C.CONNECTED, C.ALERTING),
        (C.CONNECTED, C.CONNECTED),
    ]
    assert {t.call.direction for t in told} == {Direction.OUTBOUND}
    assert {t.call.correlation_id for t in told} == {"9999"}
    assert told[-1].call.answered_at == 1.0
    assert calls.vendor_id("1") == "1"
    assert names(play(calls, [event("HANGUP", "1")])) == ["ConnectionCleared 1"]
    assert play(calls, [event("HANGUP", second["uniqueid"])]) == []


@pytest.mark.shows(
    "instantvoice",
    "inconsistency: NewCall calls the target first by its text, the agent by its events",
)
@pytest.mark.parametrize(
    "order",
    [
        ["DNEWCALL", "NEWCALL", "CONNECT", "DCONNECT"],
        ["NEWCALL", "DNEWCALL", "DCONNECT", "CONNECT"],
        ["NEWCALL", "DNEWCALL", "CONNECT", "DCONNECT"],
        ["DNEWCALL", "DCONNECT", "NEWCALL", "CONNECT"],
        ["NEWCALL", "CONNECT", "DCONNECT", "DNEWCALL"],
    ],
)
@pytest.mark.parametrize("second", [A, B], ids=["one uniqueid", "two uniqueids"])
def test_legs_come_in_any_order(order: list[str], second: dict[str, str]) -> None:
    calls = asked()
    told = play(
        calls,
        [event(kind, direction=IN, **(second if kind[0] == "D" else A)) for kind in order],
    )
    (call,) = calls.calls
    assert (call.local_state, call.remote_state) == (C.CONNECTED, C.CONNECTED)
    assert call.direction is Direction.OUTBOUND
    assert told[-1].event is E.ESTABLISHED
    assert calls.vendor_id(call.id) == "1"
    assert names(play(calls, [event("HANGUP", "1")])) == [f"ConnectionCleared {call.id}"]


def test_a_second_leg_with_a_newcall_of_its_own_joins() -> None:
    calls = asked(habit=says_inbound())
    told = play(
        calls,
        [
            event("NEWCALL", direction=IN, **A),
            event("CONNECT", **A),
            event("NEWCALL", direction=OUT, **B),
            event("DNEWCALL", **B),
            event("DCONNECT", **B),
        ],
    )
    assert names(told) == TWO_LEGS


def test_a_queue_call_that_comes_between_pops_and_takes_no_correlation() -> None:
    calls = asked()
    told = play(
        calls,
        [
            event("NEWCALL", "7", direction=IN, callerid="2198765456"),
            event("NEWCALL", direction=OUT, **A),
        ],
    )
    assert names(told) == ["Delivered 7", "ServiceInitiated 1"]
    assert [t.call.correlation_id for t in told] == [None, "9999"]


@pytest.mark.parametrize(
    ("callerid", "direction"), [("", OUT), ("", ""), ("1001", IN), (AGENT, IN), (AGENT, OUT)]
)
def test_a_prompt_without_the_number_is_still_our_own(callerid: str, direction: str) -> None:
    told = play(asked(), [event("NEWCALL", "1", direction=direction, callerid=callerid)])
    assert names(told) == ["ServiceInitiated 1"]
    assert told[0].call.remote.number == TARGET


def test_a_refused_or_forgotten_request_binds_nothing() -> None:
    calls = asked()
    calls.request_refused()
    told = calls.take(event("NEWCALL", direction=IN, **A), 1.0)
    assert names(told) == ["Delivered 1"]
    late = asked().take(event("NEWCALL", direction=IN, **A), 100.0)
    assert names(late) == ["Delivered 1"]


def test_an_answer_given_too_early_is_withdrawn() -> None:
    calls = book()
    told = play(
        calls,
        [
            event("NEWCALL", "1", direction=IN, callerid=TARGET),
            event("CONNECT", "1"),
            event("DNEWCALL", "1", callerid=TARGET),
        ],
    )
    assert (told[-1].call.local_state, told[-1].call.remote_state) == (C.CONNECTED, C.ALERTING)
    assert told[-1].call.answered_at is None
    assert told[-1].call.direction is Direction.OUTBOUND


def test_a_transfer_moves_what_was_taken_and_nothing_that_rings() -> None:
    calls = book()
    play(calls, [event("NEWCALL", "1", direction=IN), event("CONNECT", "1")])
    play(calls, [event("NEWCALL", "2", direction=IN)])
    calls.transfer_requested()
    told = play(calls, [event("HANGUP", "1", reason="BYCALLEE"), event("HANGUP", "2")])
    assert names(told) == ["Transferred 1", "ConnectionCleared 1", "ConnectionCleared 2"]


def test_a_refused_transfer_leaves_ends_as_they_are() -> None:
    calls = book()
    play(calls, [event("NEWCALL", "1", direction=IN), event("CONNECT", "1")])
    calls.transfer_requested()
    calls.transfer_refused()
    assert names(play(calls, [event("HANGUP", "1")])) == ["ConnectionCleared 1"]


def test_the_far_legs_end_is_the_calls_end_unless_the_line_says_otherwise() -> None:
    for listed, expected in (((), ["ConnectionCleared 1"]), (("1",), ["CallInformation 1"])):
        calls = asked()
        play(calls, [event("NEWCALL", **A), event("CONNECT", **A), event("DNEWCALL", **B)])
        assert play(calls, [event("HANGUP", "2", reason="BYCALLEE")]) == []
        assert calls.unsettled
        lines = [Line(uniqueid=one, status="ONCALL") for one in listed]
        assert names(calls.settle(lines, calls.question(), 2.0)) == expected
        assert not calls.unsettled


def test_a_newcall_of_an_ended_call_is_shown_only_if_its_line_lists_it() -> None:
    for listed, expected in (((), []), (("1",), ["Delivered 1~2"]), (None, [])):
        calls = book()
        play(calls, [event("NEWCALL", "1", direction=IN), event("HANGUP", "1")])
        assert play(calls, [event("NEWCALL", "1", direction=IN)]) == []
        lines = None if listed is None else [Line(uniqueid=one) for one in listed]
        told = calls.settle(lines, calls.question(), 2.0)
        assert names(told) == expected
        assert all(one.call.parent == "1" for one in told)


def test_an_answer_to_an_unknown_call_is_believed_when_lines_cannot_be_read() -> None:
    calls = book()
    assert play(calls, [event("CONNECT", "5", direction=IN, callerid="7")]) == []
    (told,) = calls.settle(None, calls.question(), 2.0)
    assert told.event is E.ESTABLISHED
    assert told.call.remote.number == "7"


def test_a_late_echo_of_a_two_leg_call_brings_nothing_back() -> None:
    calls = asked()
    play(calls, [event("NEWCALL", **A), event("HANGUP", "1")])
    assert play(calls, [event("DNEWCALL", **B)]) == []
    assert calls.settle(None, calls.question(), 2.0) == []
    assert calls.calls == ()


def test_what_came_after_the_question_is_not_decided_by_its_answer() -> None:
    calls = book()
    asked_at = calls.question()
    play(calls, [event("CONNECT", "5")])
    assert calls.settle([], asked_at, 2.0) == []
    assert calls.unsettled


def test_resynchronising_makes_the_calls_those_on_the_lines() -> None:
    calls = book()
    play(calls, [event("NEWCALL", "1", direction=IN, callerid="5"), event("CONNECT", "1")])
    play(calls, [event("NEWCALL", "2", direction=IN)])
    lines = [Line(uniqueid="1", status="ONCALL"), Line(uniqueid="3", status="RINGING"), Line()]
    read = calls.resynchronise(lines, calls.question(), 2.0, after_cut=True)
    assert [call.id for call in read] == ["1", "3"]
    assert read[0].remote.number == "5"
    assert play(calls, [event("HANGUP", "2")]) == []


def test_a_call_that_began_or_ended_after_the_question_is_left_alone() -> None:
    calls = book()
    play(calls, [event("NEWCALL", "1", direction=IN)])
    question = calls.question()
    play(calls, [event("NEWCALL", "2", direction=IN), event("HANGUP", "1")])
    read = calls.resynchronise([Line(uniqueid="1")], question, 2.0, after_cut=True)
    assert [call.id for call in read] == ["2"]


def test_a_young_call_is_not_ended_by_a_mere_look() -> None:
    calls = book()
    play(calls, [event("NEWCALL", "1", direction=IN)])
    assert calls.resynchronise([], calls.question(), 2.0, after_cut=False)
    assert not calls.resynchronise([], calls.question(), 20.0, after_cut=False)


def test_a_line_told_call_learns_who_it_is_from_its_newcall() -> None:
    calls = book()
    calls.resynchronise([Line(uniqueid="1", status="RINGING")], 0, 1.0, after_cut=True)
    told = play(calls, [event("NEWCALL", "1", direction=IN, callerid="5"), event("CONNECT", "1")])
    assert names(told) == ["CallInformation 1", "Established 1"]
    assert told[0].call.remote.number == "5"


def test_the_queue_is_told_once() -> None:
    calls = book()
    play(calls, [event("NEWCALL", "1", direction=IN)])
    told = calls.set_queue("1", QueueRef("7012", "Support"))
    assert told is not None
    assert told.call.queue == QueueRef("7012", "Support")
    assert calls.set_queue("1", QueueRef("7012", "Support")) is None
    assert calls.set_queue("9", QueueRef("7012")) is None


def test_hangup_goes_to_the_vendors_id() -> None:
    calls = book()
    assert calls.vendor_id("12.3.4~2") == "12.3.4"
    assert calls.vendor_id("foreign") == "foreign"


def test_a_forgotten_call_is_gone() -> None:
    calls = book()
    play(calls, [event("NEWCALL", "1", direction=IN)])
    calls.forget("1")
    calls.forget("1")
    assert not calls.busy
    assert play(calls, [event("CONNECT", "1")]) == []


KINDS = ["NEWCALL", "CONNECT", "DNEWCALL", "DCONNECT", "HANGUP", "OTHER"]
EVENTS = st.builds(
    event,
    st.sampled_from(KINDS),
    st.sampled_from(["1", "2", "3"]),
    direction=st.sampled_from([OUT, IN, ""]),
    callerid=st.sampled_from([TARGET, "5", "", "1001"]),
    reason=st.sampled_from(["", "QUEUEMISSED", "BUSY", "BTRANSFER", "BYCALLER", "MSGONE"]),
)
STEPS = st.lists(
    st.one_of(
        EVENTS,
        st.just("request"),
        st.just("transfer"),
        st.sampled_from([("settle", None), ("settle", ()), ("settle", ("1", "2"))]),
        st.sampled_from([("read", ()), ("read", ("1",)), ("read", ("2", "3"))]),
    ),
    max_size=40,
)


@given(STEPS)
def test_any_order_of_anything_keeps_the_book_straight(steps: list[object]) -> None:
    """Nothing raises; what was told cleared stays cleared; what was told up is in the book."""
    calls, up, ended = book(), set[str](), set[str]()
    for number, step in enumerate(steps):
        told: list[CallChanged] = []
        if isinstance(step, Event):
            told = calls.take(step, float(number))
        elif step == "request":
            calls.requested(TARGET, None, float(number))
        elif step == "transfer":
            calls.transfer_requested()
        elif isinstance(step, tuple):
            what, listed = step
            lines = None if listed is None else [Line(uniqueid=one) for one in listed]
            if what == "settle":
                told = calls.settle(lines, calls.question(), float(number))
            else:
                read = calls.resynchronise(
                    lines or [], calls.question(), float(number), after_cut=True
                )
                ended |= up - {call.id for call in read}
                up = {call.id for call in read}
        for one in told:
            assert one.call.id not in ended
            if one.event is E.CONNECTION_CLEARED:
                ended.add(one.call.id)
                up.discard(one.call.id)
            else:
                up.add(one.call.id)
        assert {call.id for call in calls.calls} == up
        assert not up & ended


@given(st.lists(EVENTS, max_size=30))
def test_hearing_everything_twice_changes_nothing(events: list[Event]) -> None:
    once, twice = book(), book()
    first = [names(once.take(one, 1.0)) for one in events if one.reason != "QUEUEMISSED"]
    second = []
    for one in events:
        if one.reason != "QUEUEMISSED":
            second.append(names(twice.take(one, 1.0)))
            assert twice.take(one, 1.0) == []
    assert first == second
