"""Requests built from a WSDL: the simulator's, and such as others may write."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.errors import NotOffered, UsageError
from cti_desk.declarations.arguments import Argument
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.instantvoice.client.lenient_xml import Node, parse_xml
from cti_desk.vendors.instantvoice.client.zeep_shim import Wsdl
from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice_manual import FIXTURES
from tests.support.ivws_server import WSDL

URL = "http://acd:7789/?wsdl"


@pytest.fixture(scope="module")
def wsdl() -> Wsdl:
    return Wsdl(URL, "acd:7789", lambda url: WSDL)


def body(built: bytes) -> Node:
    found = parse_xml(built).child("Body")
    assert found is not None
    return found.children[0]


def outline(node: Node) -> Any:
    inner = [outline(child) for child in node.children]
    return (node.name, inner or node.text)


def arguments_of(node: Node, declared: tuple[Argument, ...]) -> dict[str, Any]:
    """A request's arguments, in our names, those that are set."""
    names = {one.spellings("soap")[0]: one for one in declared if one.spellings("soap")}
    found: dict[str, Any] = {}
    for child in node.children:
        argument = names.get(child.name)
        if argument is not None and child.children:
            found[argument.name] = [arguments_of(one, argument.fields) for one in child.children]
        elif argument is not None and child.text:
            found[argument.name] = child.text
    return found


@pytest.mark.shows("instantvoice", "XML request example of *")
@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_request_of_the_manual_is_produced(wsdl: Wsdl, name: str) -> None:
    """Elements that the manual sends empty are left out: either way they are “not set”."""
    shown = body((FIXTURES / f"{name}.request.xml").read_bytes())
    method = METHODS[name]
    items = {arg.name: arg.item for arg in method.arguments if arg.kind == "records"}
    key = shown.child("key")
    assert key is not None
    given = arguments_of(shown, method.arguments)
    built = wsdl.build(name, key.text, method.spell(given, "soap"), items)
    wanted = [pair for child in shown.children if (pair := outline(child))[1]]
    assert sorted(outline(child) for child in body(built.body).children) == sorted(wanted)


def test_a_request_goes_to_the_path_and_with_the_action_of_the_wsdl(wsdl: Wsdl) -> None:
    built = wsdl.build("AgentList", "k", {"accountcode": "default"}, {})
    assert (built.path, built.headers["SOAPAction"]) == ("/", '"AgentList"')
    assert built.body.startswith(b"<?xml")


def test_an_empty_text_is_sent(wsdl: Wsdl) -> None:
    built = wsdl.build("AgentModify", "k", {"accountcode": "default", "name": ""}, {})
    assert outline(body(built.body)) == (
        "AgentModify",
        [("key", "k"), ("accountcode", "default"), ("name", "")],
    )


def test_leading_zeros_stay(wsdl: Wsdl) -> None:
    as_numbers = WSDL.replace(b'name="user" type="xs:string"', b'name="user" type="xs:integer"')
    assert as_numbers != WSDL
    for read in (wsdl, Wsdl(URL, "acd", lambda url: as_numbers)):
        built = read.build("AgentDelete", "k", {"accountcode": "default", "user": "0001"}, {})
        assert b">0001<" in built.body


def test_elements_that_must_be_there_are_sent_empty() -> None:
    strict = Wsdl(URL, "acd", lambda url: WSDL.replace(b' minOccurs="0" nillable="true"', b""))
    built = strict.build("AgentModify", "k", {"accountcode": "default"}, {})
    names = [child.name for child in body(built.body).children]
    assert names[:3] == ["key", "original_accountcode", "original_user"]
    added = strict.build("AgentLineAdd", "k", {"lines": [{"linenumber": "1"}]}, {"lines": "line"})
    assert ("line1", [("linenumber", "1")]) in outline(body(added.body))[1][-1][1]


@pytest.mark.parametrize("kind", [b"xs:anyType", b"xs:string"])
def test_records_go_into_whatever_the_wsdl_says_of_lists(kind: bytes) -> None:
    document = WSDL.replace(b'name="lines" type="tns:lines"', b'name="lines" type="' + kind + b'"')
    assert document != WSDL
    loose = Wsdl(URL, "acd", lambda url: document)
    built = loose.build(
        "AgentLineAdd",
        "k",
        {"lines": [{"linenumber": "1", "inbound": "0"}, {"linenumber": "2"}]},
        {"lines": "line"},
    )
    lines = body(built.body).child("lines")
    assert lines is not None
    assert [outline(line) for line in lines.children] == [
        ("line1", [("linenumber", "1"), ("inbound", "0")]),
        ("line2", [("linenumber", "2")]),
    ]
    assert b"<line1>" in built.body


def test_names_are_found_in_another_case() -> None:
    lower = Wsdl(URL, "acd", lambda url: WSDL.replace(b'name="Reason"', b'name="reason"'))
    built = lower.build("AgentPause", "k", {"Reason": "1"}, {})
    assert ("reason", "1") in outline(body(built.body))[1]


def test_what_the_wsdl_does_not_have(wsdl: Wsdl) -> None:
    assert wsdl.methods == METHODS.keys()
    with pytest.raises(NotOffered, match="acd:7789 has no method Nope"):
        wsdl.build("Nope", "k", {}, {})
    with pytest.raises(UsageError, match="takes no “colour” in AgentList"):
        wsdl.build("AgentList", "k", {"colour": "red"}, {})
    with pytest.raises(UsageError, match="characters that XML cannot carry"):
        wsdl.build("AgentList", "k", {"accountcode": "a\x0b"}, {})


def test_documents_come_from_the_same_server_only() -> None:
    schema = b'<xs:import namespace="x" schemaLocation="//evil.example/x.xsd"/><xs:element'
    document = WSDL.replace(b"<xs:element", schema, 1)
    asked: list[str] = []

    def load(url: str) -> bytes:
        asked.append(url)
        return document

    with pytest.raises(LinkFailure, match=r"needs http://evil\.example/x\.xsd, which is not asked"):
        Wsdl(URL, "acd", load)
    assert asked == [URL]


def test_what_loading_raises_passes() -> None:
    def load(url: str) -> bytes:
        raise LinkFailure("timeout", "too slow")

    with pytest.raises(LinkFailure, match="too slow") as failed:
        Wsdl(URL, "acd", load)
    assert failed.value.failure == "timeout"
