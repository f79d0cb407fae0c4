"""The switch and a session on the simulator: the same day, however the manual is read."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.commands import (
    ClearCall,
    DialColleague,
    LogIn,
    LogOut,
    MakeCall,
    SetNotReady,
    SetReady,
    SingleStepTransfer,
)
from cti_desk.core.errors import CtiError
from cti_desk.core.model import AgentState, LinkState, QueueRef, Reason
from cti_desk.core.model import ConnectionState as C
from cti_desk.simulator.model import Cause
from cti_desk.vendors.instantvoice.simulator import InstantVoiceSimulator
from tests.support.instantvoice import AGENT
from tests.support.instantvoice_seat import Seat, seat
from tests.support.waiting import until

OTHER = "default_1002"
CUSTOMER = "2198765456"


READINGS: list[dict[str, Any]] = [
    {},
    {"hangup_reason": "direction"},
    {"hangup_reason": "none"},
    {"request_direction": "INBOUND"},
    {"request_direction": "", "second_leg_id": True},
    {"second_leg_first": True},
    {"second_leg_id": True, "second_leg_first": True, "request_direction": "INBOUND"},
    {"agent_argument": "user"},
    {"echo_identifier": False},
    {"external_id": "mandatory"},
]


@pytest.mark.parametrize("reading", READINGS, ids=str)
async def test_the_day_however_the_manual_is_read(
    sim: InstantVoiceSimulator, reading: dict[str, Any]
) -> None:
    sim.variant(reading)
    calls = sim.exchange.calls
    async with seat(sim) as desk:
        assert (await desk.do(LogIn())).accepted
        await desk.is_(AgentState.READY)
        assert desk.now.agent.device == "SIP/default_0001"

        queued = calls.incoming("7012", CUSTOMER)
        call = await desk.states(C.ALERTING, C.CONNECTED)
        assert call.remote.number == CUSTOMER
        await until(lambda: desk.call.queue == QueueRef("7012", "Support"))
        calls.answer(queued.id)
        await desk.states(C.CONNECTED, C.CONNECTED)
        await desk.is_(AgentState.BUSY)

        await desk.do(SetNotReady("2"))
        await until(lambda: desk.now.agent.pending)
        calls.hang_up(queued.id, "caller")
        await desk.is_(AgentState.NOT_READY)
        assert desk.now.agent.reason == Reason("2", "Lunch")
        await desk.do(SetReady())
        await desk.is_(AgentState.READY)

        if reading.get("request_direction") == "INBOUND" and not reading.get("second_leg_first"):
            await one_own_call(desk)

        await desk.do(MakeCall("6100", "9999"))
        first = await desk.states(
            C.ALERTING, C.ALERTING if reading.get("second_leg_first") else None
        )
        assert first.correlation_id == "9999"
        prompted = sim.exchange.only_call()
        calls.answer(prompted.id)
        await desk.states(C.CONNECTED, C.CONNECTED)
        assert desk.call.remote.number == "6100"
        await desk.do(ClearCall(desk.call.id))
        await desk.calls(0)

        await desk.do(LogOut())
        await desk.is_(AgentState.LOGGED_OUT)


async def one_own_call(desk: Seat) -> None:
    """That this site calls an own call INBOUND is learned from its second leg."""
    desk.knows_its_own = False
    await desk.do(MakeCall("6100", "9998"))
    await desk.states(C.ALERTING, C.CONNECTED)
    desk.sim.exchange.calls.answer(desk.sim.exchange.only_call().id)
    await until(lambda: str(desk.call.direction) == "OUTBOUND")
    assert desk.call.correlation_id == "9998"
    await desk.states(C.CONNECTED, C.CONNECTED)
    await desk.do(ClearCall(desk.call.id))
    await desk.calls(0)
    desk.knows_its_own = True


async def test_a_missed_queue_call_quarantines_and_is_offered_again(
    sim: InstantVoiceSimulator,
) -> None:
    queue = sim.exchange.world.queues["7012"]
    queue.quarantine_time = 60
    async with seat(sim) as desk:
        await desk.do(LogIn())
        await desk.is_(AgentState.READY)
        call = sim.exchange.calls.incoming("7012", CUSTOMER)
        await desk.calls(1)
        first = desk.call
        sim.exchange.time.advance(queue.dial_timeout + 1)
        await until(lambda: "Diverted" in desk.events)
        await until(lambda: desk.now.agent.note)
        assert "missed call" in str(desk.now.agent.note)
        sim.exchange.time.advance(61)
        await desk.calls(1)
        assert desk.call.id == f"{first.id}~2"
        assert desk.call.root == first.root == call.id_at(call.callee)  # type: ignore[arg-type]
        await until(lambda: desk.now.agent.note is None)


async def test_wrap_up_is_told_and_ends(sim: InstantVoiceSimulator) -> None:
    sim.exchange.world.queues["7012"].wrap_up_time = 30
    async with seat(sim) as desk:
        await desk.do(LogIn())
        call = sim.exchange.calls.incoming("7012", CUSTOMER)
        await until(lambda: desk.now.calls and desk.call.queue)
        sim.exchange.calls.answer(call.id)
        await desk.states(C.CONNECTED, C.CONNECTED)
        sim.exchange.calls.hang_up(call.id, "callee")
        await desk.is_(AgentState.WORKING_AFTER_CALL)
        assert "(wrap-up, expected)" in str(desk.now.agent.note)
        sim.exchange.time.advance(31)
        sim.exchange.calls.incoming("7012", CUSTOMER)
        await desk.calls(1)
        assert desk.now.agent.underlying is AgentState.READY


async def test_two_agents_call_each_other(sim: InstantVoiceSimulator) -> None:
    async with seat(sim) as one, seat(sim, OTHER, "SIP/default_0002") as other:
        await one.do(LogIn())
        await one.is_(AgentState.READY)
        await other.do(LogIn())
        await other.is_(AgentState.READY)
        await one.do(DialColleague(OTHER))
        await one.calls(1)
        sim.exchange.calls.answer(sim.exchange.only_call().id)
        await other.states(C.ALERTING, C.CONNECTED)
        sim.exchange.calls.answer(sim.exchange.only_call().id)
        await one.states(C.CONNECTED, C.CONNECTED)
        await other.states(C.CONNECTED, C.CONNECTED)
        await other.do(ClearCall())
        await one.calls(0)
        await other.calls(0)


async def test_a_blind_transfer_moves_the_call(sim: InstantVoiceSimulator) -> None:
    async with seat(sim) as desk:
        await desk.do(LogIn())
        call = sim.exchange.calls.incoming(AGENT, CUSTOMER)
        sim.exchange.calls.answer(call.id)
        await desk.states(C.CONNECTED, C.CONNECTED)
        await desk.do(SingleStepTransfer(number="6102"))
        await desk.calls(0)
        assert "Transferred" in desk.events


@pytest.mark.parametrize(
    ("number", "event"), [("6101", "Failed"), ("6103", "Failed"), ("6100", "Established")]
)
async def test_numbers_that_do_and_do_not_answer(
    sim: InstantVoiceSimulator, number: str, event: str
) -> None:
    async with seat(sim) as desk:
        await desk.do(LogIn())
        await desk.is_(AgentState.READY)
        sim.variant({"external_id": "mandatory"})
        await desk.do(MakeCall(number))
        await desk.calls(1)
        sim.exchange.calls.answer(sim.exchange.only_call().id)
        await until(lambda: event in desk.events)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("duplicate", {"what": "events"}),
        ("reorder", {"what": "events"}),
        ("delay", {"what": "all", "seconds": 0.05}),
        ("garble", {"what": "events", "count": 2}),
    ],
)
async def test_calls_survive_a_bad_wire(
    sim: InstantVoiceSimulator, kind: str, options: dict[str, Any]
) -> None:
    """Nothing pops twice, nothing that ended is shown, and a reading mends what was lost."""
    async with seat(sim) as desk:
        await desk.do(LogIn())
        await desk.is_(AgentState.READY)
        sim.faults.add(kind, options)
        for number in range(5):
            call = sim.exchange.calls.incoming(AGENT, f"21{number}")
            sim.exchange.calls.answer(call.id)
            sim.exchange.calls.hang_up(call.id, "caller")
        last = sim.exchange.calls.incoming(AGENT, CUSTOMER)
        sim.exchange.calls.answer(last.id)
        sim.faults.clear()

        def straight() -> bool:
            up = [call.remote.number for call in desk.now.calls]
            return up == [CUSTOMER] or up == [None]

        async def mended() -> bool:
            await desk.switch.read_back()
            return straight()

        await until(mended)
        assert desk.events.count("Delivered") <= 6
        assert desk.call.local_state is C.CONNECTED


async def test_a_cut_in_a_call_and_what_happened_meanwhile(sim: InstantVoiceSimulator) -> None:
    async with seat(sim) as desk:
        await desk.do(LogIn())
        kept = sim.exchange.calls.incoming(AGENT, CUSTOMER)
        sim.exchange.calls.answer(kept.id)
        gone = sim.exchange.calls.incoming(AGENT, "555")
        await desk.calls(2)
        sim.faults.add("refuse", {"what": "connections"})
        sim.fault_added(sim.faults.add("cut", {"mid_frame": True}))
        await until(lambda: desk.now.link.state is LinkState.DOWN)
        sim.exchange.calls.hang_up(gone.id, "caller", Cause.BY_CALLER)
        sim.faults.clear()
        sim.faults_cleared()
        await until(lambda: "Resynchronised" in desk.events, 30)
        assert desk.call.remote.number == CUSTOMER
        assert desk.events.count("Delivered") == 2
        assert desk.now.agent.underlying is AgentState.READY


async def test_a_key_with_the_seven_methods_only(sim: InstantVoiceSimulator) -> None:
    seven = ["AgentLogin", "AgentLogoff", "AgentPause", "AgentUnpause"]
    sim.rights(None, [*seven, "BlindTransfer", "NewCall", "Hangup"])
    async with seat(sim) as desk:
        assert desk.now.agent.state is AgentState.UNKNOWN
        await desk.do(LogIn())
        await desk.is_(AgentState.READY)
        await desk.do(SetNotReady("1"))
        await desk.is_(AgentState.NOT_READY)
        await desk.do(SetReady())
        await desk.is_(AgentState.READY)
        call = sim.exchange.calls.incoming(AGENT, CUSTOMER)
        await desk.states(C.ALERTING, C.CONNECTED)
        sim.exchange.calls.answer(call.id)
        await desk.do(ClearCall())
        await desk.calls(0)


async def test_no_answer_leaves_the_outcome_unknown(sim: InstantVoiceSimulator) -> None:
    async with seat(sim) as desk:
        await desk.do(LogIn())
        await desk.is_(AgentState.READY)
        sim.faults.add("drop", {"what": "replies", "method": "AgentPause"})
        with pytest.raises(CtiError, match="may or may not"):
            await desk.do(SetNotReady("2"))
        await desk.is_(AgentState.NOT_READY)


async def obstacle_of(desk: Seat) -> str:
    """What the switch says keeps calls away, once it has read the state again."""
    await desk.switch.read_back()
    (found,) = desk.runner.session.table.obstacles
    return f"{found.what}: {found.text}"


async def test_what_keeps_calls_away_is_told(sim: InstantVoiceSimulator) -> None:
    async with seat(sim) as desk:
        await desk.do(LogIn())
        await desk.switch.read_back()
        assert desk.runner.session.table.obstacles == ()
        agent = sim.exchange.world.agent(AGENT)
        phone = sim.exchange.world.phone_of(agent)
        phone.unreachable = True
        assert (await obstacle_of(desk)).startswith("phone: SIP/default_0001 cannot be reached")
        phone.unreachable = False
        agent.disabled = True
        assert (await obstacle_of(desk)).startswith("agent: The agent default_1001 is disabled")


async def test_an_unknown_agent_is_told(sim: InstantVoiceSimulator) -> None:
    async with seat(sim, "default_9999") as desk:
        assert "does not know the agent default_9999" in await obstacle_of(desk)


async def test_a_wrong_key_is_told_from_one_with_few_rights(sim: InstantVoiceSimulator) -> None:
    sim.rights(None, ["AgentLogin", "Hangup"])
    async with seat(sim) as desk:
        await desk.switch.read_back()
        assert desk.runner.session.table.obstacles == ()
    sim.rights(None, [])
    async with seat(sim) as desk:
        assert (await obstacle_of(desk)).startswith("rights: InstantVoice refuses the access key")
