"""Posted events as requests: both modes, and whatever else may come."""

from __future__ import annotations

import contextlib
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.text import clean
from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.listening import Listening
from cti_desk.vendors.instantvoice.client.posted_events import (
    LONGEST_BODY,
    BadPost,
    check_head,
    read_event,
    read_head,
)
from cti_desk.vendors.instantvoice.messages.events import Event
from tests.support.odd_text import assert_valid, odd_texts

FIELDS = {
    "direction": "INBOUND",
    "callerid": "2198765456",
    "type": "NEWCALL",
    "uniqueid": "1282781304.2.5",
    "agent": "default_1001",
}


def request(line: str, *headers: str) -> bytes:
    return "\r\n".join([line, *headers, "", ""]).encode()


HERE = Listening(Host("127.0.0.1", 0), by_get=True)


def read(head: bytes, body: bytes = b"", listening: Listening = HERE) -> Event:
    read = read_head(head)
    check_head(read, listening)
    return read_event(read, body)


def by_get(query: str) -> Event:
    return read(request(f"GET /events?{query} HTTP/1.1", "Host: desk"))


@pytest.mark.shows("instantvoice", "IVCEP: mode Options by GET")
def test_fields_in_the_query() -> None:
    event = by_get(urlencode(FIELDS))
    assert event == Event(**FIELDS)
    assert event.fields() == FIELDS


@pytest.mark.shows("instantvoice", "IVCEP: mode Options by POST")
@pytest.mark.parametrize("where", ["query", "form", "both"])
def test_fields_posted(where: str) -> None:
    form = urlencode(FIELDS)
    query = form if where != "form" else ""
    body = form.encode() if where != "query" else b""
    length = f"Content-Length: {len(body)}"
    assert read(request(f"POST /events?{query} HTTP/1.0", length), body) == Event(**FIELDS)


@pytest.mark.shows("instantvoice", "IVCEP: mode URL")
@pytest.mark.parametrize(
    "text", ["Almoço rápido", quote("Almoço rápido"), quote("Almoço rápido", encoding="latin-1")]
)
def test_a_templates_texts_are_read_encoded_or_not(text: str) -> None:
    line = f"GET /events?type=PAUSE&agent=default_1001&direction={text}&queue=#QUEUE# HTTP/1.1"
    event = read(request(line))
    assert (event.type, event.direction, event.queue) == ("PAUSE", "Almoço rápido", "")
    assert read(line.encode("latin-1") + b"\r\n\r\n").direction in ("Almoço rápido", text)


@pytest.mark.parametrize("sent", ["+5521", "%2B5521"])
def test_a_numbers_plus_is_kept(sent: str) -> None:
    assert by_get(f"type=NEWCALL&agent=a_1&callerid={sent}").callerid == "+5521"


def test_it_is_as_tolerant_as_events_are() -> None:
    event = by_get("Type=newthing&AGENT=default_1001&Server=7&callerid=")
    assert (event.type, event.agent) == ("NEWTHING", "default_1001")
    assert event.fields()["Server"] == "7"
    assert by_get("type=HANGUP&agent=a_1&reason=busy").why == "BUSY"


