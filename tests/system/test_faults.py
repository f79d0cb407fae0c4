"""What goes wrong between desk and telephone system: said in words, survived, and mended."""

from __future__ import annotations

import signal

import pytest

from tests.support.desk_process import AGENT, CUSTOMER, Desk, Office, Simulator
from tests.support.waiting import wait_for

COLLEAGUE = "1140028922"


@pytest.fixture
def simulator(office: Office) -> Simulator:
    return office.simulator()


@pytest.fixture
def desk(office: Office, simulator: Simulator) -> Desk:
    return office.desk(simulator.profile)


def talking(simulator: Simulator, desk: Desk, caller: str = CUSTOMER) -> str:
    """Bring a call up and return the simulator's id of it."""
    call = simulator.ring(caller, agent=AGENT)
    simulator.call("answer", call=call)
    desk.until(
        lambda s: any(
            c["remote"]["number"] == caller and c["local_state"] == "CONNECTED" for c in s["calls"]
        ),
        "the call is up",
    )
    return call


def test_a_broker_that_accepts_and_says_nothing(office: Office, simulator: Simulator) -> None:
    simulator.call("fault", kind="silent", what="connections")
    desk = office.desk(simulator.profile)
    wait_for(lambda: simulator.stats["connections_total"] >= 2, 60, "a second attempt")
    snapshot = desk.snapshot()
    assert snapshot["link"]["state"] in ("CONNECTING", "DOWN")
    assert snapshot["link"]["reason"]
    checked = desk.cli("check")
    assert (checked.returncode, checked.stdout.startswith("No calls: ")) == (1, True)
    simulator.call("fault", kind="clear")
    desk.link_up()


def test_a_broker_that_falls_silent_is_seen_to_be_gone(simulator: Simulator, desk: Desk) -> None:
    desk.log_in()
    talking(simulator, desk)
    simulator.call("fault", kind="silent", what="connections")
    snapshot = desk.until(lambda s: s["link"]["state"] != "UP", "the loss is seen", timeout=30)
    assert snapshot["link"]["stale_s"] is not None
    assert len(snapshot["calls"]) == 1, "what was known stays shown"
    simulator.call("fault", kind="clear")
    desk.until(lambda s: s["link"]["state"] == "UP", "the link is back", timeout=60)
    assert len(desk.snapshot()["calls"]) == 1


def test_a_refused_login_stops_and_is_never_repeated(office: Office, simulator: Simulator) -> None:
    simulator.call("fault", kind="refuse", what="login")
    desk = office.desk(simulator.profile)
    stopped = desk.until(lambda s: s["link"]["state"] == "STOPPED", "the desk stops")
    assert stopped["link"]["reason"]
    assert simulator.stats["login_attempts"] == 1
    # A person or a restart does not change the password: nothing is sent again.
    desk.close()
    desk.start()
    desk.until(lambda s: s["link"]["state"] == "STOPPED", "still stopped")
    assert simulator.stats["login_attempts"] == 1
    secrets = simulator.call("secrets")
    assert not any(secret in desk.output() for secret in secrets.values())


@pytest.mark.parametrize("mid_frame", [False, True])
def test_a_cut_in_the_middle_of_calls(
    office: Office, simulator: Simulator, desk: Desk, mid_frame: bool
) -> None:
    """The call that survives stays, unpopped; the one that ended is seen to end."""
    desk.log_in()
    survives, ends = talking(simulator, desk), talking(simulator, desk, COLLEAGUE)
    events = office.events(desk)
    simulator.call("fault", kind="cut", mid_frame=mid_frame, **{"for": 3.0})
    events.until("LinkDown")
    simulator.call("hangup", call=ends, by="caller")
    events.until("LinkUp", timeout=60)
    events.until("Resynchronised")
    desk.until(
        lambda s: [c["remote"]["number"] for c in s["calls"]] == [CUSTOMER], "one call is left"
    )
    cleared = events.until("ConnectionCleared")
    assert cleared["call"]["remote"]["number"] == COLLEAGUE
    assert "Delivered" not in events.names(), "nothing pops twice"
    simulator.call("hangup", call=survives, by="caller")
    desk.until(lambda s: not s["calls"], "the other call ends as any call")


def test_nonsense_on_the_wire_leaves_the_desk_standing(simulator: Simulator, desk: Desk) -> None:
    desk.log_in()
    for kind in ("garble", "duplicate", "reorder"):
        simulator.call("fault", kind=kind, what="events", count=4)
        call = simulator.ring(agent=AGENT)
        simulator.call("answer", call=call)
        simulator.call("hangup", call=call, by="caller")
        simulator.call("fault", kind="clear")
        again = simulator.ring(COLLEAGUE, agent=AGENT)
        desk.until(
            lambda s: any(c["remote"]["number"] == COLLEAGUE for c in s["calls"]),
            f"a call after {kind}",
        )
        simulator.call("hangup", call=again, by="caller")
        desk.until(
            lambda s: not any(c["remote"]["number"] == COLLEAGUE for c in s["calls"]), "its end"
        )
    assert "Traceback" not in desk.output()


def test_a_killed_desk_starts_again_and_finds_the_call(simulator: Simulator, desk: Desk) -> None:
    desk.log_in()
    talking(simulator, desk)
    assert desk.program
    desk.program.signal(signal.SIGKILL)
    desk.program.wait()
    assert desk.cli("status").returncode == 3
    desk.start()
    found = desk.until(lambda s: s["calls"], "the call is found again")
    assert found["calls"][0]["local_state"] == "CONNECTED"
    assert found["agent"]["state"] == "BUSY"


def test_a_second_desk_raises_the_first(desk: Desk) -> None:
    again = desk.cli("--config", str(desk.config), timeout=30)
    assert again.returncode == 0, again
    assert desk.snapshot()
    other = desk.cli("--config", str(desk.config), "--profile", "somebody-else", timeout=30)
    assert other.returncode == 2
    assert "simulator" in other.stderr


def test_a_simulator_that_restarts_on_the_same_port(office: Office) -> None:
    first = office.simulator()
    port = first.addresses["stomp"].rpartition(":")[2]
    control = first.addresses["control"].rpartition(":")[2]
    desk = office.desk(first.profile)
    desk.link_up()
    first.close()
    desk.until(lambda s: s["link"]["state"] != "UP", "the loss is seen")
    assert desk.cli("status").returncode == 0
    office.simulator("--port", port, "--control-port", control)
    # Another platform with another key: what the desk holds no longer opens anything.
    desk.until(lambda s: s["link"]["state"] == "STOPPED" and s["link"]["reason"], "it says so", 60)


def test_the_end_of_the_session_logs_out(simulator: Simulator, desk: Desk) -> None:
    desk.log_in()
    assert desk.close() == 0
    wait_for(
        lambda: (
            "LOG" in str(simulator.state["agents"][0]["state"]).upper()
            and "OUT" in str(simulator.state["agents"][0]["state"]).upper()
        ),
        what="the exchange has logged the agent out",
    )
