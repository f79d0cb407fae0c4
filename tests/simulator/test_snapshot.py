import json

from cti_desk.simulator.snapshot import state
from tests.support.exchange import START, Rig


def test_the_state_tells_agents_queues_and_calls_as_json() -> None:
    rig = Rig()
    rig.log_in("a1")
    call = rig.talk("700", "219")
    waiting = rig.ring("700", "220")
    rig.exchange.agents.pause("a1", "1")
    told = json.loads(json.dumps(state(rig.exchange)))
    agent = told["agents"][0]
    assert (agent["id"], agent["state"], agent["pending"]) == ("a1", "READY", "PAUSED")
    assert agent["calls"] == [call.id]
    assert told["queues"][0]["waiting"] == [waiting.id]
    first = told["calls"][0]
    assert (first["queue"], first["answered_at"]) == ("700", START)
    assert first["callee"]["state"] == "CONNECTED"
    assert told["calls"][1]["callee"] is None
    rig.exchange.calls.hang_up(call.id, "caller")
    assert state(rig.exchange)["agents"][0]["reason"] == {"code": "1", "text": "Break"}
