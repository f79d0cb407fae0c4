"""What only a real broker shows: TLS with a site's own authority, its refusals, its restarts."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import pytest

from cti_desk.core.errors import OutcomeUnknown
from cti_desk.vendors.instantvoice.client.broker import Broker, parse_host
from cti_desk.vendors.instantvoice.client.caller import Caller
from tests.support.desk_process import AGENT, Desk, Office, Simulator
from tests.support.rabbitmq import RabbitMQ
from tests.support.stomp_wire import StompWire
from tests.support.waiting import wait_for


def profile(directory: Path, simulator: Simulator, **values: str) -> Path:
    """Copy the simulator's profile with other values."""
    lines = []
    for line in simulator.profile.read_text().splitlines():
        key = line.partition(" = ")[0]
        lines.append(f"{key} = {values.pop(key)}" if key in values else line)
    place = next(i for i, line in enumerate(lines) if line.startswith("[profiles.")) + 1
    lines[place:place] = [f"{key} = {value}" for key, value in values.items()]
    path = directory / "other.toml"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def simulator(office: Office, rabbitmq: RabbitMQ) -> Simulator:
    return office.simulator(broker=rabbitmq)


def test_tls_with_the_sites_own_authority(
    office: Office, rabbitmq: RabbitMQ, simulator: Simulator, tmp_path: Path
) -> None:
    config = profile(
        tmp_path,
        simulator,
        hosts=f'["{rabbitmq.tls_address}"]',
        encryption='"tls"',
        ca_file=f'"{rabbitmq.ca_file}"',
    )
    desk = office.desk(config)
    desk.log_in()
    assert not any("plain" in mark.lower() for mark in desk.snapshot()["link"]["marks"])
    simulator.ring(agent=AGENT)
    desk.until(lambda s: s["calls"], "a call over TLS")


def test_a_certificate_nobody_vouches_for_is_refused_in_words(
    office: Office, rabbitmq: RabbitMQ, simulator: Simulator, tmp_path: Path
) -> None:
    config = profile(tmp_path, simulator, hosts=f'["{rabbitmq.tls_address}"]', encryption='"tls"')
    desk = office.desk(config)
    snapshot = desk.until(
        lambda s: "certificate" in (s["link"]["reason"] or "").lower(), "the reason, in words"
    )
    assert snapshot["link"]["state"] != "UP"


def test_a_wrong_password_is_tried_once(
    office: Office, own_rabbitmq: RabbitMQ, simulator: Simulator, tmp_path: Path
) -> None:
    """The simulator is on one broker, the desk on another that has another password."""
    own_rabbitmq.set_password("another one")
    config = profile(tmp_path, simulator, hosts=f'["{own_rabbitmq.address}"]')
    desk = office.desk(config)
    desk.until(lambda s: s["link"]["state"] == "STOPPED" and s["link"]["reason"], "stopped")
    # The broker writes its log when it finds the time.
    wait_for(lambda: "login failed" in own_rabbitmq.log(), what="the refusal in the broker's log")
    assert own_rabbitmq.log().count("login failed") == 1
    for secret in simulator.call("secrets").values():
        assert secret not in desk.output()


def test_an_unknown_virtual_host_is_told(
    office: Office, rabbitmq: RabbitMQ, simulator: Simulator, tmp_path: Path
) -> None:
    config = profile(
        tmp_path, simulator, hosts=f'["{rabbitmq.address}"]', virtual_host='"elsewhere"'
    )
    desk = office.desk(config)
    snapshot = desk.until(lambda s: s["link"]["reason"], "a reason")
    assert snapshot["link"]["state"] != "UP"


def test_a_broker_that_restarts_in_the_middle_of_a_call(
    office: Office, own_rabbitmq: RabbitMQ
) -> None:
    simulator = office.simulator(broker=own_rabbitmq)
    desk = office.desk(simulator.profile)
    desk.log_in()
    simulator.call("answer", call=simulator.ring(agent=AGENT))
    desk.until(lambda s: s["agent"]["state"] == "BUSY", "the call is up")
    events = office.events(desk)
    own_rabbitmq.restart()
    events.until("LinkDown")
    events.until("LinkUp", timeout=90)
    desk.until(lambda s: len(s["calls"]) == 1 and s["agent"]["state"] == "BUSY", "the same call")
    assert "Delivered" not in events.names()
    desk.do("hangup")
    desk.until(lambda s: not s["calls"], "the call ends")


def test_a_silent_broker_is_left_and_found_again(office: Office, own_rabbitmq: RabbitMQ) -> None:
    simulator = office.simulator(broker=own_rabbitmq)
    direct = profile(office.directory, simulator, hosts=f'["{own_rabbitmq.address}"]')
    desk: Desk = office.desk(direct)
    desk.log_in()
    own_rabbitmq.silence()
    desk.until(lambda s: s["link"]["state"] != "UP", "the silence is noticed", timeout=40)
    own_rabbitmq.speak()
    desk.until(lambda s: s["link"]["state"] == "UP", "the link is back", timeout=90)


def broker_of(rabbitmq: RabbitMQ, password: str) -> Broker:
    return Broker((parse_host(rabbitmq.address),), password, rabbitmq.user, encryption="none")


def test_a_request_that_nobody_read_in_time_is_never_read(own_rabbitmq: RabbitMQ) -> None:
    async def dial_in_vain() -> None:
        caller = Caller("key", lambda event: None, answer_s=1.0)
        await caller.open(broker_of(own_rabbitmq, own_rabbitmq.password))
        with pytest.raises(OutcomeUnknown, match="it is dropped there"):
            await caller.call("NewCall", accountcode="default", user=AGENT, exten="6100")
        caller.close()

    asyncio.run(dial_in_vain())
    with contextlib.closing(StompWire(own_rabbitmq.address)) as wire:
        wire.log_in(own_rabbitmq.user, own_rabbitmq.password)
        wire.subscribe("/queue/config", "1")
        wire.send("SEND", "the next one", destination="/queue/config")
        wait_for(lambda: wire.bodies("/queue/config"), what="the next request")
        assert wire.bodies("/queue/config") == [b"the next one"]


def test_a_password_with_backslashes(own_rabbitmq: RabbitMQ) -> None:
    password = r"a\b\c:d\\n"
    own_rabbitmq.set_password(password)

    async def log_in() -> None:
        caller = Caller("key", lambda event: None)
        await caller.open(broker_of(own_rabbitmq, password))
        caller.close()

    asyncio.run(log_in())
