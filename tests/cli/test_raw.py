from __future__ import annotations

import io
import json

import pytest

from tests.support.api import served
from tests.support.cli import ask
from tests.support.fake_desk import FakeDesk

RING = {"direction": "INBOUND", "callerid": "1", "type": "NEWCALL", "uniqueid": "9"}


async def test_any_method_of_the_api() -> None:
    with served(FakeDesk()) as server:
        said = await ask(server, "rpc", "session.snapshot")
        assert json.loads(said.out)["profile"] == "office"
        said = await ask(server, "rpc", "contacts.lookup", '{"number": "21"}')
        assert json.loads(said.out)["name"] == "Maria Souza"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["rpc", "no.such"], 2),
        (["rpc", "call.dial", "{}"], 2),
        (["rpc", "call.dial", "{"], 2),
        (["rpc", "call.dial", "5"], 2),
        (["vendor", "NoSuchMethod"], 4),
        (["vendor", "AgentInfo", "user"], 2),
    ],
)
async def test_what_cannot_be_done(words: list[str], code: int) -> None:
    with served(FakeDesk()) as server:
        said = await ask(server, *words)
        assert said.code == code
        assert said.err.startswith("cti-desk: ")


async def test_a_client_s_name_keeps_its_event_queue_between_runs() -> None:
    with served(FakeDesk()) as server:
        login = '["default", "default_1001", "SIP/default_0001"]'
        said = await ask(server, "rpc", "ivclient.AgentLogin", login, "--client", "crm")
        assert said == (0, "0\n", "")
        server.dispatcher.ivclients.vendor_event("default_1001", RING)
        said = await ask(server, "rpc", "ivclient.PollEvents")
        assert json.loads(said.out) == "[]"
        said = await ask(server, "rpc", "ivclient.PollEvents", "[]", "--client", "crm")
        assert json.loads(json.loads(said.out))[0]["type"] == "NEWCALL"


async def test_a_vendor_s_method() -> None:
    with served(FakeDesk(vendor_result={"name": "Ação"})) as server:
        words = ("vendor", "AgentQueueAdd", "user=0001", 'queues=[{"name": "1"}]', "text=[a]=b")
        said = await ask(server, *words)
        assert json.loads(said.out) == {"name": "Ação"}
        assert "Ação" in said.out
        assert server.desk.vendor_calls == [
            ("AgentQueueAdd", {"user": "0001", "queues": [{"name": "1"}], "text": "[a]=b"})
        ]
        assert json.loads((await ask(server, *words, "--json")).out) == {"name": "Ação"}
        server.desk.vendor_result = "a text"
        assert (await ask(server, "vendor", "AgentInfoPermission")).out == "a text\n"


async def test_a_value_from_standard_input_is_in_no_list_of_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("creative-password\nmore\n"))
    with served(FakeDesk(vendor_result="Successful SipUserAdd")) as server:
        said = await ask(server, "vendor", "SipUserAdd", "name=1010", "secret=@-")
        assert said == (0, "Successful SipUserAdd\n", "")
        assert server.desk.vendor_calls == [
            ("SipUserAdd", {"name": "1010", "secret": "creative-password"})
        ]
