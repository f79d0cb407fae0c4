"""XML as IVWS writes it, and XML as nobody should."""

from __future__ import annotations

import contextlib
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.instantvoice.client.lenient_xml import BadXml, parse_xml
from tests.support.odd_text import assert_valid, xml_texts


@pytest.mark.shows(
    "instantvoice",
    "inconsistency: SOAP replies say mlns for xmlns",
    "inconsistency: SOAP replies use an undeclared prefix",
)
def test_names_are_local_and_prefixes_need_no_declaration() -> None:
    root = parse_xml(b'<S:Envelope mlns:S="x"><S:Body type="tns:y"><A>1</A></S:Body></S:Envelope>')
    body = root.child("body")
    assert (root.name, body is not None and body.children[0].text) == ("Envelope", "1")


@pytest.mark.shows("instantvoice", "inconsistency: SOAP replies use xs:nil and an old namespace")
@pytest.mark.parametrize("attribute", ['xs:nil="1"', 'xsi:nil="true"', 'nil="1"'])
def test_nil_in_any_namespace(attribute: str) -> None:
    assert parse_xml(f"<a {attribute}/>".encode()).nil


def test_what_is_not_nil() -> None:
    assert not parse_xml(b'<a nil="0" x:type="nil"/>').nil


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("  default\n ", "default"),
        ("('0001',)", "0001"),
        ('("0001",)', "0001"),
        ("(u'0001',)", "0001"),
        ("(17,)", "17"),
        ("('a', 'b')", "('a', 'b')"),
        ("(11) 2198-7654", "(11) 2198-7654"),
        ("a<!-- x -->b", "ab"),
        ("<![CDATA[<b>]]>", "<b>"),
        ("&lt;&#233;", "<é"),
    ],
)
def test_texts_are_trimmed_and_taken_out_of_tuples(text: str, read: str) -> None:
    assert parse_xml(f"<a>{text}</a>".encode()).text == read


def test_the_character_set_of_the_header_wins() -> None:
    assert parse_xml("<a>é</a>".encode("latin-1"), "iso-8859-1").text == "é"
    assert parse_xml('<?xml version="1.0" encoding="latin-1"?><a>é</a>'.encode("latin-1")).text


@pytest.mark.parametrize(
    ("body", "charset", "words"),
    [
        (b"", None, "no element"),
        (b"<a><b></a>", None, "mismatched"),
        (b"<a>&nbsp;</a>", None, "undefined entity"),
        (b"<a/>", "no-such-set", "character set"),
        (b'<?xml version="1.0" encoding="x-none"?><a/>', None, "."),
        (b"<!DOCTYPE a><a/>", None, "document type"),
        (b'<!DOCTYPE a SYSTEM "http://evil.example/a.dtd"><a/>', None, "document type"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', None, "document"),
        (b"<a>" * 100_000, None, "more elements"),
        (b"<r>" + b"<a/>" * 300_000 + b"</r>", None, "more elements"),
    ],
)
def test_what_is_refused(body: bytes, charset: str | None, words: str) -> None:
    with pytest.raises(BadXml, match=words):
        parse_xml(body, charset)


def test_walking_goes_in_the_texts_order() -> None:
    root = parse_xml(b"<a><b><c/></b><d/></a>")
    assert [node.name for node in root.walk()] == ["a", "b", "c", "d"]


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "utf-16", "latin-1", "ü", "\x00"]))
def test_any_bytes_are_read_or_refused(body: bytes, charset: str | None) -> None:
    with contextlib.suppress(BadXml):
        assert parse_xml(body, charset).name


@given(st.text(alphabet="<>/abx:='\"&;![]- ", max_size=80))
def test_anything_like_xml_is_read_or_refused(text: str) -> None:
    try:
        root = parse_xml(text.encode())
    except BadXml:
        return
    assert root.name


@given(xml_texts)
def test_every_text_is_made_valid(text: str) -> None:
    with contextlib.suppress(BadXml):
        root = parse_xml(f"<a><{text[:9]}/>{escape(text)}</a>".encode())
        assert_valid([[node.name, node.text] for node in root.walk()])
    root = parse_xml(f"<a>{escape(text)}</a>".encode())
    assert_valid(root.text)
