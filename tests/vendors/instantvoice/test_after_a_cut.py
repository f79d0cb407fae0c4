"""After a cut what is known is what is so now: calls, numbers, states and their clocks."""

from __future__ import annotations

import time

import pytest

from cti_desk.core.commands import LogIn, MakeCall, SingleStepTransfer
from cti_desk.core.events import Event
from cti_desk.core.model import AgentState, Direction, QueueRef, Reason
from cti_desk.core.model import ConnectionState as C
from cti_desk.core.moment import Moment
from cti_desk.core.reports import StateRead
from cti_desk.desk.observers import Observers
from cti_desk.vendors.instantvoice.client.caller import Caller
from cti_desk.vendors.instantvoice.client.monitor import follow_ups as follow_ups_module
from cti_desk.vendors.instantvoice.simulator import InstantVoiceSimulator
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice import AGENT
from tests.support.instantvoice_acd import Acd, Desk, linked
from tests.support.instantvoice_seat import Seat, cut, seat
from tests.support.waiting import until

CUSTOMER = "2198765456"


async def ready(desk: Seat) -> None:
    await desk.do(LogIn())
    await desk.is_(AgentState.READY)


async def test_a_call_answered_during_a_cut_is_answered(sim: InstantVoiceSimulator) -> None:
    async with seat(sim) as desk:
        await ready(desk)
        call = sim.exchange.calls.incoming("7012", CUSTOMER)
        await desk.states(C.ALERTING, C.CONNECTED)
        async with cut(desk):
            sim.exchange.calls.answer(call.id)
        answered = await desk.states(C.CONNECTED, C.CONNECTED)
        assert (answered.remote.number, answered.direction) == (CUSTOMER, Direction.INBOUND)
        assert desk.events.count("Established") == 1
        assert desk.now.agent.state is AgentState.BUSY
        assert (await desk.do(SingleStepTransfer(number="6102"))).accepted


@pytest.mark.parametrize(
    ("number", "local", "remote"),
    [("6100", C.CONNECTED, C.CONNECTED), ("6102", C.CONNECTED, C.INITIATED)],
    ids=["both answered", "the agent picked up"],
)
async def test_a_dialled_call_went_on_during_a_cut(
    sim: InstantVoiceSimulator, number: str, local: C, remote: C
) -> None:
    async with seat(sim) as desk:
        await ready(desk)
        await desk.do(MakeCall(number))
        await desk.states(C.ALERTING, None)
        async with cut(desk):
            call = sim.exchange.only_call()
            sim.exchange.calls.answer(call.id)
            if number == "6100":
                await until(lambda: call.answered_at is not None)
        now = await desk.states(local, remote)
        assert (now.remote.number, now.direction) == (number, Direction.OUTBOUND)
        assert desk.now.agent.state is AgentState.BUSY


async def test_a_call_dialled_on_the_telephone_was_answered(sim: InstantVoiceSimulator) -> None:
    async with seat(sim) as desk:
        await ready(desk)
        call = sim.exchange.calls.dial(AGENT, "6102")
        await desk.states(C.CONNECTED, None)
        async with cut(desk):
            sim.exchange.calls.answer(call.id)
        await desk.states(C.CONNECTED, C.CONNECTED)
        assert "Established" in desk.events


async def test_who_calls_is_learned_from_the_answer_if_the_ring_was_lost(
    sim: InstantVoiceSimulator,
) -> None:
    async with seat(sim) as desk:
        await ready(desk)
        async with cut(desk):
            call = sim.exchange.calls.incoming("7012", CUSTOMER)
        await until(lambda: desk.now.calls)
        assert desk.call.remote.number is None
        assert desk.call.direction is Direction.INBOUND  # a queue sends callers
        assert desk.call.queue == QueueRef("7012", "Support")
        sim.exchange.calls.answer(call.id)
        answered = await desk.states(C.CONNECTED, C.CONNECTED)
        assert (answered.remote.number, answered.direction) == (CUSTOMER, Direction.INBOUND)


async def test_who_called_is_learned_from_the_end_if_all_else_was_lost(
    sim: InstantVoiceSimulator,
) -> None:
    async with seat(sim) as desk:
        await ready(desk)
        async with cut(desk):
            call = sim.exchange.calls.incoming(AGENT, CUSTOMER)
            sim.exchange.calls.answer(call.id)
        await until(lambda: desk.now.calls)
        numbers: list[str | None] = []

        def heard(event: Event, at: Moment) -> None:
            if event.call is not None:
                numbers.append(event.call.remote.number)

        desk.runner.observe(Observers(events=(heard,)))
        sim.exchange.calls.hang_up(call.id, "caller")
        await desk.calls(0)
        assert numbers[-1] == CUSTOMER


async def test_a_supervisors_pause_during_a_cut(sim: InstantVoiceSimulator) -> None:
    async with seat(sim) as desk:
        await ready(desk)
        async with cut(desk):
            sim.exchange.agents.pause(AGENT, "1")
        await desk.is_(AgentState.NOT_READY)
        assert desk.now.agent.reason == Reason("1", "Break")


async def test_a_pause_that_began_and_was_put_off_during_a_cut(sim: InstantVoiceSimulator) -> None:
    async with seat(sim) as desk:
        await ready(desk)
        call = sim.exchange.calls.incoming(AGENT, CUSTOMER)
        sim.exchange.calls.answer(call.id)
        await desk.states(C.CONNECTED, C.CONNECTED)
        async with cut(desk):
            sim.exchange.agents.pause(AGENT, "1")
        await until(lambda: desk.now.agent.pending)
        sim.exchange.calls.hang_up(call.id, "caller")
        await desk.is_(AgentState.NOT_READY)


