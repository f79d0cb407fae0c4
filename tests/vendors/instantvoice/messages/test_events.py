"""Events: the manual's examples, unusual shapes, where a hangup's reason may hide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.text import LONGEST_NAME
from cti_desk.vendors.instantvoice.messages.events import Event, parse_events
from tests.support.odd_text import HOSTILE, assert_valid, odd_texts

FIXTURES = Path(__file__).parents[1] / "fixtures"
PLAIN = {
    "direction": "INBOUND",
    "callerid": "2198765456",
    "type": "NEWCALL",
    "uniqueid": "1282781304.2.5",
    "agent": "default_1001",
}


def one(fields: dict[str, Any]) -> Event:
    events = parse_events(json.dumps(fields))
    assert events is not None
    return events[0]


@pytest.mark.shows(
    "instantvoice",
    "JSON events example of PollEvents",
    "wire: an event is one object; PollEvents tells an array",
)
def test_the_manuals_example_is_an_array_of_three() -> None:
    events = parse_events((FIXTURES / "PollEvents.events.json").read_bytes())
    assert events is not None
    assert [(e.type, e.direction) for e in events] == [
        ("NEWCALL", "OUTBOUND"),
        ("NEWCALL", "INBOUND"),
        ("HANGUP", ""),
    ]
    assert events[1].fields() == PLAIN


@pytest.mark.shows("instantvoice", "event field *")
def test_a_single_object_keeps_the_manuals_fields_and_order() -> None:
    event = one(dict(reversed(PLAIN.items())))
    assert list(event.fields().items()) == list(PLAIN.items())
    assert event.original is None  # the fast path


def test_unknown_fields_and_types_are_kept() -> None:
    event = one({**PLAIN, "type": "newthing", "Server": {"id": 7}})
    assert event.type == "NEWTHING"
    assert event.fields() == {**PLAIN, "type": "newthing", "Server": {"id": 7}}


def test_odd_spellings_and_numbers_are_read() -> None:
    event = one({"TYPE": " hangup ", "Agent": 1001, "callerId": None, "UniqueID": 1.5})
    assert (event.type, event.agent, event.callerid, event.uniqueid) == (
        "HANGUP",
        "1001",
        "",
        "1.5",
    )


@pytest.mark.shows("instantvoice", "wire: a hangup always has a reason")
@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, None),
        ({"reason": "BYCALLER"}, "BYCALLER"),
        ({"Reason": "bycaller "}, "BYCALLER"),
        ({"hangup_reason": "PICKUP", "cause": "BUSY"}, "PICKUP"),
        ({"hangupreason": "MSGONE"}, "MSGONE"),
        ({"cause": "16", "direction": "QUEUEMISSED"}, "QUEUEMISSED"),
        ({"description": "FAILED"}, "FAILED"),
        ({"reason": "normal clearing"}, None),
        ({"Hangup-Reason": "NOANSWER"}, "NOANSWER"),
    ],
)
def test_a_hangups_reason_is_looked_for_where_it_may_be(
    more: dict[str, Any], why: str | None
) -> None:
    assert one({**PLAIN, "type": "HANGUP", "direction": "", **more}).why == why


@pytest.mark.parametrize("body", [b"", b"null", b"[1, 2]", b"\xff\xfe", b"hello", b"7"])
def test_no_event_in_it(body: bytes) -> None:
    assert parse_events(body) is None


def test_python_like_events_and_empty_arrays() -> None:
    assert parse_events(b"[]") == ()
    events = parse_events(b"{'type': 'LOGIN', 'agent': 'default_1001',}")
    assert events is not None
    assert events[0].type == "LOGIN"


@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_raise(body: bytes) -> None:
    parse_events(body)


_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@given(st.dictionaries(st.sampled_from([*PLAIN, "reason", "Type", "x", "(original)"]), _values))
def test_any_object_is_an_event_that_can_be_told(fields: dict[str, Any]) -> None:
    for event in parse_events(json.dumps(fields)) or ():
        json.dumps(event.fields())
        _ = event.why


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("dump", [json.dumps, lambda event: f"{event!r}"], ids=["json", "python"])
def test_no_field_carries_broken_text(text: str, dump: Any) -> None:
    fields = {**PLAIN, "callerid": text, "queue": text, "more": {text: [text]}}
    events = parse_events(dump(fields))
    assert events is not None
    (event,) = events
    assert_valid(event)
    assert_valid(event.fields())
    assert event.type == "NEWCALL"
    assert 0 < len(event.callerid) <= LONGEST_NAME


def test_half_a_character_in_a_number_is_seen() -> None:
    assert one({**PLAIN, "callerid": "\ud800"}).callerid == "\ufffd"


@given(odd_texts, st.sampled_from([*PLAIN, "external_id", "reason", "else"]))
def test_any_field_is_made_valid(text: str, name: str) -> None:
    for event in parse_events(json.dumps({**PLAIN, name: text})) or ():
        assert_valid(event)
        assert_valid(event.fields())
