import pytest

from cti_desk.simulator.errors import Empty, Full, Invalid
from cti_desk.simulator.model import Cause, LegState
from cti_desk.simulator.observations import Kind
from tests.support.exchange import Rig


def test_hold_and_retrieve() -> None:
    rig = Rig()
    rig.log_in("a1")
    call = rig.talk("a1")
    rig.exchange.transfers.hold(call.id)
    with pytest.raises(Invalid, match="cannot be held"):
        rig.exchange.transfers.hold(call.id)
    rig.exchange.transfers.retrieve(call.id, "a1")
    with pytest.raises(Invalid, match="not held"):
        rig.exchange.transfers.retrieve(call.id)
    assert rig.kinds("a1")[-2:] == [Kind.HELD, Kind.RETRIEVED]


def test_blind_transfer_on_request_moves_every_answered_call_but_not_a_ringing_one() -> None:
    rig = Rig(lines=3)
    rig.log_in("a1", "a2")
    first, second, ringing = rig.talk("a1", "11"), rig.talk("a1", "22"), rig.ring("a1", "33")
    moved = rig.exchange.transfers.blind_all("a1", "2")
    assert moved == [first.id, second.id]
    assert [leg.party.number for leg in ringing.legs] == ["33", "1"]
    ended = [one for one in rig.seen if one.kind is Kind.ENDED]
    assert [one.cause for one in ended] == [Cause.BLIND_TRANSFER] * 2
    assert [one.remote for one in rig.seen if one.agent == "a2"] == ["11", "22"]


def test_without_an_answered_call_there_is_nothing_to_transfer() -> None:
    rig = Rig()
    rig.log_in("a1")
    rig.ring("a1")
    with pytest.raises(Empty):
        rig.exchange.transfers.blind_all("a1", "2")


def test_a_caller_transferred_to_a_queue_waits_there() -> None:
    rig = Rig()
    rig.log_in("a1")
    call = rig.talk("a1", "11")
    rig.exchange.transfers.blind(call.id, "700")
    # The agent is free again, so the queue rings them: with the call's id, as a queue call.
    assert rig.last(Kind.OFFERED).queue == "700"
    assert rig.last(Kind.OFFERED).call == call.id


def test_who_was_called_keeps_their_id_when_the_caller_transfers_them() -> None:
    rig = Rig()
    rig.log_in("a1", "a2", "a3")
    call = rig.exchange.calls.dial("a1", "2")
    rig.exchange.calls.answer(call.id)
    new = rig.exchange.transfers.blind(call.id, "3", "a1")
    assert new != call.id
    assert rig.exchange.world.call(call.id).id == new
    rig.exchange.calls.answer(new)
    rig.exchange.calls.hang_up(new, "callee")
    assert rig.last(Kind.ENDED, "a2").call == call.id
    assert rig.last(Kind.ENDED, "a3").call == new


def test_nobody_is_transferred_to_themselves() -> None:
    rig = Rig()
    rig.log_in("a1", "a2")
    call = rig.exchange.calls.dial("a1", "2")
    rig.exchange.calls.answer(call.id)
    with pytest.raises(Invalid, match="already"):
        rig.exchange.transfers.blind(call.id, "2", "a1")
    assert call.id in rig.exchange.world.calls


def test_attended_transfer_connects_when_the_target_answers() -> None:
    rig = Rig()
    rig.log_in("a1", "a2")
    call = rig.talk("a1", "11")
    consultation = rig.exchange.transfers.attended(call.id, "2")
    assert call.callee is not None
    assert call.callee.state is LegState.HELD
    rig.exchange.calls.answer(consultation)
    ended = [one for one in rig.seen if one.agent == "a1" and one.kind is Kind.ENDED]
    assert {one.call for one in ended} == {call.id, consultation}
    assert {one.cause for one in ended} == {Cause.ATTENDED_TRANSFER}
    assert [leg.party.number for leg in call.legs] == ["11", "2"]
    rig.exchange.calls.hang_up(call.id, "caller")
    assert rig.last(Kind.ENDED, "a2").call == consultation


def test_a_target_that_does_not_answer_gives_the_held_party_back() -> None:
    rig = Rig()
    rig.log_in("a1", "a2")
    call = rig.talk("a1", "11")
    consultation = rig.exchange.transfers.attended(call.id, "2")
    rig.exchange.calls.hang_up(consultation, "callee")
    assert rig.kinds("a1")[-2:] == [Kind.ENDED, Kind.RETRIEVED]
    assert call.id in rig.exchange.world.calls


def test_a_held_party_who_leaves_does_not_disturb_the_consultation() -> None:
    rig = Rig()
    rig.log_in("a1", "a2")
    call = rig.talk("a1", "11")
    consultation = rig.exchange.transfers.attended(call.id, "2")
    rig.exchange.calls.hang_up(call.id, "caller")
    rig.exchange.calls.answer(consultation)
    assert list(rig.exchange.world.calls) == [consultation]


