from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.model import Call, Leg, LegState, Party


def call(**values) -> Call:
    caller = Leg(Party("219"), LegState.INITIATED, 0)
    return Call("1.2.3", caller, "a1", "outside", 0.0, **values)


def test_a_call_knows_its_ends_and_what_each_calls_it() -> None:
    callee = Leg(Party("1", agent="a1"), LegState.RINGING, 0, own_id="9.9.9")
    one = call(callee=callee)
    assert one.leg_of("a1") is callee is one.ringing_leg() is one.other(one.caller)
    assert (one.side(one.caller), one.side(callee)) == ("caller", "callee")
    assert (one.id_at(one.caller), one.id_at(callee)) == ("1.2.3", "9.9.9")


def test_a_call_waits_from_joining_a_queue_to_being_answered() -> None:
    one = call(queue="700", queued_at=1.0)
    assert one.waiting
    one.answered_at = 2.0
    assert not one.waiting


def test_cancelling_a_calls_timers_cancels_those_of_its_ends() -> None:
    time, rang = SimulatedTime(frozen_at=0), []
    one = call()
    one.timers.append(time.call_later(1, lambda: rang.append("call")))
    one.caller.timers.append(time.call_later(1, lambda: rang.append("leg")))
    one.cancel_timers()
    time.advance(2)
    assert rang == []