@pytest.mark.parametrize(
    ("head", "status", "words"),
    [
        (b"hello\r\n\r\n", 400, "not an HTTP request"),
        (b"\r\n\r\n", 400, "not an HTTP request"),
        (b"GET /events?type=X&agent=a\r\n\r\n", 400, "not an HTTP request"),
        (b"\x16\x03\x01\x02\r\n\r\n", 400, "not an HTTP request"),
        (request("GET /events HTTP/1.1"), 400, "type is missing"),
        (request("GET /events?type=NEWCALL HTTP/1.1"), 400, "agent is missing"),
        (request("GET /events?type=#TYPE#&agent=a HTTP/1.1"), 400, "type is missing"),
        (request("GET /events?" + "a=1&" * 65 + " HTTP/1.1"), 400, "at most 64 fields"),
        (request("POST /events HTTP/1.1", "Transfer-Encoding: chunked"), 400, "its length"),
        (request("POST /events HTTP/1.1", "Content-Length: 99999"), 400, str(LONGEST_BODY)),
        (request("POST / HTTP/1.1", "Content-Length: 1", "content-length: 2"), 400, "at most"),
        (request("GET / HTTP/1.1"), 404, "this path"),
        (request("GET /events/ HTTP/1.1"), 404, "this path"),
        (request("PUT /events HTTP/1.1"), 405, "GET or POST"),
        (request("HEAD /events HTTP/1.1"), 405, "GET or POST"),
    ],
)
def test_what_is_not_taken(head: bytes, status: int, words: str) -> None:
    with pytest.raises(BadPost, match=words) as raised:
        read(head)
    assert raised.value.status == status


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize(
    "header",
    [
        "Origin: https://evil.example",
        "origin:null",
        "ORIGIN : http://127.0.0.1:8090",
        "Sec-Fetch-Site: same-origin",
        "sec-fetch-mode: no-cors",
        "Sec-CH-UA: x",
        "Referer: https://evil.example/",
        "Cookie: a=1",
    ],
)
def test_what_a_browser_sends_is_refused(method: str, header: str) -> None:
    line = f"{method} /events?{urlencode(FIELDS)} HTTP/1.1"
    with pytest.raises(BadPost, match="do not come from a browser") as raised:
        read(request(line, "Host: desk", header))
    assert raised.value.status == 403


def test_the_server_may_send_what_other_programs_send() -> None:
    others = ("User-Agent: InstantVoice", "Accept: */*", "X-Origin: acd", "Original: 1")
    line = f"POST /events?{urlencode(FIELDS)} HTTP/1.1"
    assert read(request(line, *others)) == Event(**FIELDS)


def test_get_is_refused_unless_the_site_asks_by_it() -> None:
    by_post = Listening(HERE.host)
    with pytest.raises(BadPost, match="events_get = true") as raised:
        read(request(f"GET /events?{urlencode(FIELDS)} HTTP/1.1"), listening=by_post)
    assert raised.value.status == 405
    with pytest.raises(BadPost, match="Events come by POST"):
        read(request("PUT /events HTTP/1.1"), listening=by_post)
    posted = request(f"POST /events?{urlencode(FIELDS)} HTTP/1.1")
    assert read(posted, listening=by_post) == Event(**FIELDS)


@given(st.binary(max_size=200), st.binary(max_size=100))
def test_no_bytes_raise_anything_else(target: bytes, body: bytes) -> None:
    for method in (b"GET", b"POST"):
        for line in (target, b"%s /events?%s HTTP/1.1\r\n\r\n" % (method, target)):
            with contextlib.suppress(BadPost):
                event = read(line, body)
                assert event.type
                assert event.agent


@given(
    st.fixed_dictionaries(
        {name: st.text(st.characters(exclude_categories=["Cs"]), max_size=20) for name in FIELDS}
    )
)
def test_what_is_encoded_arrives(fields: dict[str, Any]) -> None:
    fields |= {"type": "PAUSE", "agent": "default_1001"}
    event = by_get(urlencode(fields))
    for name in ("direction", "uniqueid"):
        text = clean(fields[name])
        tag = text.startswith("#") and text.endswith("#")
        assert getattr(event, name) == text or tag


@given(odd_texts, st.sampled_from(["utf-8", "latin-1", "utf-16"]))
def test_posted_texts_are_made_valid(text: str, encoding: str) -> None:
    form = urlencode({**FIELDS, "callerid": text}, encoding=encoding, errors="replace")
    head = read_head(b"POST /e HTTP/1.1\r\nContent-Length: 9\r\n")
    with contextlib.suppress(BadPost):
        assert_valid(read_event(head, form.encode()).fields())
