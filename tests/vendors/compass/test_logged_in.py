"""What lets calls arrive makes logged in: any queue, joined from wherever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cti_desk.core import commands as c
from cti_desk.core.model import AgentState
from cti_desk.core.reports import Accepted
from cti_desk.vendors.compass.simulator.server import CompassSimulator
from tests.support.compass_desk import CompassDesk, anna, desk_at, off_loop
from tests.support.waiting import until


@pytest.fixture
def compass() -> Iterator[CompassSimulator]:
    with CompassSimulator() as simulator:
        yield simulator


async def state_is(desk: CompassDesk, state: AgentState) -> None:
    await until(lambda: desk.snapshot.agent.underlying is state, what=f"the state {state}")


def offered(desk: CompassDesk, name: str) -> bool:
    return desk.session.table.for_agent(name, desk.snapshot).usable


@pytest.mark.parametrize("model", ["status", "queue"])
async def test_a_queue_joined_by_hand_is_logged_in(compass: CompassSimulator, model: str) -> None:
    """The profile names Support; the agent joins Sales, whose calls ring."""
    async with desk_at(compass, queues=["Support"], pause_model=model) as desk:
        await desk.perform(c.LogIn())
        await state_is(desk, AgentState.READY)
        await desk.perform(c.JoinQueue("Sales"))
        await desk.perform(c.LeaveQueue("Support"))
        await until(lambda: [q.id for q in desk.snapshot.queues if q.member] == ["7013"])
        assert desk.snapshot.agent.state is AgentState.READY
        assert "none of your profile's queues" in (desk.snapshot.agent.note or "")
        assert offered(desk, "SetNotReady")
        assert not offered(desk, "LogIn")

        call = await off_loop(compass.exchange.calls.incoming, "7013", "31614241111")
        await until(lambda: desk.told == ["Delivered"])
        await off_loop(compass.exchange.calls.hang_up, call.id, "caller")
        await until(lambda: not desk.snapshot.calls)

        assert isinstance(await desk.perform(c.SetNotReady()), Accepted)
        await state_is(desk, AgentState.NOT_READY)
        assert isinstance(await desk.perform(c.SetReady()), Accepted)
        await state_is(desk, AgentState.READY)
        assert isinstance(await desk.perform(c.LogOut()), Accepted)
        await state_is(desk, AgentState.LOGGED_OUT)


async def test_also_while_no_events_arrive(compass: CompassSimulator) -> None:
    await off_loop(compass.platform.log_in, anna(compass).id, "7013", 1, False)
    async with desk_at(compass, wait=False, xmpp_address="127.0.0.1:9", queues=["Support"]) as desk:
        await state_is(desk, AgentState.READY)


async def test_a_platform_that_calls_itself_by_its_name(compass: CompassSimulator) -> None:
    """The profile reaches it by another address (`rest_address`)."""
    await off_loop(compass.variant, {"self_host": "platform"})
    async with desk_at(compass) as desk:
        assert isinstance(await desk.perform(c.LogIn()), Accepted)
        await state_is(desk, AgentState.READY)
        me = await desk.switch.call_method("user", {})
        assert me["self"].startswith(f"https://rest.{compass.platform.domain}/user/")
        assert isinstance(await desk.perform(c.LogOut()), Accepted)
        await state_is(desk, AgentState.LOGGED_OUT)
