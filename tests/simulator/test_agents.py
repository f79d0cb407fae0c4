import pytest

from cti_desk.simulator.errors import AlreadySo, Disabled, ExchangeError, Full, Invalid, NotFound
from cti_desk.simulator.model import AgentState, Cause
from cti_desk.simulator.observations import Kind
from tests.support.exchange import Rig


def test_login_pause_ready_logout_are_seen_in_order() -> None:
    rig = Rig()
    board = rig.exchange.agents
    board.log_in("a1", "p1")
    board.pause("a1", "2")
    board.unpause("a1")
    board.log_out("a1")
    assert rig.kinds("a1") == [Kind.LOGGED_IN, Kind.PAUSED, Kind.UNPAUSED, Kind.LOGGED_OUT]
    assert rig.seen[1].reason is not None
    assert rig.seen[1].reason.text == "Lunch"


@pytest.mark.parametrize(
    ("do", "error"),
    [
        (lambda b: b.log_in("nobody", "p1"), NotFound),
        (lambda b: b.log_in("a1", "p9"), NotFound),
        (lambda b: b.log_in("a1", "p2"), Full),
        (lambda b: b.log_in("a2", "p2"), AlreadySo),
        (lambda b: b.log_out("a1"), AlreadySo),
        (lambda b: b.pause("a1", "1"), Invalid),
        (lambda b: b.pause("a2", "9"), NotFound),
        (lambda b: b.unpause("a2"), AlreadySo),
        (lambda b: b.log_in("a3", "p3"), Disabled),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(do, error: type[ExchangeError]) -> None:
    rig = Rig()
    rig.log_in("a2")
    rig.exchange.world.agents["a3"].disabled = True
    with pytest.raises(error):
        do(rig.exchange.agents)
    assert rig.seen == []


def test_the_same_pause_twice_is_already_so_but_another_reason_replaces_it() -> None:
    rig = Rig()
    rig.log_in("a1")
    rig.exchange.agents.pause("a1", "1")
    with pytest.raises(AlreadySo):
        rig.exchange.agents.pause("a1", "1")
    rig.exchange.agents.pause("a1", "2")
    assert rig.last(Kind.PAUSED).reason.text == "Lunch"


def test_a_pause_during_a_call_waits_for_its_end() -> None:
    rig = Rig()
    rig.log_in("a1")
    call = rig.talk("a1")
    rig.exchange.agents.pause("a1", "1")
    agent = rig.exchange.world.agents["a1"]
    assert agent.state is AgentState.READY
    assert Kind.PAUSED not in rig.kinds()
    rig.exchange.calls.hang_up(call.id, "caller")
    assert agent.state is AgentState.PAUSED
    assert rig.kinds("a1")[-2:] == [Kind.ENDED, Kind.PAUSED]


def test_a_logout_during_two_calls_waits_for_the_last() -> None:
    rig = Rig()
    rig.log_in("a1")
    first, second = rig.talk("a1"), rig.talk("a1", "220")
    rig.exchange.agents.log_out("a1")
    rig.exchange.calls.hang_up(first.id, "caller")
    assert Kind.LOGGED_OUT not in rig.kinds()
    rig.exchange.calls.hang_up(second.id, "caller")
    assert rig.kinds("a1")[-1] is Kind.LOGGED_OUT


def test_ready_takes_back_what_was_pending() -> None:
    rig = Rig()
    rig.log_in("a1")
    call = rig.talk("a1")
    rig.exchange.agents.pause("a1", "1")
    rig.exchange.agents.unpause("a1")
    rig.exchange.calls.hang_up(call.id, "caller")
    assert rig.exchange.world.agents["a1"].state is AgentState.READY


def test_an_exchange_that_does_not_defer_pauses_at_once() -> None:
    rig = Rig(defer=False)
    rig.log_in("a1")
    rig.talk("a1")
    rig.exchange.agents.pause("a1", "1")
    assert rig.kinds("a1")[-1] is Kind.PAUSED


def test_do_not_disturb_is_busy_for_everybody() -> None:
    rig = Rig()
    rig.log_in("a1")
    rig.exchange.agents.set_do_not_disturb("a1", True)
    rig.ring("a1")
    assert rig.last(Kind.ENDED).cause is Cause.BUSY
    assert rig.ring("700").callee is None
    rig.exchange.agents.set_do_not_disturb("a1", False)
    assert rig.kinds("a1")[-1] is Kind.OFFERED


def test_wrap_up_can_be_ended_before_its_time() -> None:
    rig = Rig()
    rig.queue.wrap_up_time = 30
    rig.log_in("a1")
    call = rig.talk("700")
    rig.exchange.calls.hang_up(call.id, "caller")
    rig.exchange.agents.end_wrap_up("a1")
    assert rig.kinds("a1")[-2:] == [Kind.WRAP_UP, Kind.WRAP_UP_ENDED]
    with pytest.raises(AlreadySo, match="no wrap-up"):
        rig.exchange.agents.end_wrap_up("a1")
    rig.advance(60)
    assert rig.kinds("a1").count(Kind.WRAP_UP_ENDED) == 1
