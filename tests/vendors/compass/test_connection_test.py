"""Trying a connection out at a simulated Compass: the first thing that fails is named."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import socket
from pathlib import Path
from typing import Any

import pytest
import trustme

from cti_desk.core.model import LinkState
from cti_desk.core.ports import SwitchSetup
from cti_desk.declarations.connection_test import Step
from cti_desk.vendors.compass import VENDOR, connection_test
from cti_desk.vendors.compass.client.rest_session import RestSession
from cti_desk.vendors.compass.client.xmpp_lookup import find_domain
from cti_desk.vendors.compass.simulator.certificate import write_certificate
from cti_desk.vendors.compass.simulator.server import CompassSimulator
from tests.support.compass_desk import anna, desk_at, off_loop, setup_at
from tests.support.instantvoice import DictMemory
from tests.support.name_server import NameServer
from tests.support.prosody import compass
from tests.support.waiting import until

REACHED = ["settings", "address", "connection", "tls"]
ASKED = ["login", "version", "company", "user"]
OFFERS = ["features", "pauses"]
EVENTS = [
    f"events {stage}"
    for stage in ("connection", "tls", "login", "session", "company", "subscription", "reading")
]
WRONG = "not the password"

__all__ = ["compass"]


async def steps(setup: SwitchSetup) -> list[Step]:
    assert VENDOR.try_out is not None
    async with contextlib.aclosing(VENDOR.try_out(setup)) as told:  # type: ignore[type-var]
        return [step async for step in told if step.state != "trying"]


def states(found: list[Step]) -> dict[str, str]:
    assert len({step.name for step in found}) == len(found), "a step is over once"
    return {step.name: step.state for step in found}


def failed(found: list[Step], name: str) -> str:
    """The words of the last step, which is the one that failed."""
    assert [step.name for step in found if step.state == "failed"] == [name]
    assert found[-1].name == name
    return found[-1].words


def words(found: list[Step], name: str) -> str:
    return next(step.words for step in found if step.name == name)


async def stats(compass: CompassSimulator) -> dict[str, Any]:
    found: dict[str, Any] = await off_loop(compass.stats)
    return found


async def gone(compass: CompassSimulator) -> None:
    """No connection is left; that no task is, each test's loop sees to."""
    doors = compass._fronts.values()
    await until(lambda: not any(one.open_connections for one in doors), what="no connection")


@pytest.fixture
def nobody() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


# -- as it should be


async def test_everything_is_tried_in_order_and_nothing_stays_open(
    compass: CompassSimulator,
) -> None:
    await off_loop(compass.variant, {"call_control": True})
    found = await steps(setup_at(compass))
    assert [step.name for step in found] == [
        *REACHED,
        *ASKED,
        *OFFERS,
        *EVENTS,
        "phone",
        "queues",
    ]
    assert set(states(found).values()) == {"passed"}
    assert "Anna Bakker" in words(found, "user")
    assert "Example BV" in words(found, "company")
    assert "version 3" in words(found, "version")
    assert "Support" in words(found, "queues")
    assert (await stats(compass))["logins_refused"] == 0
    await gone(compass)


async def test_each_step_is_told_before_it_is_done(compass: CompassSimulator) -> None:
    assert VENDOR.try_out is not None
    told = [step async for step in VENDOR.try_out(setup_at(compass))]
    begun = [step.name for step in told if step.state == "trying"]
    assert begun == [*REACHED, "login", "company", "features", *EVENTS]
    for name in begun:
        trying, over = (step for step in told if step.name == name)
        assert (trying.state, over.state != "trying") == ("trying", True)


async def test_over_websocket(compass: CompassSimulator) -> None:
    found = await steps(setup_at(compass, transport="websocket"))
    assert states(found)["events reading"] == "passed"
    assert "on the telephone only: answering, hanging up" in words(found, "features")
    await gone(compass)


