"""An agent's day at Compass by the command line: the real desk, REST over TLS, a real Prosody."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.support.compass_office import (
    AGENT,
    CALLER,
    COLLEAGUE,
    OTHER,
    QUEUE,
    checked,
    compass,
    numbers,
    talking,
)
from tests.support.desk_process import Desk, Events, Office, Simulator, own_directories


class Stage(NamedTuple):
    desk: Desk
    simulator: Simulator
    events: Events


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One platform and one desk for the whole module: a day has an order."""
    directory = tmp_path_factory.mktemp("compass")
    office = Office(directory, own_directories(dict(os.environ), directory))
    try:
        simulator = compass(office)
        desk = office.desk(simulator.profile)
        desk.link_up()
        yield Stage(desk, simulator, office.events(desk))
    finally:
        office.close()


def test_looking(stage: Stage) -> None:
    desk = stage.desk
    for verb in ("status", "snapshot", "capabilities", "queues", "journal"):
        assert desk.do(verb).strip(), verb
        json.loads(desk.do(verb, "--json"))
    assert sorted(q["name"] for q in json.loads(desk.do("queues", "--json"))) == [
        "Sales",
        "Support",
    ]
    assert checked(desk, "link").startswith("ok: ")
    user = json.loads(desk.do("vendor", "user"))
    assert str(user["entityId"]) == stage.desk.snapshot()["agent"]["id"]


def test_login_joins_the_queues_of_the_profile(stage: Stage) -> None:
    desk, simulator, events = stage
    desk.do("login", "--wait")
    assert desk.snapshot()["agent"]["state"] == "READY"
    (support,) = (one for one in simulator.state["queues"] if one["id"] == QUEUE)
    assert desk.snapshot()["agent"]["id"] in json.dumps(support)
    events.until("QueueMembershipChanged")


def test_pauses_and_do_not_disturb(stage: Stage) -> None:
    desk = stage.desk
    desk.do("pause", "Lunch", "--wait")
    assert desk.snapshot()["agent"]["reason"]["text"] == "Lunch"
    desk.do("ready", "--wait")
    desk.do("dnd", "on", "--wait")
    assert desk.snapshot()["agent"]["do_not_disturb"] is True
    desk.do("dnd", "off", "--wait")
    desk.until(lambda s: s["agent"]["state"] == "READY", "ready again")


def test_a_queue_call_is_answered_held_and_transferred_on_the_telephone(stage: Stage) -> None:
    desk, simulator, events = stage
    simulator.call("agent", agent=COLLEAGUE, do="join", queue=QUEUE)
    call = simulator.ring(CALLER, queue=QUEUE)
    desk.until(lambda s: numbers(s, "ALERTING") == [CALLER], "the caller behind the queue")
    simulator.call("answer", call=call, agent=AGENT)
    desk.until(lambda s: s["agent"]["state"] == "BUSY", "busy")
    simulator.call("hold", agent=AGENT)
    events.until("Held")
    simulator.call("retrieve", agent=AGENT)
    events.until("Retrieved")
    simulator.call("transfer", agent=AGENT, to=COLLEAGUE)
    simulator.call("answer", agent=COLLEAGUE)
    events.until("Transferred")
    desk.until(lambda s: not s["calls"], "the call is the colleague's")
    simulator.call("hangup", agent=COLLEAGUE, by="caller")


def test_answered_elsewhere_is_not_missed(stage: Stage) -> None:
    desk, simulator, events = stage
    call = simulator.ring(OTHER, queue=QUEUE)
    desk.until(lambda s: numbers(s, "ALERTING") == [OTHER], "it rings here too")
    simulator.call("answer", call=call, agent=COLLEAGUE)
    diverted = events.until("Diverted")
    assert diverted["cause"] == "ANSWERED_ELSEWHERE"
    desk.until(lambda s: not s["calls"], "it rings no more")
    simulator.call("hangup", call=call, by="caller")


def test_wrap_up_is_ended_from_here(stage: Stage) -> None:
    desk, simulator, _ = stage
    simulator.call("agent", agent=COLLEAGUE, do="leave", queue=QUEUE)
    simulator.call("queue", queue=QUEUE, wrap_up_time=600)
    call = simulator.ring(CALLER, queue=QUEUE)
    desk.until(lambda s: numbers(s, "ALERTING") == [CALLER], "the call rings")
    simulator.call("answer", call=call)
    desk.until(lambda s: s["agent"]["state"] == "BUSY", "busy")
    simulator.call("hangup", call=call, by="caller")
    snapshot = desk.until(lambda s: s["agent"]["state"] == "WORKING_AFTER_CALL", "wrap-up")
    assert "wrap-up" in snapshot["agent"]["note"]
    desk.do("end-wrap-up", "--wait")
    assert desk.snapshot()["agent"]["state"] == "READY"


def test_dialling_a_number(stage: Stage) -> None:
    desk, simulator, _ = stage
    desk.do("dial", "6102")
    desk.until(lambda s: numbers(s) == ["6102"], "the call")
    (call,) = desk.snapshot()["calls"]
    assert call["direction"] == "OUTBOUND"
    simulator.call("hangup", agent=AGENT, by="callee")
    desk.until(lambda s: not s["calls"], "the call's end")


@pytest.mark.parametrize(
    "verb", [("answer",), ("hangup",), ("hold",), ("transfer", "6100"), ("digits", "1")]
)
def test_what_is_done_on_the_telephone_says_so(stage: Stage, verb: tuple[str, ...]) -> None:
    desk, simulator, _ = stage
    call = talking(simulator, desk)
    refused = desk.cli(*verb)
    assert refused.returncode == 4, refused
    assert "telephone" in refused.stderr
    simulator.call("hangup", call=call, by="caller")
    desk.until(lambda s: not s["calls"], "the call's end")


def members(desk: Desk) -> list[str]:
    return sorted(q["name"] for q in desk.snapshot()["queues"] if q["member"])


def test_queues_are_left_and_joined(stage: Stage) -> None:
    desk = stage.desk
    desk.do("queue", "join", "Sales", "--wait")
    assert members(desk) == ["Sales", "Support"]
    desk.do("queue", "leave", "Sales", "--wait")
    assert members(desk) == ["Support"]


def test_the_day_ends_and_is_in_the_journal(stage: Stage) -> None:
    desk = stage.desk
    desk.do("logout", "--wait")
    assert desk.snapshot()["agent"]["state"] == "LOGGED_OUT"
    rows = json.loads(desk.do("rpc", "journal.list", '{"limit": 100}'))
    assert {"answered", "answered_elsewhere", "busy"} <= {row["outcome"] for row in rows}
    assert "Traceback" not in desk.output()
