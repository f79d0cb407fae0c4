import pytest

from cti_desk.simulator.errors import Full, Invalid
from cti_desk.simulator.model import Cause
from cti_desk.simulator.observations import Kind
from tests.support.exchange import Rig


def test_an_unanswered_call_goes_to_the_next_agent_after_the_documented_consequences() -> None:
    rig = Rig()
    rig.queue.quarantine_time = 60
    rig.log_in("a1", "a2")
    call = rig.ring("700")
    assert rig.last(Kind.OFFERED).agent == "a1"
    rig.advance(10)
    assert rig.kinds("a1") == [Kind.OFFERED, Kind.ENDED, Kind.QUARANTINE]
    assert rig.last(Kind.ENDED).cause is Cause.QUEUE_MISSED
    assert rig.kinds("a2") == [Kind.OFFERED]
    assert rig.last(Kind.OFFERED).call == call.id
    rig.exchange.calls.answer(call.id)
    assert rig.kinds("a2")[-1] is Kind.ANSWERED


def test_quarantine_ends_and_the_same_caller_is_offered_again_with_the_same_id() -> None:
    rig = Rig()
    rig.queue.quarantine_time = 60
    rig.log_in("a1")
    call = rig.ring("700")
    rig.advance(10)
    rig.advance(59)
    assert rig.kinds("a1").count(Kind.OFFERED) == 1
    rig.advance(1)
    assert rig.kinds("a1").count(Kind.OFFERED) == 2
    assert rig.last(Kind.OFFERED).call == call.id


def test_without_quarantine_the_only_agent_is_rung_again_after_a_breath() -> None:
    rig = Rig(retry_s=1.0)
    rig.log_in("a1")
    rig.ring("700")
    rig.advance(10.5)
    assert rig.kinds("a1") == [Kind.OFFERED, Kind.ENDED]
    rig.advance(0.5)
    assert rig.kinds("a1")[-1] is Kind.OFFERED


def test_a_busy_telephone_counts_as_not_answered_and_does_not_spin() -> None:
    rig = Rig()
    rig.log_in("a1")
    rig.exchange.phone("a1").busy = True
    rig.ring("700")
    assert rig.kinds("a1") == [Kind.OFFERED, Kind.ENDED]
    rig.advance(3)
    assert rig.kinds("a1").count(Kind.OFFERED) == 4


def test_paused_busy_and_wrapping_up_agents_get_no_queue_call() -> None:
    rig = Rig()
    rig.queue.wrap_up_time = 30
    rig.log_in("a1", "a2", "a3")
    rig.exchange.agents.pause("a1", "1")
    rig.talk("a2")
    served = rig.talk("700")
    rig.exchange.calls.hang_up(served.id, "caller")
    assert rig.kinds("a3")[-1] is Kind.WRAP_UP
    waiting = rig.ring("700")
    assert waiting.callee is None
    rig.advance(30)
    assert rig.kinds("a3")[-2:] == [Kind.WRAP_UP_ENDED, Kind.OFFERED]


def test_a_direct_call_brings_no_wrap_up() -> None:
    rig = Rig()
    rig.queue.wrap_up_time = 30
    rig.log_in("a1")
    rig.exchange.calls.hang_up(rig.talk("a1").id, "caller")
    assert Kind.WRAP_UP not in rig.kinds()


def test_who_waits_longest_is_served_first() -> None:
    rig = Rig()
    first = rig.ring("700", "11")
    rig.advance(1)
    second = rig.ring("700", "22")
    rig.log_in("a1")
    assert first.callee is not None
    assert second.callee is None
    assert [call.id for call in rig.exchange.queues.waiting("700")] == [first.id, second.id]


@pytest.mark.parametrize("answered", [True, False])
def test_callers_are_seen_to_join_and_to_leave(answered: bool) -> None:
    rig = Rig()
    rig.log_in("a1")
    call = rig.talk("700") if answered else rig.ring("700")
    rig.exchange.calls.hang_up(call.id, "caller")
    callers = [one for one in rig.seen if one.agent is None]
    assert [one.kind for one in callers] == [Kind.QUEUED, Kind.LEFT_QUEUE]
    assert {(one.call, one.queue) for one in callers} == {(call.id, "700")}


def test_a_caller_who_leaves_while_the_agent_rings_gives_up() -> None:
    rig = Rig()
    rig.log_in("a1")
    call = rig.ring("700")
    rig.exchange.calls.hang_up(call.id, "caller")
    assert rig.last(Kind.ENDED).cause is Cause.QUEUE_GIVEN_UP


def test_the_queue_gives_up_after_its_timeout_but_not_once_answered() -> None:
    rig = Rig()
    rig.queue.timeout = 25
    rig.log_in("a1")
    rig.ring("700")
    rig.advance(25)
    assert rig.last(Kind.ENDED).cause is Cause.QUEUE_GIVEN_UP
    answered = rig.talk("700")
    rig.advance(100)
    assert answered.id in rig.exchange.world.calls


def test_dial_timeout_zero_rings_for_ever() -> None:
    rig = Rig()
    rig.queue.dial_timeout = 0
    rig.log_in("a1")
    rig.ring("700")
    rig.advance(10_000)
    assert rig.kinds("a1") == [Kind.OFFERED]


def test_a_full_or_empty_queue_lets_nobody_in() -> None:
    rig = Rig()
    rig.queue.join_empty = False
    assert rig.ring("700").id not in rig.exchange.world.calls
    rig.queue.join_empty, rig.queue.max_len = True, 1
    assert rig.ring("700").id in rig.exchange.world.calls
    assert rig.ring("700").id not in rig.exchange.world.calls


