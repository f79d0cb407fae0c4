"""The desk's own SOAP side against the simulator's: the same answers as over STOMP."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.vendors.instantvoice.client.soap_replies import read_reply
from cti_desk.vendors.instantvoice.client.zeep_shim import Wsdl
from cti_desk.vendors.instantvoice.messages.bodies import Reply
from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.simulator.ivws.names import soap
from cti_desk.vendors.instantvoice.simulator.ivws.wsdl import wsdl
from cti_desk.vendors.instantvoice.simulator.ivws.xml_shim import Node, parse
from cti_desk.vendors.instantvoice.simulator.variants import Variants
from tests.support.instantvoice_bench import KEY
from tests.support.ivws import AS_PRINTED, IvwsBench, as_the_manual_has_it, carried_out, example

ADDRESS = "http://127.0.0.1:7789/"
TOLD_OTHERWISE = {"qualify", "ipaddr", "useclientcode"}
"""Of a SIP user: in the manual's examples, too, each transport says them in its own way."""


@pytest.fixture(scope="module")
def described() -> Wsdl:
    return Wsdl(f"{ADDRESS}?wsdl", "the simulator", lambda url: wsdl(ADDRESS, Variants()))


def built(described: Wsdl, method: str, key: str, arguments: dict[str, Any]) -> bytes:
    """A request as the desk sends it, from arguments in any spelling."""
    declared = METHODS[method]
    items = {one.name: one.item for one in declared.arguments if one.kind == "records"}
    spelt = declared.spell(declared.check(arguments), "soap")
    return described.build(method, key, spelt, items).body


def over_soap(bench: IvwsBench, described: Wsdl, method: str, arguments: dict[str, Any]) -> Reply:
    answer = bench.ivws.answer(built(described, method, KEY, arguments))
    return read_reply(METHODS[method], METHODS[method].check(arguments), answer.body)


def over_stomp(bench: IvwsBench, method: str, arguments: dict[str, Any]) -> Reply:
    declared = METHODS[method]
    return Reply(*bench.reply(method, declared.spell(declared.check(arguments), "stomp")))


def set_elements(node: Node) -> Node:
    """An element without what lays it out, and without its children that say “not set”."""
    children = (set_elements(child) for child in node.children)
    said = tuple(child for child in children if child.text or child.children)
    return replace(node, text="" if said else node.text.strip(), children=said)


@pytest.mark.parametrize("method", METHODS)
def test_the_desk_sends_what_the_manual_prints(described: Wsdl, method: str) -> None:
    """Names, namespaces, order and texts are the same."""
    printed = set_elements(parse(example(method)[0]))
    key = next(child.text for child in printed.children[0].children[0].children)
    ours = parse(built(described, method, key, example(method)[1]))
    assert set_elements(ours).find(soap("Body")) == printed.find(soap("Body"))


@pytest.mark.parametrize("variants", [{}, AS_PRINTED], ids=["valid", "as printed"])
def test_both_transports_do_and_tell_the_same(described: Wsdl, variants: dict[str, Any]) -> None:
    soap_side, stomp_side = as_the_manual_has_it(), as_the_manual_has_it()
    soap_side.platform.variants.change(variants)
    told: dict[str, Reply] = {}
    heard: dict[str, Reply] = {}

    def ask_soap(method: str) -> None:
        told[method] = over_soap(soap_side, described, method, example(method)[1])

    def ask_stomp(method: str) -> None:
        heard[method] = over_stomp(stomp_side, method, example(method)[1])

    carried_out(soap_side, ask_soap)
    carried_out(stomp_side, ask_stomp)
    assert told.keys() == heard.keys() == METHODS.keys()
    for name in METHODS:
        assert told[name].code == heard[name].code == 0, name
        same(name, told[name].data, heard[name].data)


def same(method: str, told: Any, heard: Any) -> None:
    if METHODS[method].reply == "none":
        return
    if isinstance(heard, list) and isinstance(heard[0], dict):
        assert len(told) == len(heard)
        for ours, theirs in zip(told, heard, strict=True):
            same_record(method, ours, theirs)
    elif isinstance(heard, dict):
        same_record(method, told, heard)
    else:
        assert told == heard, method


def same_record(method: str, told: dict[str, Any], heard: dict[str, Any]) -> None:
    shared = told.keys() & heard.keys() - TOLD_OTHERWISE
    carried = {one.name for one in METHODS[method].members if one.spellings("soap")}
    assert shared == carried - TOLD_OTHERWISE, method
    for name in shared:
        # Nothing said is null or empty.
        assert (told[name] or None) == (heard[name] or None), (method, name)


@pytest.mark.parametrize("method", METHODS)
def test_both_transports_refuse_the_same(described: Wsdl, method: str) -> None:
    spelt = {one.name for one in METHODS[method].arguments}
    account = next(name for name in ("accountcode", "original_accountcode") if name in spelt)
    arguments = {**example(method)[1]}
    arguments = {name: value for name, value in arguments.items() if name.lower() != account}
    bench = IvwsBench()
    elsewhere = {**arguments, account: "elsewhere"}
    told = over_soap(bench, described, method, elsewhere)
    heard = over_stomp(bench, method, elsewhere)
    assert told.code == heard.code == 3
    bench.service.rights[KEY] = frozenset()
    told = over_soap(bench, described, method, elsewhere)
    heard = over_stomp(bench, method, elsewhere)
    assert told.code == heard.code == -2
