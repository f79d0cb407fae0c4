"""XML as plain nodes: what goes in comes out, and what is no message says why."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.instantvoice.simulator.ivws.xml_shim import (
    CannotCarry,
    Node,
    NotXml,
    carriable,
    parse,
    write,
)

NAMESPACES = {"a": "urn:a", "b": "urn:b"}
BOMB = b"""<!DOCTYPE b [<!ENTITY a0 "ha">%s]><b>&a9;</b>""" % b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 20) for n in range(1, 10)
)

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r")
)
names = st.sampled_from(["{urn:a}one", "{urn:b}two", "three"])
nodes = st.recursive(
    st.builds(Node, names, st.dictionaries(names, texts), texts),
    lambda inner: st.builds(
        Node, names, st.dictionaries(names, texts), texts, st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=8,
)


@given(nodes)
def test_what_is_written_is_read_back(node: Node) -> None:
    assert parse(write(node, NAMESPACES)) == node


def test_names_are_taken_apart() -> None:
    node = parse(b'<a:one xmlns:a="urn:a"><two/></a:one>')
    assert (node.local, node.namespace) == ("one", "urn:a")
    assert (node.children[0].local, node.children[0].namespace) == ("two", "")
    assert node.find("two") is node.children[0]
    assert node.find("three") is None


def test_comments_and_instructions_are_not_there() -> None:
    assert parse(b"<a>x<!-- c -->y<?p i?>z<![CDATA[<&]]></a>") == Node("a", text="xyz<&")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not well-formed"),
        (b"hello", "not well-formed"),
        (b"<a>", "not well-formed"),
        (b"<a>\x01</a>", "not well-formed"),
        (b"<a>&#1;</a>", "not well-formed"),
        (b"<a>&what;</a>", "not well-formed"),
        (b"<x:a/>", "not well-formed"),
        (b"<a>\xff</a>", "not well-formed"),
        (b"<a>" * 300 + b"</a>" * 300, "not well-formed"),
        (b"<!DOCTYPE html><html></html>", "must not have a document type"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "document type"),
        (b"<a " + b" ".join(b'a%d=""' % n for n in range(90_000)) + b"/>", "more than 100"),
        (BOMB, "document type|not well-formed"),
    ],
)
def test_what_is_no_message_says_why(data: bytes, words: str) -> None:
    with pytest.raises(NotXml, match=words):
        parse(data)


def test_what_http_says_of_the_encoding_holds() -> None:
    assert parse("<a>é</a>".encode("latin-1"), "iso-8859-1").text == "é"
    with pytest.raises(NotXml, match="There is no encoding 'klingon'"):
        parse(b"<a/>", "klingon")


@given(st.binary(max_size=200) | st.binary(max_size=50).map(lambda more: b"<a>" + more + b"</a>"))
def test_any_bytes_are_a_node_or_not_xml(data: bytes) -> None:
    with contextlib.suppress(NotXml):
        assert isinstance(parse(data), Node)


@pytest.mark.parametrize("character", ["\0", "\x01", "\x0b", "\x1f", "\ud800", "\uffff"])
def test_what_xml_cannot_carry_is_said(character: str) -> None:
    words = re.escape(f"one has the character U+{ord(character):04X}")
    for node in (Node("one", text=character), Node("one", {"two": character})):
        with pytest.raises(CannotCarry, match=words):
            write(node, {})
    assert carriable(f"a{character}b") == "a\ufffdb"
