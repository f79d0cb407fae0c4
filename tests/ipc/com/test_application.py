from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cti_desk import __version__
from cti_desk.api.client import connect
from cti_desk.core import commands as c
from cti_desk.core.errors import NotOffered, RefusedByVendor
from cti_desk.ipc.com.application import Application
from cti_desk.ipc.com.arguments import LEFT_OUT
from cti_desk.ipc.com.errors import DISP_E_BADPARAMCOUNT, ComError
from tests.ipc.com.rig import FakeStarter, refuse
from tests.support.api import Served, from_thread, served


@pytest.fixture
def server(loop: object) -> Iterator[Served]:
    with served() as running:
        yield running


@pytest.fixture
def app(server: Served) -> Iterator[Application]:
    made = Application(lambda: connect(server.name), FakeStarter(refuse))
    yield made
    made.close()


async def invoke(app: Application, name: str, *given: Any) -> str:
    return await from_thread(lambda: app.invoke(name, given))


async def test_properties(app: Application) -> None:
    assert await invoke(app, "State") == "BUSY"
    assert await invoke(app, "Link") == "UP"
    assert await invoke(app, "Version") == __version__
    assert json.loads(await invoke(app, "Snapshot"))["profile"] == "office"


async def test_methods_of_the_table(app: Application, server: Served) -> None:
    assert await invoke(app, "CallDial", 6100.0, LEFT_OUT, None) == "accepted"
    assert await invoke(app, "CallDial", "6100", 9999, True) == "confirmed"
    assert await invoke(app, "AgentPause", 2, 3) == "confirmed"
    assert await invoke(app, "AgentDnd", -1) == "accepted"
    assert await invoke(app, "CallTransfer", "6100", True, "", 0.5) == "confirmed"
    assert [asked.command for asked in server.desk.asked] == [
        c.MakeCall("6100"),
        c.MakeCall("6100", "9999"),
        c.SetNotReady("2"),
        c.SetDoNotDisturb(True),
        c.SingleStepTransfer(number="6100", all=True),
    ]
    assert [asked.wait_s for asked in server.desk.asked] == [None, 10, 3, None, 0.5]
    assert json.loads(await invoke(app, "QueueList"))[0]["id"] == "7012"


async def test_any_method_by_its_name(app: Application, server: Served) -> None:
    params = '{"method": "AgentInfo", "params": {"user": "1001"}}'
    assert await invoke(app, "Call", "vendor.call", params) == "null"
    assert server.desk.vendor_calls == [("AgentInfo", {"user": "1001"})]
    assert json.loads(await invoke(app, "Call", "session.snapshot"))["vendor"] == "instantvoice"


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("CallDial", (), "CallDial needs number"),
        ("CallDial", ("", "9"), "number must not be empty"),
        ("CallDial", ((1, 2),), "number is a text"),
        ("CallDial", ("1", "2", "soon"), "wait is a number, or True"),
        ("AgentDnd", (7.5,), "on must be true or false, not a number"),
        ("JournalList", (True,), "limit is a text|limit is a number"),
        ("Call", ("session.snapshot", "{"), "params is a text of JSON"),
        ("VendorCall", ("AgentInfo", 5), "params is a text of JSON"),
    ],
)
async def test_what_cannot_be_meant_is_told_in_words(
    app: Application, server: Served, name: str, given: tuple[Any, ...], words: str
) -> None:
    with pytest.raises(ComError, match=words):
        await invoke(app, name, *given)
    assert not server.desk.asked


def test_too_many_arguments(app: Application) -> None:
    with pytest.raises(ComError, match=r"QueueList was given 1 .* none") as raised:
        app.invoke("QueueList", (1,))
    assert raised.value.scode == DISP_E_BADPARAMCOUNT


async def test_errors_carry_the_desks_words_and_the_vendors_code(
    app: Application, server: Served
) -> None:
    server.desk.outcome = RefusedByVendor("Not dialled.", code=9)
    with pytest.raises(ComError, match=r"Not dialled. \(instantvoice code 9\)") as raised:
        await invoke(app, "CallDial", "6100")
    assert raised.value.scode == 0x80040201
    server.desk.outcome = NotOffered("No hold here.")
    with pytest.raises(ComError, match="No hold here") as raised:
        await invoke(app, "CallHold")
    assert raised.value.scode == 0x80040204
    with pytest.raises(ComError, match="no method") as raised:
        await invoke(app, "Call", "no.such")
    assert raised.value.scode == 0x80040202


def test_without_a_desk() -> None:
    app = Application(lambda: connect("nobody"), FakeStarter(refuse))
    with pytest.raises(ComError, match="cannot be started") as raised:
        app.invoke("State", ())
    assert raised.value.scode == 0x80040203