async def test_a_wrap_up_is_as_old_as_its_call_is_over(sim: InstantVoiceSimulator) -> None:
    sim.exchange.world.queues["7012"].wrap_up_time = 30
    async with seat(sim) as desk:
        await ready(desk)
        call = sim.exchange.calls.incoming("7012", CUSTOMER)
        await until(lambda: desk.now.calls and desk.call.queue)
        sim.exchange.calls.answer(call.id)
        await desk.states(C.CONNECTED, C.CONNECTED)
        over_at = time.time()
        sim.exchange.calls.hang_up(call.id, "callee")
        await desk.is_(AgentState.WORKING_AFTER_CALL)
        assert desk.now.agent.since >= over_at
        sim.exchange.time.advance(31)
        ready_at = time.time()
        await desk.switch.read_back()
        await desk.is_(AgentState.READY)
        assert desk.now.agent.since >= ready_at


# -- against an InstantVoice that says what the simulator does not


async def ring(broker: FakeBroker, acd: Acd) -> None:
    acd.on_line("1.1", status="RINGING")
    broker.event("NEWCALL", "1.1", direction="INBOUND", callerid=CUSTOMER)


@pytest.mark.parametrize("left_over", ["Break", "n/a"])
async def test_the_reason_of_a_past_pause_is_no_pause(
    broker: FakeBroker, acd: Acd, left_over: str
) -> None:
    acd.status, acd.reason = "ONCALL", left_over
    acd.on_line("1.1")
    async with linked(broker, acd) as desk:
        assert desk.reports.state is not AgentState.NOT_READY
        acd.status = "IDLE"
        acd.on_line()
        broker.event("HANGUP", "1.1")
        await until(lambda: desk.reports.state is AgentState.READY)


async def test_a_pause_that_nobody_told_is_read_when_the_call_ends(
    broker: FakeBroker, acd: Acd
) -> None:
    async with linked(broker, acd) as desk:
        await ring(broker, acd)
        broker.event("CONNECT", "1.1")
        await desk.told("Delivered", "Established")
        acd.status, acd.reason = "PAUSED", "Break"
        acd.on_line()
        broker.event("HANGUP", "1.1", reason="BYCALLER")
        await until(lambda: desk.reports.state is AgentState.NOT_READY)


async def test_an_answer_that_lags_behind_the_end_is_asked_for_again(
    broker: FakeBroker, acd: Acd
) -> None:
    async with linked(broker, acd) as desk:
        await ring(broker, acd)
        broker.event("CONNECT", "1.1")
        await desk.told("Delivered", "Established")
        acd.status, acd.reason = "ONCALL", "Break"
        acd.on_line()
        asked = len(broker.called("AgentInfo"))
        broker.event("HANGUP", "1.1", reason="BYCALLER")
        await until(lambda: len(broker.called("AgentInfo")) > asked)
        acd.status = "PAUSED"
        await until(lambda: desk.reports.state is AgentState.NOT_READY)


async def test_a_transfer_that_nobody_saw_end(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        await ring(broker, acd)
        broker.event("CONNECT", "1.1")
        await desk.told("Delivered", "Established")
        await desk.perform(SingleStepTransfer("1.1", number="7012"))
        acd.on_line()
        broker.cut()
        desk.switch.retry_now()
        await until(lambda: desk.reports.calls[-1] == "Transferred")


async def test_a_transfer_that_did_not_happen_is_none_later(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        await ring(broker, acd)
        broker.event("CONNECT", "1.1")
        await desk.told("Delivered", "Established")
        await desk.perform(SingleStepTransfer("1.1", number="7012"))
        acd.on_line("1.1")
        broker.cut()
        desk.switch.retry_now()
        await until(lambda: len(broker.subscriptions) == 4)
        await until(lambda: desk.switch._transport._buffer is None)
        broker.event("HANGUP", "1.1", reason="BYCALLER")
        await until(lambda: desk.reports.calls[-1] == "ConnectionCleared")
        assert "Transferred" not in desk.reports.calls


async def test_a_hold_that_a_line_shows_is_followed_to_its_end(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_ups_module, "ASK_AGAIN_S", 0.05)
    async with linked(broker, acd) as desk:
        await ring(broker, acd)
        broker.event("CONNECT", "1.1")
        await desk.told("Delivered", "Established")
        acd.on_line("1.1", status="HOLD")
        broker.cut()
        desk.switch.retry_now()
        await until(lambda: read_states(desk) == [C.HELD])
        acd.on_line("1.1")
        await until(lambda: read_states(desk) == [C.CONNECTED])
        asked = len(broker.called("AgentLineList"))
        await desk.switch.read_back()
        assert len(broker.called("AgentLineList")) == asked + 1, "it is read no longer"


def read_states(desk: Desk) -> list[C]:
    """The local states of the calls that were read last."""
    read = [one.calls for one in desk.reports.of(StateRead) if one.calls is not None]
    return [call.local_state for call in read[-1]] if read else []


async def test_a_state_that_was_not_answered_after_a_call_is_asked_for_again(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_ups_module, "ASK_AGAIN_S", 0.05)
    defaults = list(Caller.__init__.__defaults__ or ())
    monkeypatch.setattr(Caller.__init__, "__defaults__", (*defaults[:-1], 0.3))
    async with linked(broker, acd) as desk:
        await ring(broker, acd)
        broker.event("CONNECT", "1.1")
        await desk.told("Delivered", "Established")
        acd.status, acd.mute = "PAUSED", {"AgentInfo"}
        acd.on_line()
        asked = len(broker.called("AgentInfo"))
        broker.event("HANGUP", "1.1", reason="BYCALLER")
        await until(lambda: len(broker.called("AgentInfo")) > asked + 1)
        acd.mute.clear()
        await until(lambda: desk.reports.state is AgentState.NOT_READY)
