"""A desk without a broker: the real programs over SOAP, from login to logout."""

from __future__ import annotations

import json
from typing import Any

from tests.support.desk_process import AGENT, ANSWERING, CUSTOMER, DEVICE, Office, Simulator


def agent_of(simulator: Simulator) -> Any:
    return next(one for one in simulator.state["agents"] if one["id"] == AGENT)


def test_a_day_over_soap(office: Office) -> None:
    simulator = office.simulator("--transport", "soap")
    desk = office.desk(simulator.profile)
    desk.link_up()
    assert desk.snapshot()["agent"]["state"] == "UNKNOWN"
    capabilities = json.loads(desk.do("capabilities", "--json"))
    assert "SOAP has no events" in capabilities["warnings"][0]

    desk.do("login", DEVICE, "--wait")
    desk.do("pause", "Lunch", "--wait")
    paused = desk.until(lambda s: s["agent"]["state"] == "NOT_READY", "the pause")["agent"]
    assert paused["reason"] == {"code": "2", "text": "Lunch"}
    assert paused["note"] == "last known: set here"
    assert agent_of(simulator)["state"] == "PAUSED"
    desk.do("ready", "--wait")

    desk.do("dial", ANSWERING, "--wait")
    (call,) = desk.snapshot()["calls"]
    assert call["direction"] == "OUTBOUND"
    assert call["remote"]["number"] == ANSWERING
    assert call["id_source"] == "derived"
    refused = desk.cli("hangup")
    assert refused.returncode == 4
    assert "no number for this call" in refused.stderr
    simulator.call("hangup", call=simulator.state["calls"][0]["id"], by="caller")
    desk.until(lambda s: not s["calls"], "the call's end")

    rings = simulator.ring(CUSTOMER, agent=AGENT)
    ringing = desk.until(lambda s: s["calls"], "the ringing line")["calls"][0]
    assert (ringing["direction"], ringing["local_state"]) == ("INBOUND", "ALERTING")
    simulator.call("answer", call=rings)
    desk.until(lambda s: s["agent"]["state"] == "BUSY", "the talk")
    desk.do("transfer", "6102", "--all")
    desk.until(lambda s: not s["calls"], "the transfer")
    desk.do("logout", "--wait")
    assert simulator.stats["requests"]["AgentLogoff"] == 1


def test_any_method_by_name_answers_as_over_stomp(office: Office) -> None:
    said = []
    for transport in ("soap", "stomp"):
        simulator = office.simulator("--transport", transport)
        desk = office.desk(simulator.profile)
        desk.link_up()
        desk.do("vendor", "QueueAdd", "accountcode=default", "name=7015")
        listed = desk.do("vendor", "QueueList", "accountcode=default")
        missing = desk.cli("vendor", "QueueInfo", "accountcode=default", "name=9")
        wrong = desk.cli("vendor", "QueueInfo", "accountcode=default", "nam=9")
        said.append((listed, missing.returncode, missing.stderr, wrong.returncode, wrong.stderr))
    assert said[0] == said[1]
    assert "7015" in said[0][0]
    assert said[0][1] == 1


def test_a_web_service_that_goes_away_makes_the_desk_stale(office: Office) -> None:
    simulator = office.simulator("--transport", "soap")
    desk = office.desk(simulator.profile)
    desk.link_up()
    desk.do("login", DEVICE, "--wait")
    assert desk.until(lambda s: s["link"]["read_s"] is not None, "a reading")
    simulator.call("fault", kind="silent")
    stale = desk.until(lambda s: s["link"]["state"] == "DOWN", "the link's loss", 30)
    # As old as what was read last, not as the failure to read again.
    assert stale["link"]["stale_s"] > stale["time"] - stale["link"]["since"]
    assert stale["agent"]["state"] == "READY"
    simulator.call("fault", kind="clear")
    desk.link_up()
