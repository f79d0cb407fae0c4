"""The manual's examples: all kept as fixtures, and each JSON request is what we would send."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.vendors.instantvoice.messages.bodies import parse_reply
from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice_bench import Bench
from tests.support.instantvoice_manual import (
    BROKEN,
    FIXTURES,
    MANUAL,
    examples,
    squeezed,
    xml_examples,
)
from tests.support.instantvoice_seed import built, example

WRONG_METHOD = {"Hangup": "NewCall", "QueueInfo": "QueueList"}
CORRECTED: dict[str, dict[str, Any]] = {
    "AgentQueueAdd": {
        "accountcode": "default",
        "user": "0001",
        "queues": [{"name": "1", "priority": "0"}],
    },
    "NewCallBack": {
        "Accountcode": "default",
        "Ruleid": "1",
        "Mcdu": "6100",
        "Originator": "2177277722",
        "Language": "pt_BR",
        "Location_id": "1",
        "Queue_id": "1",
        "Email": "instant@instant.com.br",
    },
    "SipUserAdd": {
        "name": "1010",
        "accountcode": "default",
        "musiconhold": "default",
        "secret": "creative-password",
        "useclientcode": "yes",
    },
    "SipUserModify": {
        "original_name": "1010",
        "original_accountcode": "default",
        "musiconhold": "default",
        "secret": "creative-password",
        "useclientcode": "yes",
    },
}
STATE = {"AgentLogin", "AgentLogoff", "AgentPause", "AgentUnpause"}
REFUSED = {
    # The agent's only queue, after the one example that gives them one.
    "AgentQueueDelete": 10,
}
UNBROKEN = sorted(METHODS.keys() - CORRECTED.keys() - WRONG_METHOD.keys())


def as_texts(value: Any) -> Any:
    """We send every value as a text: as a number, leading zeros would be lost."""
    if isinstance(value, dict):
        return {name: as_texts(inner) for name, inner in value.items()}
    return [as_texts(inner) for inner in value] if isinstance(value, list) else str(value)


@pytest.mark.shows(
    "instantvoice",
    "method * over STOMP",
    "JSON request example of *",
    "inconsistency: JSON examples end with a comma",
)
@pytest.mark.parametrize("method", UNBROKEN)
def test_every_request_of_the_manual_is_produced(method: str) -> None:
    name, _, arguments = example(method)
    assert name == method
    assert built(method, **arguments) == as_texts(arguments)


@pytest.mark.shows(
    "instantvoice",
    "method AgentQueueAdd over STOMP",
    "method NewCallBack over STOMP",
    "method SipUserAdd over STOMP",
    "method SipUserModify over STOMP",
    "inconsistency: AgentQueueAdd's JSON example lacks a comma",
    "inconsistency: NewCallBack's JSON example mixes its quotes",
    "inconsistency: SipUserAdd's and SipUserModify's JSON examples lack commas",
)
@pytest.mark.parametrize("method", CORRECTED)
def test_what_is_broken_in_the_manual_is_sent_as_it_was_meant(method: str) -> None:
    assert f"{method}.request.json" in BROKEN
    assert built(method, **CORRECTED[method]) == CORRECTED[method]
    message = squeezed((FIXTURES / f"{method}.request.json").read_text("utf-8"))
    arguments = {**CORRECTED[method], **{n: "" for n in ("queues",) if n in CORRECTED[method]}}
    for name, value in arguments.items():
        assert name in message
        assert str(value) in message


@pytest.mark.shows(
    "instantvoice", "JSON request example of Hangup", "JSON request example of QueueInfo"
)
@pytest.mark.parametrize(("method", "printed"), WRONG_METHOD.items())
def test_what_names_the_wrong_method_is_sent_under_its_own_name(method: str, printed: str) -> None:
    assert example(method)[0] == printed
    assert METHODS[method].name == method


@pytest.mark.shows("instantvoice", "JSON reply example of *")
@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.reply.json")), ids=lambda path: path.name)
def test_every_reply_of_the_manual_has_the_declared_shape(path: Any) -> None:
    reply = parse_reply(path.read_bytes())
    assert reply is not None
    assert reply.code == 0
    section = path.name.partition(".")[0]
    if section == "Identifier":
        assert (reply.data, reply.identifier) == ("Successful QueueAdd", "key1234")
        return
    match METHODS[section].reply:
        case "names":
            assert all(isinstance(name, str | int) for name in reply.data)
        case "record":
            assert isinstance(reply.data, dict)
        case "records":
            assert all(isinstance(record, dict) for record in reply.data)
        case "text":
            assert isinstance(reply.data, str)
        case other:
            pytest.fail(f"{section} answers data, but is declared as {other}")


def test_the_simulator_does_what_the_manual_asks_for() -> None:
    """Every request as printed (corrected where it is broken), on one platform."""
    bench = Bench()
    bench.platform.sip_users["default_1111"] = dict(bench.platform.sip_users["default_0001"])
    for number in ("0001", "0002"):
        bench.data("AgentAdd", accountcode="default", user=number)
    for number in ("1", "2"):
        bench.data("QueueAdd", accountcode="default", name=number)
    left_out = STATE | set(WRONG_METHOD) | {"NewCall", "BlindTransfer"}
    order = sorted(
        METHODS.keys() - left_out, key=lambda name: ("Delete" in name, "Add" not in name)
    )
    modified = {"QueueDelete": {"name": "8015"}}
    for name in order:
        arguments = CORRECTED.get(name) or example(name)[2]
        code = bench.code(name, arguments, modified.get(name, {}))
        assert code == REFUSED.get(name, 0), name


@pytest.mark.parametrize(
    "method", ["AgentInfo", "AgentLineList", "AgentQueueMembers", "AgentQueueList", "QueueInfo"]
)
def test_the_simulator_answers_in_the_manuals_shape(method: str) -> None:
    shown = parse_reply((FIXTURES / f"{method}.reply.json").read_bytes())
    assert shown is not None
    told = Bench().data(method, accountcode="default", user="1001", name="7012")
    if isinstance(shown.data, list):
        assert shapes(told[0]) == shapes(shown.data[0])
    else:
        assert shapes(told) == shapes(shown.data)


def shapes(record: dict[str, Any]) -> dict[str, type]:
    return {name: type(value) for name, value in record.items()}


def test_every_method_is_in_the_manual_with_a_request() -> None:
    shown = {path.name.partition(".")[0] for path in FIXTURES.glob("*.request.json")}
    assert shown == {*METHODS, "Identifier"}


def test_no_json_example_of_the_manual_is_missing() -> None:
    if not MANUAL.exists():
        pytest.skip(f"the manual is not beside this checkout ({MANUAL.name})")
    found = list(examples(MANUAL.read_text("utf-8")))
    assert {one.file for one in found} == {path.name for path in FIXTURES.glob("*.json")}
    for one in found:
        kept = (FIXTURES / one.file).read_text("utf-8")
        assert squeezed(kept) == squeezed(one.text), one.file


def test_no_xml_example_of_the_manual_is_missing() -> None:
    if not MANUAL.exists():
        pytest.skip(f"the manual is not beside this checkout ({MANUAL.name})")
    found = list(xml_examples(MANUAL.read_text("utf-8")))
    assert {one.file for one in found} == {path.name for path in FIXTURES.glob("*.xml")}
    for one in found:
        assert (FIXTURES / one.file).read_text("utf-8") == one.text, one.file


def test_every_method_has_an_xml_request() -> None:
    shown = {path.name.partition(".")[0] for path in FIXTURES.glob("*.request.xml")}
    assert shown == set(METHODS)


def test_the_xml_examples_of_a_text_are_found() -> None:
    text = (
        "Hangup\n\nwords\n <soapenv:Envelope\n a='b'>\n QueueList\n </soapenv:Envelope>\n"
        "Example:\n<SOAP-ENV:Envelope>\n</SOAP-ENV:Envelope>\n[0]\n"
    )
    found = [(one.file, one.text.count("\n")) for one in xml_examples(text)]
    assert found == [("Hangup.request.xml", 4), ("Hangup.reply.xml", 2)]


def test_the_examples_of_a_text_are_found() -> None:
    text = "Hangup\n\nwords [0, x]\n[\n  \"Hangup\", {}\n]\n[0, 'x']\nPollEvents\n[{\n...\n}]\n"
    found = [(one.section, one.kind) for one in examples(text)]
    assert found == [("Hangup", "request"), ("Hangup", "reply"), ("PollEvents", "events")]
