"""An agent's day by the command line, verb by verb, on whatever broker carries it."""

from __future__ import annotations

import json
from typing import Any

from tests.support.desk_process import AGENT, ANSWERING, CUSTOMER, DEVICE, QUEUE, Desk, Simulator
from tests.support.waiting import wait_for

NOT_OFFERED = [
    ("answer",),
    ("hold",),
    ("retrieve",),
    ("consult", ANSWERING),
    ("complete",),
    ("reconnect",),
    ("pickup",),
    ("digits", "12#"),
    ("dnd", "on"),
    ("forward", "always", ANSWERING),
]
"""What InstantVoice leaves to the telephone's own keys, or has not at all."""


def exchange_agent(simulator: Simulator) -> Any:
    """The exchange's own view of the agent."""
    return next(each for each in simulator.state["agents"] if each["id"] == AGENT)


def looking(desk: Desk) -> None:
    """Everything that only looks succeeds, in words and as JSON."""
    for verb in ("status", "snapshot", "capabilities", "queues", "journal"):
        assert desk.do(verb).strip(), verb
        json.loads(desk.do(verb, "--json"))
    checked = desk.cli("check", "--json")
    blocking = any(item["state"] == "blocking" for item in json.loads(checked.stdout))
    assert checked.returncode == int(blocking)
    snapshot = json.loads(desk.do("snapshot", "--json"))
    assert snapshot["agent"]["id"] == AGENT
    assert snapshot["link"]["state"] == "UP"
    assert [queue["id"] for queue in json.loads(desk.do("queues", "--json"))] == [QUEUE]
    reply = json.loads(desk.do("events").splitlines()[0])
    assert reply["snapshot"]["epoch"] == snapshot["epoch"]
    assert json.loads(desk.do("rpc", "rpc.discover"))["openrpc"]
    info = json.loads(desk.do("vendor", "AgentInfo", "accountcode=default", "user=1001"))
    assert info["user"] == AGENT


def states(desk: Desk, simulator: Simulator) -> None:
    """Log in, pause, be ready: each is confirmed, and the exchange agrees."""
    desk.do("login", DEVICE, "--wait")
    assert desk.snapshot()["agent"]["state"] == "READY"
    assert exchange_agent(simulator)["state"] != "LOGGED_OUT"
    for reason in ("2", "lunch"):
        desk.do("pause", reason, "--wait")
        agent = desk.snapshot()["agent"]
        assert (agent["state"], agent["reason"]["text"]) == ("NOT_READY", "Lunch")
    assert exchange_agent(simulator)["reason"] in ("Lunch", {"code": "2", "text": "Lunch"})
    desk.do("ready", "--wait")
    assert desk.snapshot()["agent"]["state"] == "READY"


def calls_in(desk: Desk, simulator: Simulator) -> None:
    """A queue call and a direct one: shown, transferred, hung up."""
    call = simulator.ring(queue=QUEUE, name="Maria Souza")
    ringing = desk.until(lambda s: s["calls"], "the queue call rings")["calls"][0]
    assert ringing["remote"]["number"] == CUSTOMER
    assert (ringing["direction"], ringing["local_state"]) == ("INBOUND", "ALERTING")
    simulator.call("answer", call=call)
    desk.until(lambda s: s["agent"]["state"] == "BUSY", "the agent is busy")
    for arguments in NOT_OFFERED:
        refused = desk.cli(*arguments)
        assert refused.returncode == 4, (arguments, refused)
        assert refused.stderr.startswith("cti-desk: "), refused.stderr
    desk.do("transfer", ANSWERING, "--wait")
    desk.until(lambda s: not s["calls"], "the call has left")
    call = simulator.ring(agent=AGENT)
    simulator.call("answer", agent=AGENT)
    shown = desk.until(lambda s: s["agent"]["state"] == "BUSY", "the second call")["calls"][0]
    desk.do("hangup", "--call", shown["id"], "--wait")
    desk.until(lambda s: s["agent"]["state"] == "READY", "the agent is ready again")


