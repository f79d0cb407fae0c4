"""The wire of InstantVoice, on the embedded broker and on RabbitMQ alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cti_desk.settings.loading import load
from cti_desk.simulator.client import ControlClient
from cti_desk.vendors.instantvoice import VENDOR
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.settings import read_profile
from cti_desk.vendors.instantvoice.simulator import InstantVoiceSimulator
from cti_desk.vendors.instantvoice.simulator.broker import BrokerError
from tests.support.instantvoice_wire import AGENT, DEVICE, Seat, seat_at
from tests.support.ivws import call, post
from tests.support.rabbitmq import RabbitMQ
from tests.support.stomp_wire import StompWire
from tests.support.waiting import wait_for

ACTING = ["AgentLogin", "AgentLogoff", "AgentPause", "AgentUnpause", "BlindTransfer", "NewCall"]


@pytest.fixture(scope="module", params=["embedded", "rabbitmq"])
def broker(request: pytest.FixtureRequest) -> dict[str, str]:
    """What the simulator is told of its broker."""
    if request.param == "embedded":
        return {}
    real: RabbitMQ = request.getfixturevalue("rabbitmq")
    return {
        "broker": real.address,
        "broker_user": real.user,
        "broker_password": real.password,
        "vhost": real.virtual_host,
    }


@pytest.fixture
def simulator(broker: dict[str, str], tmp_path: Path) -> Iterator[InstantVoiceSimulator]:
    with InstantVoiceSimulator(profile_dir=tmp_path, **broker) as one:
        yield one


@pytest.fixture
def seat(simulator: InstantVoiceSimulator) -> Iterator[Seat]:
    with seat_at(simulator) as one:
        yield one


@pytest.fixture
def control(simulator: InstantVoiceSimulator) -> Iterator[ControlClient]:
    with ControlClient(simulator.addresses["control"]) as client:
        yield client


def test_a_working_day_of_one_agent(seat: Seat, control: ControlClient) -> None:
    assert seat.info()["agentstatus"] == "LOGOFF"
    seat.log_in()
    assert seat.info()["interface"] == DEVICE
    assert seat.state("AgentPause", Reason="2") == 0
    (pause,) = seat.types(["PAUSE"])
    assert pause["direction"] == "Lunch"
    assert seat.info()["reasons_reason"] == "Lunch"
    assert seat.state("AgentUnpause") == 0
    seat.types(["UNPAUSE"])
    call = control.call("ring", {"queue": "7012", "from": "2198765456", "name": "Maria"})
    (ring,) = seat.types(["NEWCALL"])
    assert ring == {
        "direction": "INBOUND",
        "callerid": "2198765456",
        "type": "NEWCALL",
        "uniqueid": call,
        "agent": AGENT,
    }
    control.call("answer", {"call": call})
    seat.types(["CONNECT"])
    assert seat.ask("Hangup", Accountcode="default", Uniqueid=call)[0] == 0
    (end,) = seat.types(["HANGUP"])
    assert (end["direction"], end["reason"]) == ("", "BYCALLEE")
    assert seat.state("AgentLogoff") == 0
    seat.types(["LOGOUT"])


def test_a_call_on_request_has_two_legs(seat: Seat, control: ControlClient) -> None:
    seat.log_in()
    arguments = {"Accountcode": "default", "Agent": AGENT, "Exten": "6100", "External_id": "9999"}
    assert seat.ask("NewCall", **arguments)[0] == 0
    (prompt,) = seat.types(["NEWCALL"])
    control.call("answer", {"agent": AGENT})
    seat.types(["CONNECT", "DNEWCALL"])
    control.call("clock", {"advance": 2})
    seat.types(["DCONNECT"])
    control.call("hangup", {"by": "callee"})
    (end,) = seat.types(["HANGUP"])
    assert end["uniqueid"] == prompt["uniqueid"]
    assert "9999" not in json.dumps([prompt, end])


def test_two_agents_call_each_other(seat: Seat, control: ControlClient) -> None:
    seat.log_in()
    control.call("agent", {"agent": "default_1002", "do": "login"})
    call = control.call("dial", {"agent": AGENT, "to": "1002"})["call"]
    control.call("answer", {"call": call})
    control.call("hangup", {"call": call, "by": "caller"})
    mine = seat.types(["NEWCALL", "CONNECT", "HANGUP"])
    assert [event["direction"] for event in mine] == ["OUTBOUND", "OUTBOUND", ""]


def test_a_missed_queue_call_goes_on_to_the_next(seat: Seat, control: ControlClient) -> None:
    seat.log_in()
    control.call("queue", {"queue": "7012", "quarantine_time": 60})
    control.call("agent", {"agent": "default_1002", "do": "login"})
    call = control.call("ring", {"queue": "7012", "from": "219"})
    control.call("clock", {"advance": 10})
    events = seat.types(["NEWCALL", "HANGUP"])
    assert [event["uniqueid"] for event in events] == [call, call]
    assert events[1]["reason"] == "QUEUEMISSED"
    assert seat.info()["agentstatus"] == "UNAVAILABLE_QUARANTINE"
    assert control.call("state")["calls"][0]["callee"]["agent"] == "default_1002"


def test_a_pause_during_a_call_is_deferred(seat: Seat, control: ControlClient) -> None:
    seat.log_in()
    call = control.call("ring", {"agent": AGENT, "from": "219"})
    control.call("answer", {"call": call})
    assert seat.state("AgentPause", Reason="1") == 0
    assert seat.info()["agentstatus"] == "PENDING_PAUSE"
    control.call("hangup", {"call": call})
    seat.types(["NEWCALL", "CONNECT", "HANGUP", "PAUSE"])


def test_a_queue_that_insists_on_information_hangs_up_without_a_listener(
    simulator: InstantVoiceSimulator, control: ControlClient
) -> None:
    control.call("queue", {"queue": "7012", "requires_send_info": True})
    control.call("agent", {"agent": AGENT, "do": "login"})
    control.call("ring", {"queue": "7012", "from": "219"})
    assert control.call("state")["calls"] == []
    with seat_at(simulator) as seat:
        call = control.call("ring", {"queue": "7012", "from": "219"})
        assert [up["id"] for up in control.call("state")["calls"]] == [call]
        wait_for(lambda: seat.wire.types()[-1:] == ["NEWCALL"])


def test_rights_of_a_key(seat: Seat, control: ControlClient) -> None:
    control.call("rights", {"methods": [*ACTING, "Hangup"]})
    assert seat.ask("AgentInfo", accountcode="default", user="1001") == [-2, "PERMISSION_DENIED"]
    assert seat.state("AgentLogin", Interface=DEVICE) == 0
    control.call("rights", {"methods": ["all"]})
    assert seat.info()["interface"] == DEVICE


def test_a_stranger_to_the_key_is_denied(seat: Seat) -> None:
    seat.wire.subscribe("/topic/stranger", "stranger")
    assert seat.wire.request("AgentInfo", "stranger", accountcode="default", user="1001")[0] == -2


def test_wrong_logins_are_refused_and_counted(
    simulator: InstantVoiceSimulator, control: ControlClient
) -> None:
    with StompWire(simulator.addresses["stomp"]) as wire:
        assert wire.log_in(simulator.user, "wrong").command == "ERROR"
    with seat_at(simulator):
        wait_for(lambda: control.call("stats")["connections"] == 1)
        stats = control.call("stats")
    assert (stats["logins"], stats["login_attempts"], stats["logins_refused"]) == (1, 2, 1)
    assert stats["connections_total"] == 2


def test_refused_logins_and_methods(
    simulator: InstantVoiceSimulator, control: ControlClient
) -> None:
    control.call("fault", {"kind": "refuse", "what": "login", "count": 1})
    with StompWire(simulator.addresses["stomp"]) as wire:
        assert wire.log_in(simulator.user, simulator.password).command == "ERROR"
        wait_for(wire.closed.is_set)
    control.call("fault", {"kind": "refuse", "method": "AgentLogin", "code": 12})
    with seat_at(simulator) as seat:
        assert seat.state("AgentLogin", Interface=DEVICE) == 12
        assert seat.info()["agentstatus"] == "LOGOFF"


def test_dropped_garbled_doubled_and_turned_messages(seat: Seat, control: ControlClient) -> None:
    control.call("fault", {"kind": "drop", "what": "replies", "count": 1})
    seat.wire.ask("AgentLogin", seat.key, Accountcode="default", User=AGENT, Interface=DEVICE)
    seat.types(["LOGIN"])
    control.call("fault", {"kind": "duplicate", "what": "events", "count": 1})
    seat.state("AgentPause", Reason="1")
    seat.types(["PAUSE", "PAUSE"])
    control.call("fault", {"kind": "reorder", "what": "events", "count": 1})
    call = control.call("ring", {"agent": AGENT, "from": "219"})
    control.call("answer", {"call": call})
    seat.types(["CONNECT", "NEWCALL"])
    control.call("fault", {"kind": "garble", "what": "events", "count": 1})
    control.call("hangup", {"call": call})
    (body,) = wait_for(lambda: seat.wire.bodies("/topic/iv.agents"))
    with pytest.raises(ValueError, match=r"."):
        json.loads(body)


def test_a_delayed_reply_comes_when_its_time_has_come(seat: Seat, control: ControlClient) -> None:
    control.call("fault", {"kind": "delay", "what": "replies", "seconds": 3600, "count": 1})
    late = seat.wire.ask("AgentInfo", seat.key, accountcode="default", user="1001")
    wait_for(lambda: control.call("stats")["requests"].get("AgentInfo") == 1)
    seat.info()
    assert not any(late.encode() in body for body in seat.wire.bodies("/topic/"))
    control.call("clock", {"advance": 3600})
    wait_for(lambda: any(late.encode() in body for body in seat.wire.bodies("/topic/")))


def test_a_cut_in_the_middle_of_a_frame_and_the_way_back(
    simulator: InstantVoiceSimulator, control: ControlClient
) -> None:
    with seat_at(simulator) as seat:
        control.call("fault", {"kind": "cut", "mid_frame": True})
        wait_for(seat.wire.closed.is_set)
        assert seat.wire.raw.endswith(b'{"direc')
    with seat_at(simulator) as seat:
        assert seat.info()["agentstatus"] == "LOGOFF"


def test_events_in_bulk_for_measurements(seat: Seat, control: ControlClient) -> None:
    params = {"count": 2000, "agents": ["default_1004", "default_1005"], "rate": 20_000}
    assert control.call("feed", params)["sent"] == 2000
    wait_for(lambda: len(seat.wire.bodies("/topic/iv.agents.default_100")) == 2000)
    events = seat.wire.events("default_1004")
    assert [event["type"] for event in events[:4]] == ["NEWCALL", "HANGUP"] * 2


def test_what_is_no_request_changes_nothing(seat: Seat, control: ControlClient) -> None:
    for body in ("", "not json", "[1]", '["AgentLogin"]', '{"a":1}', '["X","k",[]]'):
        seat.wire.send("SEND", body, destination="/queue/config")
    seat.info()
    counted = {"(unreadable)": 5, "(malformed)": 1, "AgentInfo": 1}
    assert control.call("stats")["requests"] == counted


def test_the_profile_is_read_by_the_desk_without_a_question(
    simulator: InstantVoiceSimulator, control: ControlClient
) -> None:
    profile = load(simulator.profile, {"instantvoice": VENDOR}).profile
    assert profile is not None
    assert (profile.simulator, profile.secrets) == (True, "simulator")
    secrets = control.call("secrets")
    checked = read_profile(profile.name, profile.settings, secrets)
    assert checked.agent is not None
    assert checked.agent.full == AGENT
    text = simulator.profile.read_text()
    assert simulator.password not in text
    assert simulator.key not in text
    assert secrets == {"password": simulator.password, "key": simulator.key}


def test_nothing_is_left_of_a_stopped_simulator(tmp_path: Path) -> None:
    with InstantVoiceSimulator(profile_dir=tmp_path) as simulator, seat_at(simulator) as seat:
        seat.log_in()
        assert simulator.profile.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_broker_that_cannot_be_reached_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match=r"127.0.0.1:1 cannot be reached"):
        InstantVoiceSimulator(broker="127.0.0.1:1", profile_dir=tmp_path).start()
    assert list(tmp_path.iterdir()) == []


def test_what_soap_adds_stomp_lists(simulator: InstantVoiceSimulator, seat: Seat) -> None:
    account = {"accountcode": "default"}
    address, key = simulator.addresses["ivws"], simulator.key
    told = post(address, call("QueueAdd", key, **account, name="7015"))
    assert b">0</QueueAddResult>" in told[2]
    assert seat.ask("QueueList", **account) == [0, ["7012", "7015"]]
    assert seat.ask("QueueDelete", **account, name="7015")[0] == 0
    told = post(address, call("QueueList", key, **account))
    assert told[2].count(b"<integer ") == 1


def test_the_control_api_reaches_the_web_service(
    simulator: InstantVoiceSimulator, control: ControlClient
) -> None:
    asked = call("SipUserList", simulator.key, accountcode="default")
    address = simulator.addresses["ivws"]
    assert b">0001</integer>" in post(address, asked)[2]
    control.call("variant", {"soap_sip_names": "tuples"})
    assert b">('0001',)</integer>" in post(address, asked)[2]
    control.call("rights", {"methods": ["AgentLogin"]})
    assert b"-2 PERMISSION_DENIED" in post(address, asked)[2]
    control.call("fault", {"kind": "cut", "what": "connections", "for": 3600})
    with pytest.raises(ConnectionError):
        post(address, asked)
    control.call("clock", {"advance": 3601})
    assert post(address, asked)[0] == 500
    stats = control.call("stats", {})
    assert (stats["requests"]["SipUserList"], stats["ivws_connections_total"]) == (4, 5)


def test_a_profile_over_soap_names_the_web_service(broker: dict[str, str], tmp_path: Path) -> None:
    with InstantVoiceSimulator(profile_dir=tmp_path, transport="soap", **broker) as simulator:
        profile = load(simulator.profile, {"instantvoice": VENDOR}).profile
        assert profile is not None
        checked = read_profile(profile.name, profile.settings, simulator.secrets())
        assert isinstance(checked.server, WebService)
        (host,) = checked.server.hosts
        assert str(host) == simulator.addresses["ivws"]