def test_a_colleague_picks_up_what_rings_at_another() -> None:
    rig = Rig()
    rig.log_in("a1", "a2")
    call = rig.ring("a1")
    rig.exchange.transfers.pick_up(call.id, "a2")
    assert rig.last(Kind.ENDED, "a1").cause is Cause.PICKED_UP
    assert rig.kinds("a2") == [Kind.OFFERED, Kind.ANSWERED]


def test_what_cannot_be_picked_up() -> None:
    rig = Rig(lines=1)
    rig.log_in("a1", "a2")
    call = rig.ring("a1")
    for agent in ("a1", "a3"):
        with pytest.raises(Invalid):
            rig.exchange.transfers.pick_up(call.id, agent)
    rig.talk("a2")
    with pytest.raises(Full):
        rig.exchange.transfers.pick_up(call.id, "a2")
    rig.exchange.calls.answer(call.id)
    with pytest.raises(Invalid, match="rings at no agent"):
        rig.exchange.transfers.pick_up(call.id, "a2")


def kept() -> Rig:
    rig = Rig(keep_until_taken=True)
    rig.log_in("a1", "a2", "a3")
    return rig


def test_a_kept_blind_transfer_leaves_the_agent_in_their_call_until_the_target_answers() -> None:
    rig = kept()
    call = rig.talk("a1", "11")
    beside = rig.exchange.transfers.blind(call.id, "2")
    with pytest.raises(Invalid, match="already"):
        rig.exchange.transfers.blind(call.id, "3")
    assert set(rig.exchange.world.calls) == {call.id, beside}
    rig.exchange.calls.answer(beside)
    assert set(rig.exchange.world.calls) == {beside}
    assert call.cause is Cause.BLIND_TRANSFER


def test_a_kept_call_goes_on_when_the_target_declines() -> None:
    rig = kept()
    call = rig.talk("a1", "11")
    beside = rig.exchange.transfers.blind(call.id, "2")
    rig.exchange.calls.hang_up(beside, "callee")
    assert list(rig.exchange.world.calls) == [call.id]


@pytest.mark.parametrize(("by", "left"), [("caller", 0), ("callee", 1)])
def test_who_hangs_up_meanwhile_decides_for_both_calls(by, left: int) -> None:
    rig = kept()
    call = rig.talk("a1", "11")
    rig.exchange.transfers.blind(call.id, "2")
    rig.exchange.calls.hang_up(call.id, by)
    assert len(rig.exchange.world.calls) == left


def test_a_kept_blind_transfer_into_a_queue_is_taken_at_once() -> None:
    rig = kept()
    rig.queue.members = {"a3": 0}
    call = rig.talk("a1", "11")
    beside = rig.exchange.transfers.blind(call.id, "700")
    assert list(rig.exchange.world.calls) == [beside]


def test_a_kept_attended_transfer_waits_until_the_agent_hangs_up_and_keeps_the_id() -> None:
    rig = kept()
    call = rig.talk("a1", "11")
    consultation = rig.exchange.transfers.attended(call.id, "2")
    assert rig.kinds("a1")[-3:] == [Kind.HELD, Kind.DIALLED, Kind.REMOTE_RINGING]
    rig.exchange.calls.answer(consultation)
    assert set(rig.exchange.world.calls) == {call.id, consultation}
    rig.exchange.calls.hang_up(consultation, "caller")
    assert list(rig.exchange.world.calls) == [call.id]
    assert [leg.party.number for leg in call.legs] == ["11", "2"]


def test_a_caller_who_transfers_is_replaced_on_their_own_side() -> None:
    rig = kept()
    call = rig.exchange.calls.dial("a1", "2")
    rig.exchange.calls.answer(call.id)
    consultation = rig.exchange.transfers.attended(call.id, "3", "a1")
    rig.exchange.calls.answer(consultation)
    rig.exchange.calls.hang_up(consultation, "caller")
    assert [leg.party.agent for leg in call.legs] == ["a3", "a2"]


def test_the_consulted_colleague_hangs_up_and_the_agent_is_back() -> None:
    rig = kept()
    call = rig.talk("a1", "11")
    consultation = rig.exchange.transfers.attended(call.id, "2")
    rig.exchange.calls.answer(consultation)
    rig.exchange.calls.hang_up(consultation, "callee")
    assert call.callee is not None
    assert call.callee.state is LegState.CONNECTED


def test_a_consultation_that_cannot_begin_leaves_the_call_as_it_was() -> None:
    rig = Rig(lines=1)
    rig.log_in("a1", "a2")
    call = rig.talk("a1", "11")
    with pytest.raises(Full):
        rig.exchange.transfers.attended(call.id, "2")
    assert call.callee is not None
    assert call.callee.state is LegState.CONNECTED
