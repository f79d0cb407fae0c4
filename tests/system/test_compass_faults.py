"""What goes wrong at Compass, with the real desk: said in words, survived, and mended."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.support.compass_office import (
    AGENT,
    CALLER,
    COLLEAGUE,
    OTHER,
    checked,
    compass,
    desk_at,
    numbers,
    talking,
    with_password,
)
from tests.support.desk_process import Office, Simulator
from tests.support.waiting import wait_for

FED = 3000


@pytest.fixture
def simulator(office: Office) -> Simulator:
    return compass(office)


def test_a_wrong_password_is_one_attempt_also_after_a_restart(
    office: Office, simulator: Simulator, tmp_path: Path
) -> None:
    config = tmp_path / "settings.toml"
    secrets = with_password(simulator, config, "not the password")
    desk = office.desk(config, secrets=secrets)
    stopped = desk.until(lambda s: s["link"]["state"] == "STOPPED", "the desk stops")
    assert "password" in stopped["link"]["reason"].lower()
    assert checked(desk, "link").startswith("blocking: ")
    assert desk.cli("login").returncode == 6
    assert simulator.stats["login_attempts"] == 1
    desk.close()
    desk.start()
    desk.until(lambda s: s["link"]["state"] == "STOPPED", "still stopped")
    assert simulator.stats["login_attempts"] == 1
    assert "not the password" not in desk.output()


def test_prosody_is_killed_under_load_and_the_desk_catches_up(
    office: Office, simulator: Simulator
) -> None:
    desk = desk_at(office, simulator)
    ends = talking(simulator, desk)
    events = office.events(desk)
    with simulator.control() as other:
        load = threading.Thread(
            target=lambda: other.call("feed", {"count": FED, "rate": 1000, "agents": [COLLEAGUE]})
        )
        load.start()
        simulator.call("fault", kind="cut", method="prosody", **{"for": 3.0})
        events.until("LinkDown")
        simulator.call("hangup", call=ends, by="caller")
        survives = simulator.ring(OTHER, agent=AGENT)
        events.until("LinkUp", timeout=60)
        events.until("Resynchronised")
        load.join()
    desk.until(lambda s: numbers(s, "ALERTING") == [OTHER], "the call that came meanwhile")
    assert events.until("ConnectionCleared")["call"]["remote"]["number"] == CALLER
    simulator.call("hangup", call=survives, by="caller")
    desk.until(lambda s: not s["calls"], "no call is left over")
    assert "Traceback" not in desk.output()


def test_without_events_the_desk_acts_and_says_what_it_does_not_see(
    office: Office, simulator: Simulator
) -> None:
    desk = desk_at(office, simulator)
    simulator.call("fault", kind="cut", method="xmpp", **{"for": 600})
    lost = desk.until(lambda s: s["link"]["state"] == "DOWN", "the loss is seen")
    assert lost["link"]["can_act"] is True
    assert "still dial" in lost["link"]["reason"]
    assert checked(desk, "link").startswith("warning: ")
    assert "still dial" in desk.do("status")
    desk.do("pause", "Break", "--wait")
    desk.do("dial", "6102")
    assert wait_for(lambda: simulator.state["calls"], what="the call at the exchange")
    simulator.call("hangup", agent=AGENT, by="callee")
    simulator.call("fault", kind="clear")
    back = desk.until(lambda s: s["link"]["state"] == "UP", "the events are back", 60)
    assert back["agent"]["reason"]["text"] == "Break"


def test_without_rest_the_desk_sees_and_says_that_it_cannot_act(
    office: Office, simulator: Simulator
) -> None:
    desk = desk_at(office, simulator)
    simulator.call("fault", kind="cut", method="rest", **{"for": 600})
    refused = desk.cli("pause", "Break")  # the attempt shows that nobody answers
    assert refused.returncode in (5, 6), refused
    seen = desk.until(lambda s: s["link"]["marks"], "the desk says which half works")
    assert seen["link"]["state"] == "UP"
    assert any("nothing can be done" in mark for mark in seen["link"]["marks"])
    assert "nothing can be done" in desk.do("status")
    refused = desk.cli("dial", "6100")
    assert refused.returncode in (4, 6), refused
    assert refused.stderr.strip()
    call = talking(simulator, desk)
    simulator.call("fault", kind="clear")
    desk.until(lambda s: not s["link"]["marks"], "it can act again", 60)
    simulator.call("hangup", call=call, by="caller")
    desk.until(lambda s: not s["calls"], "the call's end")
    desk.do("pause", "Break", "--wait")


def test_rights_that_are_revoked_in_the_middle(office: Office, simulator: Simulator) -> None:
    desk = desk_at(office, simulator)
    simulator.call("rights", key=AGENT, methods=["read"])
    refused = desk.cli("pause", "Break")
    assert refused.returncode == 1, refused
    assert "right" in refused.stderr.lower()
    snapshot = desk.snapshot()
    assert (snapshot["link"]["state"], snapshot["agent"]["state"]) == ("UP", "READY")
    talking(simulator, desk)
    assert simulator.stats["login_attempts"] <= 2, "403 is no reason to log in again"
    simulator.call("rights", key=AGENT, methods=["all"])
    simulator.call("hangup", agent=AGENT, by="caller")
    desk.do("pause", "Break", "--wait")


def test_a_killed_desk_starts_again_and_finds_call_and_queues(
    office: Office, simulator: Simulator
) -> None:
    desk = desk_at(office, simulator)
    talking(simulator, desk)
    assert desk.program
    desk.program.process.kill()
    desk.program.wait()
    desk.start()
    found = desk.until(lambda s: s["calls"] and s["agent"]["state"] == "BUSY", "the call")
    assert numbers(found, "CONNECTED") == [CALLER]
    assert [queue["name"] for queue in found["queues"] if queue["member"]] == ["Support"]
