"""The simulator as a whole, driven by its control API as `cti-desk sim` does it."""

from __future__ import annotations

import asyncio
import socket
import ssl
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cti_desk.simulator.client import ControlClient, ControlError
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.settings import read_profile
from cti_desk.vendors.compass.simulator.prosody import ProsodyError
from cti_desk.vendors.compass.simulator.server import CompassSimulator
from tests.support.compass_schema import problems
from tests.support.prosody import client
from tests.support.prosody import compass as compass
from tests.support.waiting import until, wait_for

NOTIFICATION = "{http://iperity.com/compass}notification"


@pytest.fixture
def control(compass: CompassSimulator) -> Iterator[ControlClient]:
    with ControlClient(compass.addresses["control"]) as found:
        yield found


def rest(simulator: CompassSimulator, **ways: Any) -> httpx.Client:
    trusted = ssl.create_default_context(cafile=str(simulator.ca_file))
    values = {"auth": ("1001", simulator.password), **ways}
    return httpx.Client(base_url=f"https://{simulator.addresses['rest']}", verify=trusted, **values)


async def verb(simulator: CompassSimulator, name: str, **params: Any) -> Any:
    """A verb of the control API, without holding up the loop."""

    def call() -> Any:
        with ControlClient(simulator.addresses["control"]) as found:
            return found.call(name, params)

    return await asyncio.get_running_loop().run_in_executor(None, call)


@pytest.mark.parametrize("door", ["rest", "web"])
def test_every_name_of_the_platform_is_served_with_tls(
    compass: CompassSimulator, door: str
) -> None:
    """Browsers and programs say which host they want: ``bosh.``, ``localhost``, any of them."""
    trusted = ssl.create_default_context(cafile=str(compass.ca_file))
    host, _, port = compass.addresses[door].partition(":")
    domain = compass.platform.domain
    names = [f"{one}.{domain}" for one in ("rest", "uc", "bosh", "files", "www")]
    for name in (*names, domain, compass.platform.company_domain, "localhost", host):
        with (
            socket.create_connection((host, int(port)), timeout=10) as link,
            trusted.wrap_socket(link, server_hostname=name) as secure,
        ):
            secure.sendall(f"GET /http-bind HTTP/1.1\r\nHost: {name}\r\n\r\n".encode())
            assert secure.recv(9) == b"HTTP/1.1 ", name


def test_a_name_that_is_none_of_the_platforms_is_refused(compass: CompassSimulator) -> None:
    trusted = ssl.create_default_context(cafile=str(compass.ca_file))
    host, _, port = compass.addresses["web"].partition(":")
    with (
        socket.create_connection((host, int(port)), timeout=10) as link,
        pytest.raises(ssl.SSLError),
    ):
        trusted.wrap_socket(link, server_hostname="other.example")


async def test_a_call_driven_from_outside_is_told_to_a_client(compass: CompassSimulator) -> None:
    async with client(compass) as bare:
        await bare.subscribe()
        call = await verb(compass, "ring", **{"agent": "1001", "from": "31614241111"})
        await verb(compass, "answer", call=call)
        await verb(compass, "hold", call=call)
        await verb(compass, "retrieve", call=call)
        second = (await verb(compass, "transfer", call=call, to="1002", attended=True))["call"]
        await verb(compass, "answer", call=second)
        await verb(compass, "hangup", call=second, by="caller")
        await verb(compass, "hangup", call=call, by="caller", reason="DESTINATION_HANGUP")
        await until(lambda: sum(isinstance(one, n.CallEnd) for one in bare.told) == 2)
        last = bare.told[-1]
        assert (last.call_id, last.end_reason) == (call, "DESTINATION_HANGUP")  # type: ignore[attr-defined]
        for message in bare.xml:
            for notification in message.iter(NOTIFICATION):
                assert problems(notification) == []


def test_rest_and_exchange_are_one(compass: CompassSimulator, control: ControlClient) -> None:
    with rest(compass) as web:
        started = web.post("/user/8323001/dialNumber", json={"destination": "6100"}).json()
    control.call("answer", {"call": started})
    control.call("clock", {"advance": 3})
    (call,) = control.call("state")["calls"]
    assert (call["id"], call["callee"]["state"]) == (started, "CONNECTED")
    assert control.call("stats")["requests"] == {"user.dialNumber": 1}
    details = control.call("state")
    assert details["company"]["id"] == "15"
    assert compass.password not in str(details)


def test_the_profile_is_one_that_a_desk_understands(compass: CompassSimulator) -> None:
    values = tomllib.loads(compass.profile.read_text())["profiles"]["simulator"]
    assert (values["vendor"], values["simulator"], values["secrets"]) == (
        "compass",
        True,
        "simulator",
    )
    found = read_profile("simulator", values, compass.secrets())
    hosts = found.hosts()
    assert hosts.rest == f"https://{compass.addresses['rest']}"
    assert compass.password not in compass.profile.read_text()
    assert found.queues == ("Support",)


