from __future__ import annotations

import contextlib
from itertools import pairwise
from xml.etree.ElementTree import Element, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.compass.client import xmpp_reader
from cti_desk.vendors.compass.client.xmpp_reader import (
    DEEPEST,
    Closed,
    Opened,
    Part,
    StreamReader,
    Unacceptable,
    read_frame,
)

STREAM = (
    "<?xml version='1.0'?><s:stream xmlns='c' xmlns:s='urn:s' id='é'> <message to='a'>"
    "<body>€ &lt;b&gt; <![CDATA[<c>]]></body></message>\n<!-- no --><iq/></s:stream>"
).encode()


def told(parts: list[Part]) -> list[str]:
    return [
        tostring(one, "unicode") if isinstance(one, Element) else type(one).__name__
        for one in parts
    ]


WHOLE = told(list(StreamReader().feed(STREAM)))


def test_cuts_a_stream_into_its_parts() -> None:
    parts = list(StreamReader().feed(STREAM))
    opened, message, iq, closed = parts
    assert isinstance(opened, Opened)
    assert opened.root.get("id") == "é"
    assert isinstance(message, Element)
    assert message[0].text == "€ <b> <c>"
    assert isinstance(iq, Element)
    assert iq.tag == "{c}iq"
    assert isinstance(closed, Closed)


@given(st.lists(st.integers(0, len(STREAM)), max_size=20))
def test_it_does_not_matter_where_the_network_cuts(cuts: list[int]) -> None:
    reader = StreamReader()
    edges = [0, *sorted(cuts), len(STREAM)]
    pieces = [STREAM[start:end] for start, end in pairwise(edges)]
    parts = [part for piece in pieces for part in reader.feed(piece)]
    assert told(parts) == WHOLE


STANZAS = (
    "<message from='pubsub.uc.example.com' type='headline'><event xmlns='e'><items node='15'>"
    "<item id='1'><n a=\"x > y\" t='1492705754'><callId>IKh.é</callId><!-- > --><r>]]</r></n>"
    "</item></items></event></message>",
    "<iq id='1' type='result'/>",
    "<m><![CDATA[a]]b]]></m>",
)


@pytest.mark.parametrize("stanza", [each.encode() for each in STANZAS])
def test_a_stanza_is_there_with_its_last_byte_however_it_was_cut(stanza: bytes) -> None:
    """Some versions of expat keep it back until one more byte arrives (Debian 12 has one)."""
    late = 0
    for first in range(1, len(stanza) - 1):
        for second in range(first + 1, len(stanza)):
            reader = StreamReader()
            list(reader.feed(b"<s>"))
            pieces = stanza[:first], stanza[first:second], stanza[second:]
            found = [part for piece in pieces for part in reader.feed(piece)]
            late += len(found) != 1
    assert late == 0


@given(st.sampled_from(STANZAS), st.lists(st.integers(1, 250), max_size=30))
def test_stanzas_after_stanzas_are_there_with_their_last_byte(stanza: str, cuts: list[int]) -> None:
    reader = StreamReader()
    list(reader.feed(b"<s>"))
    whole = stanza.encode()
    for _ in range(3):
        edges = sorted({0, len(whole), *(cut for cut in cuts if cut < len(whole))})
        found = [part for a, b in pairwise(edges) for part in reader.feed(whole[a:b])]
        assert len(found) == 1


@given(st.binary(max_size=300), st.integers(0, len(STREAM)))
def test_whatever_comes_is_read_or_refused(noise: bytes, at: int) -> None:
    reader = StreamReader()
    with contextlib.suppress(Unacceptable):
        parts = list(reader.feed(STREAM[:at] + noise + STREAM[at:]))
        assert all(isinstance(part, Opened | Element | Closed) for part in parts)


@given(st.text(max_size=300))
def test_a_frame_is_one_element_or_refused(text: str) -> None:
    with contextlib.suppress(Unacceptable):
        assert isinstance(read_frame(text), Element)


def refused(data: bytes, longest: int = 10_000) -> str:
    reader = StreamReader(longest)
    with pytest.raises(Unacceptable) as caught:
        list(reader.feed(data))
    return str(caught.value)


def test_what_was_complete_before_an_error_is_not_lost() -> None:
    feeding = StreamReader().feed(b"<s><a/><b/></c>")
    parts = [next(feeding), next(feeding), next(feeding)]
    with pytest.raises(Unacceptable):
        next(feeding)
    assert told(parts) == ["Opened", "<a />", "<b />"]


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE s [<!ENTITY a 'x'>]>",
        "<!DOCTYPE s SYSTEM 'file:///etc/passwd'>",
        "<!DOCTYPE s [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;&a;'>",
    ],
)
def test_declares_nothing(declared: str) -> None:
    assert "declaration" in refused(f"{declared}<s><a>&b;</a>".encode())
    with pytest.raises(Unacceptable, match="declaration"):
        read_frame(f"{declared}<s/>")


def test_another_encoding_cannot_smuggle_a_declaration_in() -> None:
    assert "XML" in refused("<!DOCTYPE s [<!ENTITY a 'x'>]><s/>".encode("utf-16"))


def test_nothing_is_nested_too_deeply() -> None:
    deep = b"<a>" * DEEPEST
    assert list(StreamReader().feed(b"<s>" + deep))
    assert "deeply" in refused(b"<s><a>" + deep)


def test_no_stanza_is_too_long() -> None:
    assert "too long" in refused(b"<s><a>" + b"x" * 100_000)
    assert "too long" in refused(b"<s><a " + b"x" * 100_000)


@pytest.mark.parametrize("small", [b"<a/>", b"<a b='' c='' d=''/>"])
def test_no_stanza_has_too_many_elements(monkeypatch: pytest.MonkeyPatch, small: bytes) -> None:
    monkeypatch.setattr(xmpp_reader, "MOST_ELEMENTS", 1000)
    assert "too many" in refused(b"<s><a>" + small * 1000)
    reader = StreamReader()
    list(reader.feed(b"<s>"))
    assert len(list(reader.feed((b"<m>" + small * 100 + b"</m>") * 20))) == 20


def test_many_stanzas_are_no_long_one() -> None:
    reader = StreamReader(longest=100_000)
    list(reader.feed(b"<s>"))
    count = sum(len(list(reader.feed(b"<a>" + b"x" * 60_000 + b"</a>"))) for _ in range(10))
    assert count == 10


def test_knows_whether_anything_came() -> None:
    reader = StreamReader()
    list(reader.feed(b""))
    assert not reader.started
    list(reader.feed(b"<"))
    assert reader.started