def calls_out(desk: Desk, simulator: Simulator) -> None:
    """Dial: the own telephone first, then the other side."""
    simulator.call("phone", agent=AGENT, auto_answer=True)
    desk.do("dial", ANSWERING, "--wait")
    talking = desk.until(
        lambda s: s["calls"] and s["calls"][0]["remote_state"] == "CONNECTED", "the other side"
    )
    assert talking["calls"][0]["direction"] == "OUTBOUND"
    assert talking["calls"][0]["remote"]["number"] == ANSWERING
    desk.do("hangup")
    desk.until(lambda s: not s["calls"], "the call has ended")
    simulator.call("phone", agent=AGENT, auto_answer=False)


def two_calls(desk: Desk, simulator: Simulator) -> None:
    """With two calls up a verb that does not say which one is refused, and lists them."""
    for caller in (CUSTOMER, "1140028922"):
        simulator.call("answer", call=simulator.ring(caller, agent=AGENT))
    snapshot = desk.until(
        lambda s: [c["local_state"] for c in s["calls"]] == ["CONNECTED"] * 2, "two calls"
    )
    for arguments in (("hangup",), ("transfer", ANSWERING)):
        refused = desk.cli(*arguments)
        assert refused.returncode == 7, refused
        assert all(call["id"] in refused.stderr for call in snapshot["calls"]), refused.stderr
    desk.do("transfer", ANSWERING, "--all")
    desk.until(lambda s: not s["calls"], "both calls have left")


def pausing_in_a_call(desk: Desk, simulator: Simulator) -> None:
    """A pause that waits for the call's end is confirmed at once, and said to be pending."""
    call = simulator.ring(agent=AGENT)
    simulator.call("answer", agent=AGENT)
    desk.until(lambda s: s["agent"]["state"] == "BUSY", "the agent is busy")
    assert desk.do("pause", "2", "--wait").strip() == "Confirmed: paused after this call."
    told = json.loads(desk.do("pause", "2", "--wait", "--json"))
    assert (told["accepted"], told["confirmed"], told["pending"]) == (True, True, True)
    refused = desk.cli("pause", "7")
    assert refused.returncode == 2
    assert "1 Break, 2 Lunch, 3 Training" in refused.stderr
    simulator.call("hangup", call=call, by="caller")
    desk.until(lambda s: s["agent"]["state"] == "NOT_READY", "the pause begins")
    told = json.loads(desk.do("pause", "2", "--wait", "--json"))
    assert (told["confirmed"], told["pending"]) == (True, False)
    desk.do("ready", "--wait")


def exit_codes(desk: Desk, simulator: Simulator) -> None:
    """What goes wrong has its own number."""
    for arguments in (("juggle",), ("dial",), ("rpc", "no.such.method"), ("pause", "--wait", "x")):
        assert desk.cli(*arguments).returncode == 2, arguments
    assert desk.cli("hangup", "--call", "1.2.3").returncode == 2
    assert desk.cli("--instance", "nobody", "status").returncode == 3
    simulator.call("fault", kind="refuse", method="AgentPause", code=10, count=1)
    refused = desk.cli("pause", "1")
    assert refused.returncode == 1, refused
    assert "10" in refused.stderr
    simulator.call("fault", kind="drop", what="replies", method="AgentPause", count=1)
    assert desk.cli("pause", "1").returncode == 5
    # Whatever became of it is read back, and stands in the snapshot.
    desk.until(lambda s: s["agent"]["state"] == "NOT_READY", "the pause is read back")
    desk.do("ready", "--wait")


def leaving(desk: Desk, simulator: Simulator) -> None:
    """Log out, and the journal knows the day."""
    desk.do("logout", "--wait")
    assert desk.snapshot()["agent"]["state"] == "LOGGED_OUT"
    assert exchange_agent(simulator)["state"].lower().replace(" ", "_") == "logged_out"
    rows = wait_for(lambda: json.loads(desk.do("journal", "--json")), what="journal rows")
    assert any(CUSTOMER in json.dumps(row) for row in rows), rows


def dark(desk: Desk, simulator: Simulator) -> None:
    """Without a telephone system every acting verb says so, with its number."""
    simulator.program.end()
    desk.until(lambda s: s["link"]["state"] == "DOWN", "the loss is seen", timeout=30)
    refused = desk.cli("login", DEVICE)
    assert refused.returncode == 6, refused
    assert desk.do("status")