async def test_a_companys_own_domain_is_looked_up(
    compass: CompassSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = compass.platform.company_domain
    async with NameServer().serving() as server:
        looked_up = functools.partial(find_domain, servers=[server.address])
        monkeypatch.setattr(connection_test, "find_domain", looked_up)
        setup = setup_at(compass, user=f"1005@{own}", domain=None)
        assert own in failed(await steps(setup), "platform")
        server.records[f"_xmpp-server._tcp.{own}"] = [(10, 10, compass.platform.uc)]
        found = await steps(setup)
    assert compass.platform.domain in words(found, "platform")
    assert "Eva Smit" in words(found, "user")
    assert states(found)["events reading"] == "passed"


# -- what should be known


async def test_what_the_profile_leaves_open_is_told(compass: CompassSimulator) -> None:
    found = await steps(setup_at(compass, pause_model="undecided", queues=[]))
    assert states(found)["pauses"] == states(found)["queues"] == "warning"
    assert "pause_model" in words(found, "pauses")
    assert "joins none" in words(found, "queues")
    memory = DictMemory({"compass.office.queues": {"left": ["7013"]}})
    found = await steps(setup_at(compass, memory, queues=[]))
    assert words(found, "queues") == "A login joins: Sales."


async def test_queues_that_there_are_not_are_named(compass: CompassSimulator) -> None:
    found = await steps(setup_at(compass, queues=["support", "Nowhere"]))
    assert states(found)["queues"] == "warning"
    assert "that there are not: Nowhere. There are: Sales, Support." in words(found, "queues")


async def test_a_user_on_no_telephone_is_told(compass: CompassSimulator) -> None:
    await off_loop(compass.exchange.agents.log_out, anna(compass).id)
    found = await steps(setup_at(compass))
    assert states(found)["phone"] == "warning"
    assert "dial *1" in words(found, "phone")


async def test_what_the_platform_lacks_is_told(compass: CompassSimulator) -> None:
    await off_loop(compass.variant, {"versions": "1,2", "schema": False, "invisible": False})
    found = await steps(setup_at(compass, invisible="preferred"))
    assert "version 2" in words(found, "version")
    assert "on your telephone only" in words(found, "features")
    assert "version 2" in words(found, "pauses")
    assert "colleagues see" in words(found, "presence")
    seen = states(found)
    assert [seen[name] for name in ("features", "pauses", "presence")] == ["warning"] * 3
    assert "invisible" in failed(await steps(setup_at(compass)), "events session")


async def test_a_description_that_does_not_come_in_time_is_no_failure(
    compass: CompassSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(session: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(connection_test, "OFFERS_S", 0.05)
    monkeypatch.setattr(RestSession, "look_around", never)
    found = await steps(setup_at(compass))
    assert states(found)["features"] == "warning"
    assert states(found)["events reading"] == "passed"


# -- what fails


async def test_a_wrong_password_is_one_attempt_and_is_remembered(
    compass: CompassSimulator,
) -> None:
    memory = DictMemory()
    setup = setup_at(compass, memory, WRONG)
    first = await steps(setup)
    assert "refused the user name or password" in failed(first, "login")
    again = await steps(setup)
    assert "Nothing was sent" in failed(again, "login")
    async with desk_at(compass, memory=memory, password=WRONG, wait=False) as desk:
        await until(lambda: desk.snapshot.link.state is LinkState.STOPPED, what="it stops")
    told = await stats(compass)
    assert (told["login_attempts"], told["logins_refused"]) == (1, 1)
    assert WRONG not in str(memory) + str(first) + str(again)
    await gone(compass)
    found = await steps(setup_at(compass, memory))
    assert states(found)["events login"] == "passed"


async def test_a_password_that_only_the_events_refuse(compass: CompassSimulator) -> None:
    assert compass.prosody is not None
    compass.prosody.set_password(compass.platform.uc, "1001", "another")
    memory = DictMemory()
    found = await steps(setup_at(compass, memory))
    assert "refused" in failed(found, "events login")
    assert states(found)["login"] == "passed"
    assert (await stats(compass))["logins_refused"] == 1
    assert "Nothing was sent" in failed(await steps(setup_at(compass, memory)), "login")
    assert (await stats(compass))["logins_refused"] == 1


async def test_rest_is_down(compass: CompassSimulator, nobody: str) -> None:
    found = await steps(setup_at(compass, rest_address=f"https://{nobody}"))
    assert "connection refused" in failed(found, "connection")
    assert (await stats(compass))["login_attempts"] == 0


async def test_xmpp_is_down(compass: CompassSimulator, nobody: str) -> None:
    found = await steps(setup_at(compass, xmpp_address=nobody))
    assert "connection refused" in failed(found, "events connection")
    assert states(found)["features"] == "warning"
    await off_loop(compass.end_prosody)
    found = await steps(setup_at(compass))
    assert "closed the connection" in failed(found, found[-1].name)
    assert found[-1].name in ("events connection", "events tls")
    await gone(compass)


async def test_an_authority_that_is_another(compass: CompassSimulator, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    found = await steps(setup_at(compass, ca_file=str(other)))
    assert "not trusted" in failed(found, "tls")
    assert states(found)["connection"] == "passed"
    found = await steps(setup_at(compass, ca_file=str(tmp_path / "none.pem")))
    assert "ca_file cannot be read" in failed(found, "settings")
    assert (await stats(compass))["login_attempts"] == 0


@pytest.mark.parametrize("transport", ["xmpp", "websocket"])
async def test_an_events_certificate_that_is_not_trusted(
    compass: CompassSimulator, tmp_path: Path, transport: str
) -> None:
    def exchange_certificate() -> None:
        assert compass.prosody is not None
        compass.end_prosody()
        names = [compass.platform.uc, "127.0.0.1"]
        write_certificate(compass.prosody.site.certificate, tmp_path / "ca.pem", names)
        compass.start_prosody()

    await off_loop(exchange_certificate)
    found = await steps(setup_at(compass, transport=transport))
    assert "not trusted" in failed(found, "events tls")
    assert states(found)["tls"] == states(found)["events connection"] == "passed"
    await gone(compass)


async def test_a_version_that_the_platform_does_not_speak(compass: CompassSimulator) -> None:
    await off_loop(compass.variant, {"versions": "1,2"})
    found = await steps(setup_at(compass, rest_version="3"))
    assert "none of the versions 3" in failed(found, "version")


async def test_a_user_without_a_company(compass: CompassSimulator) -> None:
    found = await steps(setup_at(compass, user="reseller"))
    assert states(found)["company"] == "warning"
    assert "belongs to no company" in failed(found, "events company")


async def test_settings_that_are_wrong_are_told_first(compass: CompassSimulator) -> None:
    assert "domain" in failed(await steps(setup_at(compass, domain="not a domain")), "settings")


async def test_a_name_that_nobody_knows(
    compass: CompassSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    found = await steps(setup_at(compass, rest_address="https://no-such-host.invalid"))
    assert "cannot be found" in failed(found, "address")
    found = await steps(setup_at(compass, rest_address=f"https://{'x' * 63}.{'y' * 63}"))
    assert "cannot be found" in failed(found, "address")


async def test_a_proxy_on_the_way_is_left_to_the_login(
    compass: CompassSimulator, nobody: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{nobody}")
    found = await steps(setup_at(compass, rest_address="https://rest.compass.example"))
    assert states(found)["connection"] == "skipped"
    assert failed(found, "login")


# -- what does not end


async def test_who_does_not_answer_is_named(
    compass: CompassSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    address = "127.0.0.1:{1}".format(*server.sockets[0].getsockname())
    monkeypatch.setattr(connection_test, "STEP_S", 1.0)
    async with server:
        found = await steps(setup_at(compass, xmpp_address=address))
        assert failed(found, "events tls") == f"{address} does not answer in time."
        over: dict[str, Any] = {
            "transport": "websocket",
            "websocket_address": f"wss://{address}/ws",
        }
        found = await steps(setup_at(compass, **over))
        assert failed(found, "events connection") == f"{address} does not answer in time."
        found = await steps(setup_at(compass, rest_address=f"https://{address}"))
        assert failed(found, "tls") == f"{address} does not answer in time."


@pytest.mark.parametrize("at", ["connection", "login", "features", *EVENTS])
@pytest.mark.parametrize("way", ["cancelled", "left"])
async def test_a_trial_that_ends_in_the_middle_leaves_nothing_open(
    compass: CompassSimulator, at: str, way: str
) -> None:
    reached = asyncio.Event()

    async def run() -> None:
        assert VENDOR.try_out is not None
        told = VENDOR.try_out(setup_at(compass))
        async with contextlib.aclosing(told):  # type: ignore[type-var]
            async for step in told:
                if step.name == at:
                    reached.set()
                    if way == "left":
                        return

    task = asyncio.ensure_future(run())
    await reached.wait()
    if way == "cancelled":
        task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await gone(compass)
    assert (await stats(compass))["logins_refused"] == 0
