"""The call in a request, and the fault that tells why there is none."""

from __future__ import annotations

import pytest

from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.simulator.ivws.envelope import (
    BadRequest,
    enveloped,
    fault,
    read_call,
)
from cti_desk.vendors.instantvoice.simulator.ivws.names import FAULT_PREFIXES, IVWS, SOAP, ivws
from cti_desk.vendors.instantvoice.simulator.ivws.xml_shim import Node, parse, write
from tests.support.instantvoice_manual import FIXTURES
from tests.support.ivws import body, call

XSI = 'xmlns:x="http://www.w3.org/2001/XMLSchema-instance"'
LINES = [{"linenumber": "1", "inbound": "0"}, {"linenumber": "2"}]


@pytest.mark.parametrize("method", METHODS)
def test_every_request_of_the_manual_is_read(method: str) -> None:
    found = read_call(parse((FIXTURES / f"{method}.request.xml").read_bytes()))
    assert found.method.name == method
    assert found.key in ("1234", "f054bbd2f5ebab9", "mykey")
    spelt = {name for one in found.method.arguments for name in one.spellings("soap")}
    assert found.values.keys() <= spelt


@pytest.mark.shows("instantvoice", "inconsistency: QueueAdd's SOAP example pads its texts")
def test_texts_lose_the_white_space_around_them() -> None:
    found = read_call(parse((FIXTURES / "QueueAdd.request.xml").read_bytes()))
    assert found.values["accountcode"] == "default"
    assert found.values["announce"] == "SynthR - Oceanus.mp3"
    assert found.values["timeout"] == ""


def test_children_are_taken_prefixed_or_not() -> None:
    inner = "<key>k</key><i:user>1</i:user><o:name xmlns:o='urn:o'>x</o:name>"
    found = read_call(parse(body(f"<i:AgentInfo xmlns:i='{IVWS}'>{inner}</i:AgentInfo>")))
    assert (found.key, found.values) == ("k", {"user": "1"})


@pytest.mark.parametrize("prefix", ["", "i:"])
def test_records_are_read_in_their_order(prefix: str) -> None:
    data = call("AgentLineAdd", lines=LINES).replace(b"<line", b"<" + prefix.encode() + b"line")
    data = data.replace(b"</line", b"</" + prefix.encode() + b"line")
    assert read_call(parse(data)).values["lines"] == LINES


@pytest.mark.parametrize(
    "inner",
    [
        "<i:lines><lineX><linenumber>1</linenumber></lineX></i:lines>",
        "<i:lines><queue1/></i:lines>",
        "<i:user><b/></i:user>",
    ],
)
def test_what_has_no_text_is_nothing_that_could_be_meant(inner: str) -> None:
    data = body(f"<i:AgentLineAdd xmlns:i='{IVWS}'>{inner}</i:AgentLineAdd>")
    assert list(read_call(parse(data)).values.values()) == [{}]


def test_nil_is_not_set() -> None:
    inner = f"<i:key {XSI} x:nil='true'>k</i:key><i:user {XSI} x:nil='1'/>"
    found = read_call(parse(body(f"<i:AgentInfo xmlns:i='{IVWS}'>{inner}</i:AgentInfo>")))
    assert (found.key, found.values) == ("", {"user": ""})


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"<html><body>no</body></html>", "Client", "no SOAP envelope but <html>"),
        (
            b'<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"/>',
            "VersionMismatch",
            "SOAP 1.2, IVWS speaks SOAP 1.1",
        ),
        (b'<e:Envelope xmlns:e="urn:x"/>', "VersionMismatch", "urn:x"),
        (f'<e:Envelope xmlns:e="{SOAP}"/>'.encode(), "Client", "no Body"),
        (body(""), "Client", "0 elements, not one call"),
        (body("<a/><b/>"), "Client", "2 elements, not one call"),
        (body("<AgentList/>"), "Client", "in no namespace, the methods are in Ivws.Ivws"),
        (body("<a:AgentList xmlns:a='urn:x'/>"), "Client", "in the namespace urn:x"),
        (call("AgentDance"), "Client", "no method AgentDance"),
        (call("agentlist"), "Client", "no method agentlist"),
        (
            body(f"<i:AgentList xmlns:i='{IVWS}'><key/><i:key/></i:AgentList>"),
            "Client",
            "names key twice",
        ),
        (
            body("", "<s:Header><w:Security xmlns:w='urn:w' s:mustUnderstand='1'/></s:Header>"),
            "MustUnderstand",
            "does not understand the header Security",
        ),
    ],
)
def test_what_is_no_call_says_why(data: bytes, code: str, words: str) -> None:
    with pytest.raises(BadRequest, match=words) as raised:
        read_call(parse(data))
    assert raised.value.code == code


def test_headers_that_need_no_understanding_are_passed_over() -> None:
    header = "<s:Header><w:Trace xmlns:w='urn:w' s:mustUnderstand='0'/></s:Header>"
    data = body(f"<i:AgentList xmlns:i='{IVWS}'/>", header)
    assert read_call(parse(data)).method.name == "AgentList"


def test_a_fault_is_soaps() -> None:
    sent = write(enveloped(fault("3 NOT \x01 FOUND", "Client", 3)), FAULT_PREFIXES)
    (content,) = parse(sent).children[0].children
    assert content.children == (
        Node("faultcode", text="SOAP-ENV:Client"),
        Node("faultstring", text="3 NOT \ufffd FOUND"),
        Node("detail", children=(Node(ivws("code"), text="3"),)),
    )
