"""The contract: every method answers the same over every endpoint."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cti_desk.api import commands
from cti_desk.api.client import Client, connect
from cti_desk.api.commands import METHODS
from cti_desk.api.dispatcher import Dispatcher
from cti_desk.api.method import Method
from cti_desk.api.openrpc import describe
from cti_desk.core.errors import CtiError, NotOffered, UsageError
from tests.support.api import Program, from_thread, served
from tests.support.fake_desk import FakeDesk

Ask = Callable[[FakeDesk, str, Any], Awaitable[Any]]

ARGUMENTS: dict[str, Any] = {
    "call.hangup": {"call_id": "1282781304.2.1"},
    "contacts.lookup": {"number": "2198765456"},
    "contacts.explain": {"text": "2198765456"},
}

DESIGNED = {
    "session": "snapshot capabilities",
    "agent": "login logout pause ready end_wrap_up dnd forward",
    "call": "dial answer hangup hold retrieve transfer consult complete_transfer reconnect pickup "
    "digits",
    "queue": "list join leave",
    "contacts": "lookup explain",
    "journal": "list",
    "events": "subscribe",
    "vendor": "call",
    "desk": "raise check",
    "rpc": "discover",
    "ivclient": "StartTray AgentLogin AgentLogoff AgentPause AgentUnpause BlindTransfer NewCall "
    "Hangup PollEvents StopTray FollowAgent",
}


async def in_process(desk: FakeDesk, method: str, params: Any) -> Any:
    """Without any endpoint: what the others are compared with."""
    reply = Program(Dispatcher(desk)).ask(method, params)
    return reply["result"] if "result" in reply else reply["error"]["code"]


async def local_socket(desk: FakeDesk, method: str, params: Any) -> Any:
    with served(desk) as server:

        def ask() -> Any:
            with connect(server.name) as client:
                return _outcome(client, method, params)

        return await from_thread(ask)


def _outcome(client: Client, method: str, params: Any) -> Any:
    try:
        return client.request(method, {} if params is None else params)
    except CtiError as error:
        return error.rpc_code


ENDPOINTS: dict[str, Ask] = {"in process": in_process, "local socket": local_socket}


def arguments(method: Method) -> Any:
    return ARGUMENTS.get(method.name, method.example)


def test_the_table_has_every_method_that_was_designed() -> None:
    designed = [f"{group}.{name}" for group, names in DESIGNED.items() for name in names.split()]
    assert [method.name for method in METHODS] == designed


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
async def test_every_method_is_served_and_keeps_its_described_result(
    endpoint: str, method: Method
) -> None:
    result = await ENDPOINTS[endpoint](FakeDesk(), method.name, arguments(method))
    document = describe(METHODS)
    described = next(item for item in document["methods"] if item["name"] == method.name)
    schema = {**described["result"]["schema"], "components": document["components"]}
    Draft202012Validator(schema).validate(result)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
async def test_errors_are_the_same_everywhere(endpoint: str) -> None:
    ask = ENDPOINTS[endpoint]
    refusing = FakeDesk(outcome=NotOffered("No hold here."))
    assert await ask(refusing, "call.hold", {}) == NotOffered.rpc_code
    wrong = await ask(FakeDesk(), "call.dial", {"number": 5})
    assert wrong in (-32602, UsageError.rpc_code)  # the client has one kind for both


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_every_method_is_documented(method: Method) -> None:
    assert method.doc.endswith(".")
    assert json.dumps(method.example)


def test_the_description_is_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(Dispatcher(FakeDesk()))
    first = program.call("rpc.discover")
    monkeypatch.setattr(commands, "describe", None)  # calling it would fail
    assert program.call("rpc.discover") == first
