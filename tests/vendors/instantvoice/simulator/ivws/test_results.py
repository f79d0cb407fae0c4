"""METHODResult, as the manual prints it and as the WSDL says it."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.simulator.ivws.names import XSI, ivws
from cti_desk.vendors.instantvoice.simulator.ivws.results import response
from cti_desk.vendors.instantvoice.simulator.ivws.shapes import parts
from cti_desk.vendors.instantvoice.simulator.ivws.xml_shim import Node
from cti_desk.vendors.instantvoice.simulator.variants import Variants
from tests.support.instantvoice_manual import FIXTURES
from tests.support.ivws import AS_PRINTED, IvwsBench, printed_reply

REPLIES = sorted(path.name.partition(".")[0] for path in FIXTURES.glob("*.reply.xml"))


def printed_variants() -> Variants:
    variants = Variants()
    variants.change(AS_PRINTED)
    return variants


def data_of(method: Method, result: Node) -> Any:
    """What the platform must have said for the manual's reply to come out."""
    if method.reply == "names":
        return [name.text.strip("(,)'") for name in result.children]
    if method.reply == "records":
        return [_record(method, one) for one in result.children]
    return _record(method, result)


def _record(method: Method, node: Node) -> dict[str, Any]:
    members = {part.element: part.member for part in parts(method, printed_variants())}
    told: dict[str, Any] = {members[child.local]: child.text for child in node.children}
    return {**told, "linestatusts": 0} if "linestatusts" in told else told


def sorted_by_name(node: Node) -> Node:
    """The order of a record's members means nothing."""
    children = sorted(map(sorted_by_name, node.children), key=lambda one: (one.name, one.text))
    return replace(node, children=tuple(children), text=node.text.strip())


@pytest.mark.parametrize("name", REPLIES)
def test_every_reply_of_the_manual_is_produced(name: str) -> None:
    method, printed = METHODS[name], printed_reply(name)
    made = response(method, data_of(method, printed), printed_variants())
    assert made.name == ivws(f"{name}Response")
    assert sorted_by_name(made.children[0]) == sorted_by_name(printed)


def test_a_method_that_acts_answers_its_code() -> None:
    made = response(METHODS["AgentLogin"], -2, Variants())
    result = Node(ivws("AgentLoginResult"), {f"{{{XSI}}}type": "xs:integer"}, "-2")
    assert made == Node(ivws("AgentLoginResponse"), children=(result,))


def test_whole_numbers_lose_their_leading_zeros() -> None:
    bench = IvwsBench()
    for name in ("0015", "0016"):
        bench.data("QueueAdd", accountcode="default", name=name)
    bench.data("AgentAdd", accountcode="default", user="0042")
    assert bench.soap("QueueList", accountcode="default") == ["7012", "15", "16"]
    assert bench.soap("AgentList", accountcode="default")[-1] == "42"
    assert bench.soap("SipUserList", accountcode="default")[:2] == ["instantvoice", "0001"]


@pytest.mark.parametrize("variant", ["texts", "tuples"])
def test_an_empty_list_is_an_empty_list(variant: str) -> None:
    variants = Variants()
    variants.change({"soap_sip_names": variant})
    for name in ("SipUserList", "AgentQueueList"):
        (result,) = response(METHODS[name], [], variants).children
        assert result == Node(ivws(f"{name}Result"))


def test_soap_tells_of_a_sip_user_what_stomp_leaves_out() -> None:
    bench = IvwsBench()
    told = {"description": "Reception", "ipaddr": "10.0.0.7", "qualify": "500"}
    assert bench.soap("SipUserAdd", accountcode="default", name="0031", **told) == "0"
    found = bench.soap("SipUserInfo", accountcode="default", name="0031")
    assert {name: found[name] for name in told} == told
    assert (found["name"], found["useclientcode"], found["call_limit"]) == (
        "default_0031",
        None,
        "0",
    )
    stomp = bench.data("SipUserInfo", accountcode="default", name="0031")
    assert (stomp["ipaddr"], stomp["call-limit"]) == ("0.0.0.0", 0)
    assert "description" not in stomp


def test_soap_tells_of_a_line_its_accountcode() -> None:
    lines = IvwsBench().soap("AgentLineList", accountcode="default", user="1001")
    assert [(line["accountcode"], line["linestatusts"]) for line in lines] == [
        ("default", None)
    ] * 2