def test_callers_leave_when_the_last_agent_does_and_the_queue_says_so() -> None:
    rig = Rig()
    rig.queue.leave_when_empty = True
    rig.log_in("a1")
    rig.talk("a1")
    call = rig.ring("700")
    rig.exchange.policy.defer = False
    rig.exchange.agents.log_out("a1")
    assert call.id not in rig.exchange.world.calls


def test_a_queue_that_insists_on_information_hangs_up_when_it_cannot_be_delivered() -> None:
    rig = Rig(can_inform=lambda agent: agent == "a2")
    rig.queue.requires_send_info = True
    rig.log_in("a2")
    assert rig.ring("700").callee is not None
    rig.log_in("a1")
    assert rig.ring("700").id not in rig.exchange.world.calls
    assert rig.kinds("a1") == []


def test_an_agent_can_decline_and_the_next_one_rings() -> None:
    rig = Rig()
    rig.log_in("a1", "a2")
    call = rig.ring("700")
    rig.exchange.calls.hang_up(call.id, "callee")
    assert rig.last(Kind.ENDED, "a1").cause is Cause.QUEUE_MISSED
    assert rig.kinds("a2") == [Kind.OFFERED]


def test_nobody_can_decline_a_call_that_rings_nowhere() -> None:
    rig = Rig()
    call = rig.ring("700")
    with pytest.raises(Invalid, match="Nothing rings"):
        rig.exchange.calls.hang_up(call.id, "callee")


def ring_all() -> Rig:
    rig = Rig(ring_ids=True)
    rig.queue.strategy = "ring_all"
    rig.log_in("a1", "a2", "a3")
    return rig


def test_ring_all_rings_everybody_at_once_and_who_answers_has_the_call() -> None:
    rig = ring_all()
    call = rig.ring("700")
    offered = [one for one in rig.seen if one.kind is Kind.OFFERED]
    assert [one.agent for one in offered] == ["a1", "a2", "a3"]
    assert len({one.call for one in offered} | {call.id}) == 4
    rig.exchange.calls.answer(call.id, "a2")
    assert [leg.party.agent for leg in call.legs] == [None, "a2"]
    ended = [(one.agent, one.cause) for one in rig.seen if one.kind is Kind.ENDED]
    assert ended == [("a1", Cause.PICKED_UP), ("a3", Cause.PICKED_UP)]
    assert rig.last(Kind.ANSWERED).call == call.id


def test_a_ring_of_its_own_id_is_answered_and_declined_by_it() -> None:
    rig = ring_all()
    call = rig.ring("700")
    rings = {leg.party.agent: leg.own_id for leg in call.legs}
    rig.exchange.calls.hang_up(rings["a1"], "callee")
    assert [leg.party.agent for leg in call.legs] == [None, "a2", "a3"]
    rig.exchange.calls.answer(rings["a3"])
    assert call.callee is not None
    assert call.callee.party.agent == "a3"
    with pytest.raises(Invalid, match="rings at a1"):
        rig.exchange.calls.answer(call.id, "a1")


def test_who_declined_rings_again_after_a_breath() -> None:
    rig = ring_all()
    call = rig.ring("700")
    rig.exchange.calls.hang_up(call.id, "callee", agent="a2")
    assert call.ringing("a2") is None
    rig.advance(1)
    assert call.ringing("a2") is not None


def test_who_is_paused_in_the_queue_is_not_rung_until_the_pause_ends() -> None:
    rig = Rig()
    rig.log_in("a1")
    rig.exchange.setup.pause_in("a1", "700", True)
    call = rig.ring("700")
    assert call.callee is None
    rig.exchange.setup.pause_in("a1", "700", False)
    assert call.callee is not None


def test_a_waiting_call_can_be_taken_by_anybody() -> None:
    rig = ring_all()
    rig.queue.members = {"a1": 0}
    call = rig.ring("700")
    rig.exchange.queues.pick_up(call.id, "a3")
    assert call.callee is not None
    assert call.callee.party.agent == "a3"
    with pytest.raises(Invalid, match="does not wait"):
        rig.exchange.queues.pick_up(call.id, "a1")


def test_a_waiting_call_is_not_taken_at_a_busy_telephone() -> None:
    rig = Rig()
    rig.log_in("a1")
    rig.exchange.setup.pause_in("a1", "700", True)
    call = rig.ring("700")
    rig.exchange.phone("a1").busy = True
    with pytest.raises(Full, match="busy"):
        rig.exchange.queues.pick_up(call.id, "a1")
    assert call.waiting
    with pytest.raises(Invalid, match="not logged in"):
        rig.exchange.queues.pick_up(call.id, "a2")


def test_a_call_says_why_its_queue_let_it_go() -> None:
    rig = Rig()
    rig.queue.join_empty = False
    refused = rig.ring("700")
    rig.log_in("a1")
    rig.queue.timeout = 5
    given_up = rig.ring("700")
    rig.advance(5)
    rig.queue.leave_when_empty, rig.queue.timeout, rig.queue.max_len = True, 0, 1
    rig.exchange.setup.pause_in("a1", "700", True)
    left = rig.ring("700")
    full = rig.ring("700")
    rig.exchange.agents.log_out("a1")
    found = [call.queue_exit for call in (refused, given_up, left, full)]
    assert found == ["join_empty", "max_waittime", "leave_when_empty", "max_len"]
