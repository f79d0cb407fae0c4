from pathlib import Path
from typing import Any

import pytest

from cti_desk.simulator.carry_out import Verbs
from cti_desk.simulator.errors import ExchangeError, Invalid, NotFound
from cti_desk.simulator.model import Queue
from cti_desk.simulator.observations import Kind
from cti_desk.simulator.verbs import VERBS
from tests.support.exchange import FakeSimulated, Rig


class Desk:
    """A rig with its verbs."""

    def __init__(self) -> None:
        self.rig = Rig()
        self.fake = FakeSimulated(self.rig)
        self.verbs = Verbs(self.fake)

    def __call__(self, verb: str, **params: Any) -> Any:
        return self.verbs.run(verb, {key.rstrip("_"): value for key, value in params.items()})


def test_every_declared_verb_can_be_carried_out() -> None:
    assert all(callable(getattr(Verbs, f"do_{name}", None)) for name in VERBS)


def test_ring_answer_hold_retrieve_hangup() -> None:
    do = Desk()
    do.rig.log_in("a1")
    call = do("ring", agent="1", from_="219", name="Maria", called="0800")
    (rung,) = do("state")["calls"]
    assert rung["id"] == call
    assert rung["called"] == "0800"
    assert rung["caller"]["name"] == "Maria"
    assert do("answer", agent="a1")["answered_at"] is not None
    assert do("hold", call=call)["callee"]["state"] == "HELD"
    assert do("retrieve")["callee"]["state"] == "CONNECTED"
    ended = do("hangup", call=call, by="callee", reason="media_server_gone")
    assert ended == {"call": call, "up": False}
    assert do.rig.last(Kind.ENDED).cause.value == "media_server_gone"


def test_two_agents_talk_and_one_transfers_blind_or_attended() -> None:
    do = Desk()
    do.rig.log_in("a1", "a2")
    call = do("dial", agent="a1", to="2")["call"]
    do("answer", call=call)
    moved = do("transfer", call=call, to="6100", agent="a1")["call"]
    assert do("state")["calls"][0]["id"] == moved
    do.rig.advance(2)
    consultation = do("transfer", call=moved, to="1", attended=True, agent="a2")["call"]
    do("answer", agent="a1")
    numbers = {end["number"] for end in (_only(do)["caller"], _only(do)["callee"])}
    assert numbers == {"6100", "1"}
    assert consultation


def _only(do: Desk) -> dict[str, Any]:
    (call,) = do("state")["calls"]
    return call


def test_a_colleague_picks_up() -> None:
    do = Desk()
    do.rig.log_in("a1", "a2")
    call = do("ring", agent="a1", from_="219")
    assert do("pickup", call=call, agent="a2")["callee"]["agent"] == "a2"


def test_a_telephone_is_told_how_to_behave() -> None:
    do = Desk()
    assert do("phone", agent="a1", auto_answer=True)["auto_answer"] == 2.0
    assert do("phone", agent="a1", auto_answer=5, busy=True)["busy"]
    assert do("phone", agent="a1", auto_answer=False)["auto_answer"] is None
    assert do("phone", agent="a1", unreachable=True)["busy"]


def test_an_agent_is_changed_as_a_supervisor_would() -> None:
    do = Desk()
    assert do("agent", agent="a1", do="login")["state"] == "READY"
    assert do("agent", agent="a1", do="pause", reason="2")["reason"]["text"] == "Lunch"
    do.rig.exchange.agents.set_do_not_disturb("a1", True)
    ready = do("agent", agent="a1", do="ready")
    assert (ready["state"], ready["do_not_disturb"]) == ("READY", False)
    assert do("agent", agent="a1", do="logout", outbound=False)["state"] == "LOGGED_OUT"
    assert do("agent", agent="a1", disabled=True)["disabled"]
    assert not any(line.outbound for line in do.rig.exchange.world.agents["a1"].lines)
    other = do.rig.exchange.add_queue(Queue("701", "Sales"))
    do("agent", agent="a2", do="join", queue="701")
    assert other.members == {"a2": 1}
    do("agent", agent="a2", do="leave", queue="701")
    assert other.members == {}
    with pytest.raises(Invalid, match="Which queue"):
        do("agent", agent="a2", do="join")
    with pytest.raises(Invalid, match="dance"):
        do("agent", agent="a2", do="dance")


def test_a_queues_settings_are_changed_or_refused_together() -> None:
    do = Desk()
    changed = do("queue", queue="700", strategy="priority", wrap_up_time=30, join_empty=False)
    assert (changed["strategy"], changed["wrap_up_time"], changed["join_empty"]) == (
        "priority",
        30,
        False,
    )
    for wrong in ({"colour": 1}, {"strategy": "loudest"}, {"timeout": -1}, {"join_empty": 1}):
        with pytest.raises(Invalid):
            do("queue", queue="700", max_len=5, **wrong)
    assert do.rig.queue.max_len == 0


def test_time_passes_when_told() -> None:
    do = Desk()
    before = do("state")["time"]
    assert do("clock", advance=90)["time"] == before + 90
    with pytest.raises(Invalid):
        do("clock", advance=-1)


def test_faults_come_and_go() -> None:
    do = Desk()
    assert do("fault", kind="drop", what="events")["faults"][0]["what"] == "events"
    do("fault", kind="cut")
    assert do("fault", kind="drop", clear=True)["faults"][0]["kind"] == "cut"
    assert do("fault", kind="clear")["faults"] == []
    assert do.fake.told == ["drop", "cut", "cleared", "cleared"]


def test_what_belongs_to_the_vendor_is_passed_on() -> None:
    do = Desk()
    assert do("secrets") == {"password": "hush"}
    assert do("stats") == {"logins": 3}
    assert do("variant", x=1) == {"x": 1}
    do("rights", methods=["all"])
    assert do("feed", count=10, rate=100)["sent"] == 10
    assert do.fake.told == [(None, ["all"]), (10, 100, ["a1", "a2", "a3"])]


def test_a_script_runs_verbs(tmp_path: Path) -> None:
    do = Desk()
    do.rig.log_in("a1")
    script = tmp_path / "day.jsonl"
    script.write_text('{"verb": "ring", "agent": "a1", "from": "219", "as": "first"}\n')
    result = do("script", file=str(script))
    assert result["steps"] == 1
    assert do.rig.exchange.world.call(result["calls"]["first"])


@pytest.mark.parametrize(
    ("verb", "params", "error"),
    [
        ("ring", {"from": "1"}, Invalid),
        ("ring", {"from": "1", "agent": "a1", "queue": "700"}, Invalid),
        ("ring", {"from": "1", "queue": "701"}, NotFound),
        ("ring", {"from": "1", "agent": "a1"}, Invalid),
        ("hangup", {"by": "nobody"}, Invalid),
        ("hangup", {"call": "1.2.3"}, NotFound),
        ("answer", {}, NotFound),
        ("phone", {"agent": "nobody"}, NotFound),
        ("queue", {"queue": "nope"}, NotFound),
        ("agent", {"agent": "a1", "do": "login", "device": "p9"}, NotFound),
    ],
)
def test_what_cannot_be_is_refused(verb, params, error: type[ExchangeError]) -> None:
    with pytest.raises(error):
        Desk().verbs.run(verb, params)
