import pytest

from cti_desk.simulator.errors import AlreadySo, ExchangeError, Full, Invalid, NotAllowed, NotFound
from cti_desk.simulator.model import Cause, LegState
from cti_desk.simulator.observations import Kind
from tests.support.exchange import Rig


def test_a_caller_rings_is_answered_and_hangs_up() -> None:
    rig = Rig()
    rig.log_in("a1")
    call = rig.talk("a1", "2198765456")
    rig.exchange.calls.hang_up(call.id, "caller")
    assert rig.kinds("a1") == [Kind.OFFERED, Kind.ANSWERED, Kind.ENDED]
    assert {one.remote for one in rig.seen} == {"2198765456"}
    assert {one.call for one in rig.seen} == {call.id}
    assert rig.last(Kind.ENDED).cause is Cause.BY_CALLER
    assert rig.exchange.world.calls == {}


@pytest.mark.parametrize(
    ("answered", "by", "cause"),
    [
        (True, "callee", Cause.BY_CALLEE),
        (False, "caller", Cause.NO_ANSWER),
        (False, "callee", Cause.BUSY),
    ],
)
def test_who_hangs_up_when_decides_the_cause(answered: bool, by, cause: Cause) -> None:
    rig = Rig()
    rig.log_in("a1")
    call = rig.talk("a1") if answered else rig.ring("a1")
    rig.exchange.calls.hang_up(call.id, by)
    assert rig.last(Kind.ENDED).cause is cause


def test_nobody_answers_in_time() -> None:
    rig = Rig(no_answer_s=20)
    rig.log_in("a1")
    rig.ring("a1")
    rig.advance(19)
    assert Kind.ENDED not in rig.kinds()
    rig.advance(1)
    assert rig.last(Kind.ENDED).cause is Cause.NO_ANSWER


def test_two_agents_call_each_other_and_each_sees_their_side() -> None:
    rig = Rig()
    rig.log_in("a1", "a2")
    call = rig.exchange.calls.dial("a1", "2")
    rig.exchange.calls.answer(call.id)
    rig.exchange.calls.hang_up(call.id, "callee")
    assert rig.kinds("a1") == [Kind.DIALLED, Kind.REMOTE_RINGING, Kind.ANSWERED, Kind.ENDED]
    assert rig.kinds("a2") == [Kind.OFFERED, Kind.ANSWERED, Kind.ENDED]
    assert rig.last(Kind.DIALLED).remote == "2"
    assert rig.last(Kind.OFFERED).remote == "1"


def test_with_separate_ids_each_agent_knows_their_own_and_both_find_the_call() -> None:
    rig = Rig(separate_ids=True)
    rig.log_in("a1", "a2")
    call = rig.exchange.calls.dial("a1", "2")
    other = rig.last(Kind.OFFERED).call
    assert other not in (None, call.id)
    assert rig.exchange.world.call(other) is call


def test_a_call_on_request_rings_the_agent_first() -> None:
    rig = Rig()
    rig.log_in("a1")
    call = rig.exchange.calls.request("a1", "6100", "9999")
    assert rig.kinds("a1") == [Kind.PROMPTED]
    rig.exchange.calls.answer(call.id)
    assert rig.kinds("a1")[1:] == [Kind.PICKED_UP, Kind.REMOTE_RINGING]
    rig.advance(2)
    assert rig.kinds("a1")[3:] == [Kind.ANSWERED]
    assert {one.remote for one in rig.seen} == {"6100"}


def test_a_call_on_request_to_a_colleague_rings_there_after_the_pick_up() -> None:
    rig = Rig()
    rig.log_in("a1", "a2")
    call = rig.exchange.calls.request("a1", "a2")
    assert rig.kinds("a2") == []
    rig.exchange.calls.answer(call.id)
    rig.exchange.calls.answer(call.id)
    assert rig.kinds("a2") == [Kind.OFFERED, Kind.ANSWERED]
    assert rig.kinds("a1")[-1] is Kind.ANSWERED


def test_an_agent_who_does_not_pick_up_their_own_call_ends_it() -> None:
    rig = Rig()
    rig.log_in("a1")
    rig.exchange.calls.request("a1", "6100")
    rig.advance(rig.exchange.policy.no_answer_s)
    assert rig.kinds("a1") == [Kind.PROMPTED, Kind.ENDED]


@pytest.mark.parametrize(("number", "cause"), [("6101", Cause.BUSY), ("6103", Cause.FAILED)])
def test_numbers_that_fail_end_the_call_with_their_cause(number: str, cause: Cause) -> None:
    rig = Rig()
    rig.log_in("a1")
    rig.exchange.calls.dial("a1", number)
    assert rig.kinds("a1") == [Kind.DIALLED, Kind.ENDED]
    assert rig.last(Kind.ENDED).cause is cause


@pytest.mark.parametrize(("busy", "cause"), [(True, Cause.BUSY), (False, Cause.FAILED)])
def test_a_busy_or_unreachable_telephone_fails_the_call(busy: bool, cause: Cause) -> None:
    rig = Rig()
    rig.log_in("a1")
    phone = rig.exchange.phone("a1")
    phone.busy, phone.unreachable = busy, not busy
    rig.ring("a1")
    assert rig.kinds("a1") == [Kind.OFFERED, Kind.ENDED]
    assert rig.last(Kind.ENDED).cause is cause


def test_a_third_call_finds_both_lines_taken() -> None:
    rig = Rig(lines=2)
    rig.log_in("a1")
    rig.talk("a1", "1")
    rig.talk("a1", "2")
    rig.ring("a1", "3")
    assert rig.last(Kind.ENDED).cause is Cause.BUSY
    with pytest.raises(Full):
        rig.exchange.calls.request("a1", "6100")


def test_a_telephone_that_answers_by_itself_does_so_after_its_ring() -> None:
    rig = Rig()
    rig.log_in("a1")
    rig.exchange.phone("a1").auto_answer = 3.0
    call = rig.ring("a1")
    rig.advance(2.9)
    assert call.answered_at is None
    rig.advance(0.1)
    assert call.callee is not None
    assert call.callee.state is LegState.CONNECTED


@pytest.mark.parametrize(
    ("do", "error"),
    [
        (lambda c: c.incoming("nobody", "1"), NotFound),
        (lambda c: c.incoming("a3", "1"), Invalid),
        (lambda c: c.dial("a3", "6100"), Invalid),
        (lambda c: c.dial("a1", "1"), Invalid),
        (lambda c: c.dial("a1", ""), Invalid),
        (lambda c: c.dial("a1", "call me"), Invalid),
        (lambda c: c.request("a2", "6100"), NotAllowed),
        (lambda c: c.request("a1", "6102"), AlreadySo),
        (lambda c: c.answer("nope"), NotFound),
        (lambda c: c.hang_up("nope", "caller"), NotFound),
    ],
)
def test_what_cannot_be_is_refused(do, error: type[ExchangeError]) -> None:
    rig = Rig()
    rig.log_in("a1", "a2")
    rig.exchange.calls.request("a1", "6102")
    for line in rig.exchange.world.agents["a2"].lines:
        line.outbound = False
    with pytest.raises(error):
        do(rig.exchange.calls)


def test_nothing_rings_in_an_answered_call() -> None:
    rig = Rig()
    rig.log_in("a1")
    call = rig.talk("a1")
    with pytest.raises(Invalid, match="Nothing rings"):
        rig.exchange.calls.answer(call.id)