def test_rights_are_per_user(compass: CompassSimulator, control: ControlClient) -> None:
    control.call("rights", {"methods": ["read"]})
    with rest(compass) as web:
        body = {"destination": "6100"}
        assert web.post("/user/8323001/dialNumber", json=body).status_code == 403
        control.call("rights", {"key": "1001", "methods": ["all"]})
        assert web.post("/user/8323001/dialNumber", json=body).status_code == 200
    for key, methods in (("nobody", ["all"]), ("1001", ["fly"])):
        with pytest.raises(ControlError, match=r"no (user|right)"):
            control.call("rights", {"key": key, "methods": methods})


def test_variants_are_switched_from_outside(
    compass: CompassSimulator, control: ControlClient
) -> None:
    assert control.call("variant", {"versions": "2"})["versions"] == "2"
    with rest(compass) as web:
        media = "application/vnd.iperity.compass.v3+json"
        assert web.get("/user", headers={"Accept": media}).status_code == 406
    with pytest.raises(ControlError, match="no variant"):
        control.call("variant", {"colour": "red"})


async def test_doors_fail_one_by_one(compass: CompassSimulator) -> None:
    async with client(compass) as bare:
        compass.fault_added(compass.faults.add("cut", {"method": "rest", "for": 60}))
        with rest(compass) as web, pytest.raises(httpx.TransportError):
            web.get("/user")
        assert not bare.gone.is_set()
        compass.exchange.time.advance(60)
        compass.fault_added(compass.faults.add("cut", {"method": "xmpp", "mid_frame": True}))
        await until(bare.gone.is_set)
        with rest(compass) as web:
            assert web.get("/user").status_code == 303


async def test_prosody_is_killed_and_comes_back_under_load(compass: CompassSimulator) -> None:
    feeding = asyncio.ensure_future(
        verb(compass, "feed", count=2000, rate=2000, agents=["8323002"])
    )
    for _ in range(3):
        async with client(compass) as bare:
            await bare.subscribe()
            compass.platform.log_in("8323001", "7012", 1, False)
            compass.platform.log_out("8323001", "7012")
            await until(lambda: any(isinstance(one, n.MemberLeave) for one in bare.told))
            await verb(compass, "fault", kind="cut", method="prosody")
            await until(bare.gone.is_set)
    assert (await feeding)["sent"] == 2000


async def test_prosody_fails_for_a_while(compass: CompassSimulator) -> None:
    async with client(compass) as bare:
        await verb(compass, "fault", kind="cut", method="prosody", **{"for": 600})
        await until(bare.gone.is_set)
    await verb(compass, "clock", advance=600)
    await verb(compass, "fault", kind="cut", method="prosody")
    async with client(compass) as bare:
        assert bare.started.is_set()


@pytest.mark.shows(
    "compass",
    "XMPP session: 20 refused logins block the address",
)
def test_twenty_wrong_logins_block_the_address(
    compass: CompassSimulator, control: ControlClient
) -> None:
    with rest(compass, auth=("1001", "wrong")) as web:
        for _ in range(20):
            assert web.get("/user").status_code == 401
    assert control.call("stats")["logins_refused"] == 20
    with rest(compass) as web, pytest.raises(httpx.TransportError):
        web.get("/user")
    control.call("clock", {"advance": 600})
    with rest(compass) as web:
        assert web.get("/user").status_code == 303


async def test_a_thousand_events_arrive_in_order(compass: CompassSimulator) -> None:
    async with client(compass) as bare:
        await bare.subscribe()
        assert (await verb(compass, "feed", count=1000, agents=["1002"]))["sent"] == 1000
        await until(lambda: len(bare.told) == 1000)
    assert [type(one) for one in bare.told[:4]] == [n.CallStart, n.CallEnd] * 2
    assert bare.told[-1].call_id == "feed.499"  # type: ignore[attr-defined]


def test_words_of_causes(compass: CompassSimulator, control: ControlClient) -> None:
    call = control.call("ring", {"agent": "1001", "from": "11"})
    with pytest.raises(ControlError, match="no reason 'WHY'"):
        control.call("hangup", {"call": call, "reason": "WHY"})
    control.call("hangup", {"call": call, "reason": "DESTINATION_BUSY"})


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with CompassSimulator(profile_dir=tmp_path) as simulator:
        directory = simulator._directory
        assert directory is not None
        assert {file.suffix for file in tmp_path.iterdir()} == {".toml", ".pem"}
        pid = simulator.prosody.pid if simulator.prosody else None
    assert not directory.exists()
    assert list(tmp_path.iterdir()) == []
    wait_for(lambda: not Path(f"/proc/{pid}").exists())


def test_without_prosody_nothing_starts_and_nothing_is_left() -> None:
    simulator = CompassSimulator(prosody="/nonexistent/prosody")
    with pytest.raises(ProsodyError, match="apt-get install prosody"):
        simulator.start()
    assert simulator._directory is not None
    assert not simulator._directory.exists()
