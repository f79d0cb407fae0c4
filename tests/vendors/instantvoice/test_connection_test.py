"""Trying a connection out against real sockets: the first thing that fails is named."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from cti_desk.core.ports import SwitchSetup
from cti_desk.declarations.connection_test import Step
from cti_desk.vendors.instantvoice import VENDOR, connection_test
from cti_desk.vendors.instantvoice.client import caller as caller_module
from cti_desk.vendors.instantvoice.client import link as link_module
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice import AGENT, KEY, PASSWORD, DictMemory, setup_for
from tests.support.instantvoice_acd import Acd
from tests.support.ivws_server import IvwsServer, Told, result
from tests.support.waiting import until


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "CONNECT_S", 0.5)
    monkeypatch.setattr(connection_test, "REACH_S", 0.5)


@pytest.fixture
def acd() -> Acd:
    return Acd()


@pytest.fixture
def broker(acd: Acd) -> Iterator[FakeBroker]:
    with FakeBroker(acd) as fake:
        yield fake


async def steps(setup: SwitchSetup) -> list[Step]:
    assert VENDOR.try_out is not None
    return [step async for step in VENDOR.try_out(setup) if step.state != "trying"]


def states(found: list[Step]) -> list[tuple[str, str]]:
    return [(step.name, step.state) for step in found]


REACHED = [("address", "passed"), ("connection", "passed"), ("tls", "warning")]
ANSWERED = [*REACHED, ("login", "passed"), ("answer", "passed")]


async def test_everything_is_well(broker: FakeBroker) -> None:
    found = await steps(setup_for(broker.address))
    assert states(found) == [*ANSWERED, ("key", "passed"), ("agent", "passed")]
    assert AGENT in found[-1].words
    assert len(broker.logins) == 1


async def test_each_step_is_told_before_it_is_done(broker: FakeBroker) -> None:
    assert VENDOR.try_out is not None
    found = [step async for step in VENDOR.try_out(setup_for(broker.address))]
    begun = [step.name for step in found if step.state == "trying"]
    assert begun == ["address", "connection", "login", "answer"]


@pytest.mark.parametrize(
    ("codes", "last", "words"),
    [
        ({"AgentInfo": 3}, ("agent", "failed"), "knows no agent default_1001"),
        ({"AgentInfo": -1}, ("answer", "failed"), "IVACD"),
        ({"AgentInfo": 1000}, ("answer", "failed"), "disabled"),
        ({"AgentInfo": 5}, ("agent", "failed"), "(code 5)"),
        ({"AgentInfo": -2}, ("agent", "skipped"), "cannot be asked"),
    ],
)
async def test_what_instantvoice_answers_is_told(
    broker: FakeBroker, acd: Acd, codes: dict[str, int], last: tuple[str, str], words: str
) -> None:
    acd.codes = codes
    found = await steps(setup_for(broker.address))
    assert states(found)[-1] == last
    assert words in found[-1].words
    assert not any(step.state == "failed" for step in found[:-1])


async def test_a_key_without_the_right_is_a_warning(broker: FakeBroker, acd: Acd) -> None:
    acd.deny_readings()
    found = await steps(setup_for(broker.address))
    assert states(found)[-2:] == [("key", "warning"), ("agent", "skipped")]


async def test_a_disabled_agent_and_none_at_all(broker: FakeBroker, acd: Acd) -> None:
    acd.disabled = 1
    assert "is disabled" in (await steps(setup_for(broker.address)))[-1].words
    found = await steps(setup_for(broker.address, agent=None))
    assert states(found)[-1] == ("agent", "skipped")


async def test_a_broker_without_instantvoice_behind_it(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller_module.Caller.__init__, "__defaults__", (lambda f: None, None, 0.2))
    acd.mute = {"AgentInfo"}
    found = await steps(setup_for(broker.address))
    assert states(found)[-1] == ("answer", "failed")
    assert "stand-by" in found[-1].words


async def test_a_refused_login_is_one_attempt_and_is_remembered(broker: FakeBroker) -> None:
    broker.refusal = ("Access refused", "Access refused for user")
    memory = DictMemory()
    found = await steps(setup_for(broker.address, memory=memory))
    assert states(found)[-1] == ("login", "failed")
    assert len(broker.logins) == 1
    again = await steps(setup_for(broker.address, memory=memory))
    assert "Nothing was sent" in again[-1].words
    assert len(broker.logins) == 1
    assert PASSWORD not in str(memory) + str(found) + str(again)
    broker.refusal = None
    other = {"password": "another", "key": "abc"}
    found = await steps(setup_for(broker.address, memory=memory, secrets=other))
    assert states(found)[-1] == ("agent", "passed")
    assert len(broker.logins) == 2


async def test_what_the_test_was_refused_the_desk_does_not_send(broker: FakeBroker) -> None:
    broker.refusal = ("Access refused", "")
    memory = DictMemory()
    setup = setup_for(broker.address, memory=memory)
    await steps(setup)
    switch = VENDOR.make_switch(setup)
    reports: list[Any] = []
    switch.start(reports.append)
    await until(lambda: any("STOPPED" in str(report) for report in reports), what="the desk stops")
    await switch.close()
    assert len(broker.logins) == 1


async def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    found = await steps(setup_for(address))
    assert states(found) == [("address", "passed"), ("connection", "failed")]
    assert "connection refused" in found[-1].words


@pytest.mark.parametrize("name", ["no-such-host.invalid", f"{'x' * 70}.example.com"])
async def test_a_name_that_nobody_knows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    if "invalid" in name:
        monkeypatch.setattr(connection_test.socket, "getaddrinfo", unknown)
    found = await steps(setup_for(name))
    assert states(found) == [("address", "failed")]
    assert "cannot be found" in found[-1].words


async def test_a_silent_broker_is_a_failed_login(broker: FakeBroker) -> None:
    broker.silent = True
    found = await steps(setup_for(broker.address))
    assert states(found)[-1] == ("login", "failed")
    assert "does not answer as a broker" in found[-1].words


async def test_the_second_host_is_tried_when_the_first_is_away(broker: FakeBroker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        away = f"127.0.0.1:{server.getsockname()[1]}"
    found = await steps(setup_for(away, broker.address))
    assert (f"{away} connection", "warning") in states(found)
    assert states(found)[-1] == ("agent", "passed")
    assert len(broker.logins) == 1


async def test_a_setting_that_is_missing_is_told_first() -> None:
    found = await steps(setup_for("127.0.0.1", secrets={"password": "x"}))
    assert states(found) == [("settings", "failed")]
    assert "access key" in found[0].words


# -- TLS


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def encrypted(authority: trustme.CA, acd: Acd) -> Iterator[FakeBroker]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with FakeBroker(acd, context=context) as fake:
        yield fake


async def test_a_trusted_certificate_is_said_to_be(encrypted: FakeBroker, ca_file: str) -> None:
    found = await steps(setup_for(encrypted.address, encryption="tls", ca_file=ca_file))
    assert states(found)[2] == ("tls", "passed")
    assert states(found)[-1] == ("agent", "passed")


async def test_an_unknown_certificate_ends_the_test(encrypted: FakeBroker) -> None:
    found = await steps(setup_for(encrypted.address, encryption="tls"))
    assert states(found)[-1] == ("tls", "failed")
    assert "not trusted" in found[-1].words
    assert encrypted.logins == []


async def test_a_broker_without_tls_and_a_missing_authority(broker: FakeBroker) -> None:
    found = await steps(setup_for(broker.address, encryption="tls", ca_file="/nowhere/ca.pem"))
    assert "ca_file cannot be read" in found[-1].words


async def test_a_cancelled_test_leaves_nothing_open(broker: FakeBroker, acd: Acd) -> None:
    acd.mute = {"AgentInfo"}

    async def run() -> None:
        await steps(setup_for(broker.address))

    task = asyncio.ensure_future(run())
    await until(lambda: broker.called("AgentInfo"), what="the question")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await until(lambda: not broker._clients, what="the connection ends")


# -- over SOAP


def over_soap(ivws: IvwsServer, **settings: Any) -> SwitchSetup:
    return setup_for(ivws.address, transport="soap", secrets={"key": KEY}, **settings)


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        (result("AgentInfo", "<user>1001</user>"), [("key", "passed"), ("agent", "passed")]),
        (-2, [("key", "warning"), ("agent", "skipped")]),
        (3, [("key", "passed"), ("agent", "failed")]),
    ],
)
async def test_over_soap_the_wsdl_stands_in_the_logins_place(
    answer: int | str, ends: list[tuple[str, str]]
) -> None:
    with IvwsServer(lambda asked: answer) as ivws:
        found = await steps(over_soap(ivws))
    assert states(found) == [*REACHED, ("wsdl", "passed"), ("answer", "passed"), *ends]


async def test_over_soap_what_fails_is_named() -> None:
    with IvwsServer(lambda asked: "<html>Sign in</html>") as ivws:
        found = await steps(over_soap(ivws))
        assert states(found)[-1] == ("answer", "failed")
        assert "with a web page" in found[-1].words
        ivws.wsdl = Told("gone", 404)
        found = await steps(over_soap(ivws))
        assert states(found)[-1] == ("wsdl", "failed")
        assert "HTTP 404" in found[-1].words
