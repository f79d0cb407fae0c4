"""The manual's JSON examples: all kept as fixtures, and each request is what we would send."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.vendors.instantvoice.messages import parse_reply
from cti_desk.vendors.instantvoice.methods import METHODS
from tests.support.instantvoice_manual import BROKEN, FIXTURES, MANUAL, examples, squeezed
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
UNBROKEN = sorted(METHODS.keys() - CORRECTED.keys() - WRONG_METHOD.keys())


def as_texts(value: Any) -> Any:
    """We send every value as a text: as a number, leading zeros would be lost."""
    if isinstance(value, dict):
        return {name: as_texts(inner) for name, inner in value.items()}
    return [as_texts(inner) for inner in value] if isinstance(value, list) else str(value)


@pytest.mark.parametrize("method", UNBROKEN)
def test_every_request_of_the_manual_is_produced(method: str) -> None:
    name, _, arguments = example(method)
    assert name == method
    assert built(method, **arguments) == as_texts(arguments)


@pytest.mark.parametrize("method", CORRECTED)
def test_what_is_broken_in_the_manual_is_sent_as_it_was_meant(method: str) -> None:
    assert f"{method}.request.json" in BROKEN
    assert built(method, **CORRECTED[method]) == CORRECTED[method]
    message = squeezed((FIXTURES / f"{method}.request.json").read_text("utf-8"))
    arguments = {**CORRECTED[method], **{n: "" for n in ("queues",) if n in CORRECTED[method]}}
    for name, value in arguments.items():
        assert name in message
        assert str(value) in message


@pytest.mark.parametrize(("method", "printed"), WRONG_METHOD.items())
def test_what_names_the_wrong_method_is_sent_under_its_own_name(method: str, printed: str) -> None:
    assert example(method)[0] == printed
    assert METHODS[method].name == method


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


def test_the_examples_of_a_text_are_found() -> None:
    text = "Hangup\n\nwords [0, x]\n[\n  \"Hangup\", {}\n]\n[0, 'x']\nPollEvents\n[{\n...\n}]\n"
    found = [(one.section, one.kind) for one in examples(text)]
    assert found == [("Hangup", "request"), ("Hangup", "reply"), ("PollEvents", "events")]
