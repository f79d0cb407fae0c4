from cti_desk.simulator.carry_out import Verbs
from cti_desk.simulator.telling import tell
from tests.support.exchange import FakeSimulated, Rig


def test_states_and_calls_are_told_in_lines() -> None:
    rig = Rig()
    verbs = Verbs(FakeSimulated(rig))
    rig.log_in("a1", "a2")
    rig.exchange.agents.pause("a2", "2")
    call = verbs.run("ring", {"agent": "a1", "from": "219", "name": "Maria"})
    line = f"{call}  219 (Maria) INITIATED  ->  a1 (Agent 1) RINGING"
    assert tell("ring", call) == call
    told = tell("state", verbs.run("state", {}))
    assert "PAUSED  p2  (Lunch)" in told
    assert "0 waiting, 3 members" in told
    assert line in told


def test_waiting_and_ended_calls() -> None:
    rig = Rig()
    verbs = Verbs(FakeSimulated(rig))
    call = verbs.run("ring", {"queue": "700", "from": "219"})
    assert "219 QUEUED  ->  700 waiting" in tell("state", verbs.run("state", {}))
    ended = verbs.run("hangup", {})
    assert tell("hangup", ended) == f"Call {call} has ended."


def test_everybody_whom_a_call_rings_is_told() -> None:
    rig = Rig()
    rig.queue.strategy = "ring_all"
    rig.log_in("a1", "a2")
    verbs = Verbs(FakeSimulated(rig))
    verbs.run("ring", {"queue": "700", "from": "219"})
    told = tell("state", verbs.run("state", {}))
    assert "219 QUEUED  ->  a1 (Agent 1) RINGING, a2 (Agent 2) RINGING" in told


def test_anything_else_is_listed_by_name() -> None:
    assert tell("stats", {"logins": 1, "requests": {"AgentInfo": 2}}) == (
        "logins: 1\nrequests:\n  AgentInfo: 2"
    )
    assert tell("x", 5) == "5"
