"""The whole switch at a simulated Compass with a real Prosody: both links, together and alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from cti_desk.core import commands as c
from cti_desk.core import workers
from cti_desk.core.errors import NoLink, NotOffered, RefusedByVendor, UnknownToVendor, UsageError
from cti_desk.core.model import AgentState, ConnectionState, Direction, LinkState, QueueRef
from cti_desk.core.reports import Accepted
from cti_desk.simulator.carry_out import Verbs
from cti_desk.vendors.compass.simulator.server import CompassSimulator
from cti_desk.vendors.compass.switch import CompassSwitch
from tests.support.compass_desk import CompassDesk, anna, desk_at, off_loop
from tests.support.instantvoice import DictMemory
from tests.support.waiting import until

READY = c.LogIn()


@pytest.fixture(scope="module")
def shared() -> Iterator[CompassSimulator]:
    with CompassSimulator() as simulator:
        yield simulator


@pytest.fixture
def compass(shared: CompassSimulator) -> Iterator[CompassSimulator]:
    """As seeded, whatever the test before has done."""
    yield shared
    shared.faults.clear()
    with shared.exchange.time.lock:
        for call_id in list(shared.exchange.world.calls):
            if call_id in shared.exchange.world.calls:
                shared.exchange.calls.hang_up(call_id, "caller")
        for user in list(shared.platform.accounts):
            for queue in shared.exchange.world.queues.values():
                shared.platform.log_out(user, queue.id)
        shared.platform.set_status(anna(shared).id, "ALL", "")


async def state_is(desk: CompassDesk, state: AgentState) -> None:
    await until(lambda: desk.snapshot.agent.underlying is state, what=f"the state {state}")


async def test_it_comes_up_and_tells_who_we_are_and_what_there_is(
    compass: CompassSimulator,
) -> None:
    async with desk_at(compass) as desk:
        snapshot = desk.snapshot
        assert snapshot.agent.id == anna(compass).id
        assert snapshot.agent.state is AgentState.LOGGED_OUT
        assert snapshot.agent.device == "275001"
        assert {queue.id: (queue.name, queue.member) for queue in snapshot.queues} == {
            "7012": ("Support", False),
            "7013": ("Sales", False),
        }
        table = desk.session.table
        assert table.of("LogIn").usable
        assert not table.of("AnswerCall").usable
        assert table.of("SetDoNotDisturb").usable


@pytest.mark.shows(
    "compass",
    "agent's action: log in to a queue",
)
async def test_login_joins_the_profiles_queues_and_logout_leaves_them(
    compass: CompassSimulator,
) -> None:
    async with desk_at(compass) as desk:
        assert isinstance(await desk.perform(READY), Accepted)
        await state_is(desk, AgentState.READY)
        assert {queue.id: queue.member for queue in desk.snapshot.queues} == {
            "7012": True,
            "7013": False,
        }
        assert isinstance(await desk.perform(c.LogOut()), Accepted)
        await state_is(desk, AgentState.LOGGED_OUT)


@pytest.mark.shows(
    "compass",
    "agent's action: log out of a queue, and its priority is restored",
)
async def test_a_priority_is_restored(compass: CompassSimulator) -> None:
    me, memory = anna(compass).id, DictMemory()
    await off_loop(compass.platform.log_in, me, "7012", 3, True)
    async with desk_at(compass, memory=memory) as desk:
        await state_is(desk, AgentState.READY)
        await desk.perform(c.LogOut())
        await state_is(desk, AgentState.LOGGED_OUT)
    async with desk_at(compass, memory=memory) as desk:
        await desk.perform(READY)
        await state_is(desk, AgentState.READY)
    assert compass.exchange.world.queues["7012"].members[me] == 3
    assert (me, "7012") in compass.platform.follows_forwards


async def test_a_profile_without_queues_joins_those_left_last(compass: CompassSimulator) -> None:
    async with desk_at(compass, queues=[]) as desk:
        refused = await desk.perform(READY)
        assert (type(refused), "names no queues" in (refused.message or "")) == (
            RefusedByVendor,
            True,
        )
        assert isinstance(await desk.perform(c.JoinQueue("Sales")), Accepted)
        await state_is(desk, AgentState.READY)
        await desk.perform(c.LogOut())
        await state_is(desk, AgentState.LOGGED_OUT)
        await desk.perform(READY)
        await state_is(desk, AgentState.READY)
        assert [q.id for q in desk.snapshot.queues if q.member] == ["7013"]


@pytest.mark.shows(
    "compass",
    "agent's action: pause by status",
    "agent's action: do not disturb",
)
async def test_pause_and_do_not_disturb_by_status(compass: CompassSimulator) -> None:
    async with desk_at(compass) as desk:
        await desk.perform(READY)
        await state_is(desk, AgentState.READY)
        assert isinstance(await desk.perform(c.SetNotReady("Lunch")), Accepted)
        await state_is(desk, AgentState.NOT_READY)
        reason = desk.snapshot.agent.reason
        assert reason is not None
        assert reason.text == "Lunch"
        await desk.perform(c.SetReady())
        await state_is(desk, AgentState.READY)
        await desk.perform(c.SetDoNotDisturb(on=True))
        await until(lambda: desk.snapshot.agent.do_not_disturb is True)
        await desk.perform(c.SetDoNotDisturb(on=False))
        await until(lambda: desk.snapshot.agent.do_not_disturb is False)
        await state_is(desk, AgentState.READY)


@pytest.mark.shows(
    "compass",
    "agent's action: pause by queue",
)
async def test_pause_by_queue(compass: CompassSimulator) -> None:
    async with desk_at(compass, pause_model="queue") as desk:
        assert isinstance(await desk.perform(c.SetNotReady()), RefusedByVendor)
        await desk.perform(READY)
        await state_is(desk, AgentState.READY)
        assert isinstance(await desk.perform(c.SetNotReady()), Accepted)
        await state_is(desk, AgentState.NOT_READY)
        assert isinstance(await desk.perform(c.SetReady()), Accepted)
        await state_is(desk, AgentState.READY)
        dnd = await desk.perform(c.SetDoNotDisturb(on=True))
        assert (type(dnd), "pause_model" in (dnd.message or "")) == (NotOffered, True)


@pytest.mark.parametrize(("versions", "works"), [("1,2,3", True), ("3", False)])
async def test_pauses_by_queue_are_read_without_events_too(
    compass: CompassSimulator, versions: str, works: bool
) -> None:
    """With version 2, which is asked for first; a platform without it still does the rest."""
    await off_loop(compass.variant, {"versions": versions})
    try:
        where = {"pause_model": "queue", "xmpp_address": "127.0.0.1:9"}
        async with desk_at(compass, wait=False, **where) as desk:
            await until(lambda: desk.snapshot.link.can_act)
            assert isinstance(await desk.perform(READY), Accepted)
            await state_is(desk, AgentState.READY)
            paused = await desk.perform(c.SetNotReady())
            assert isinstance(paused, Accepted if works else NotOffered)
            if works:
                await state_is(desk, AgentState.NOT_READY)
    finally:
        await off_loop(compass.variant, {"versions": "1,2,3"})


async def test_undecided_pauses_are_not_offered(compass: CompassSimulator) -> None:
    async with desk_at(compass, pause_model="undecided") as desk:
        outcome = await desk.perform(c.SetNotReady())
        assert isinstance(outcome, NotOffered)
        assert "not decided" in (outcome.message or "")


@pytest.mark.shows(
    "compass",
    "sequence: wrap-up",
    "agent's action: end wrap-up",
)
async def test_a_queue_call_from_the_ring_to_the_wrap_up(compass: CompassSimulator) -> None:
    queue = compass.exchange.world.queues["7012"]
    before, queue.wrap_up_time = queue.wrap_up_time, 3600
    try:
        async with desk_at(compass) as desk:
            await desk.perform(READY)
            await state_is(desk, AgentState.READY)
            calls = compass.exchange.calls
            call = await off_loop(calls.incoming, "7012", "31614241111", called="31201234567")
            await until(lambda: desk.told == ["Delivered"])
            shown = desk.call
            assert (shown.root, shown.remote.number) == (call.id, "31614241111")
            assert (shown.called, shown.queue) == ("31201234567", QueueRef("7012", "Support"))
            waiting = await until(lambda: desk.snapshot.queues[0].waiting)
            assert [one.number for one in waiting] == ["31614241111"]
            await off_loop(calls.answer, call.id)
            await until(lambda: desk.told == ["Delivered", "Established"])
            assert desk.call.id == shown.id
            await off_loop(calls.hang_up, call.id, "caller")
            await state_is(desk, AgentState.WORKING_AFTER_CALL)
            assert desk.told[-1] == "ConnectionCleared"
            assert "wrap-up" in (desk.snapshot.agent.note or "")
            assert isinstance(await desk.perform(c.EndWrapUp()), Accepted)
            await state_is(desk, AgentState.READY)
    finally:
        queue.wrap_up_time = before


@pytest.mark.shows(
    "compass",
    "agent's action: dial a number",
    "agent's action: dial a colleague",
)
async def test_dialling_a_number_and_a_colleague(compass: CompassSimulator) -> None:
    async with desk_at(compass) as desk:
        assert isinstance(await desk.perform(c.MakeCall("6100", "ticket 7")), Accepted)
        await until(lambda: desk.snapshot.calls)
        assert (desk.call.direction, desk.call.remote.number) == (Direction.OUTBOUND, "6100")
        assert desk.call.correlation_id == "ticket 7"
        me = anna(compass).id
        call = next(iter(compass.exchange.world.calls))
        await off_loop(compass.exchange.calls.answer, call)
        await until(lambda: desk.call.local_state is ConnectionState.CONNECTED)
        await until(lambda: desk.call.remote_state is ConnectionState.CONNECTED)
        assert desk.told.count("Delivered") <= 1
        await off_loop(compass.exchange.calls.hang_up, call, "caller")
        await until(lambda: not desk.snapshot.calls)
        assert me in compass.exchange.world.agents
        assert isinstance(await desk.perform(c.DialColleague("Bram de Vries")), Accepted)
        await until(lambda: desk.snapshot.calls)
        assert desk.call.direction is Direction.OUTBOUND


@pytest.mark.shows(
    "compass",
    "agent's action: pick up a queue's call",
)
async def test_a_waiting_call_is_picked_up(compass: CompassSimulator) -> None:
    async with desk_at(compass) as desk:
        assert isinstance(await desk.perform(c.PickupCall()), RefusedByVendor | NotOffered)
        calls = compass.exchange.calls
        call = await off_loop(calls.incoming, "7012", "31614241111", called="31201234567")
        await until(lambda: desk.snapshot.queues[0].waiting)
        if not desk.session.table.of("PickupCall").usable:
            why = desk.session.table.of("PickupCall").why or ""
            assert "*8" in why
            return
        assert isinstance(await desk.perform(c.PickupCall(call.id)), Accepted)
        await until(lambda: desk.snapshot.calls)


@pytest.mark.shows(
    "compass",
    "agent's action: answer, hang up, hold and retrieve",
    "agent's action: transfer",
)
async def test_call_control_where_the_platform_lists_it(compass: CompassSimulator) -> None:
    await off_loop(compass.variant, {"call_control": True})
    try:
        async with desk_at(compass) as desk:
            assert desk.session.table.of("AnswerCall").usable
            calls = compass.exchange.calls
            call = await off_loop(calls.incoming, anna(compass).number, "31614241111")
            await until(lambda: desk.told == ["Delivered"])
            assert isinstance(await desk.perform(c.AnswerCall(desk.call.id)), Accepted)
            await until(lambda: desk.call.up)
            assert isinstance(await desk.perform(c.HoldCall(desk.call.id)), Accepted)
            await until(lambda: desk.call.local_state is ConnectionState.HELD)
            assert isinstance(await desk.perform(c.RetrieveCall(desk.call.id)), Accepted)
            await until(lambda: desk.call.local_state is ConnectionState.CONNECTED)
            gone = await desk.perform(c.ClearCall("nothing.0"))
            assert isinstance(gone, UnknownToVendor)
            assert isinstance(await desk.perform(c.ClearCall(desk.call.id)), Accepted)
            await until(lambda: not desk.snapshot.calls)
            assert call.id
    finally:
        await off_loop(compass.variant, {"call_control": False})


async def test_any_declared_method_may_be_called(compass: CompassSimulator) -> None:
    async with desk_at(compass) as desk:
        me = await desk.switch.call_method("user", {})
        assert str(me["entityId"]) == anna(compass).id
        with pytest.raises(UsageError):
            await desk.switch.call_method("user.fly", {})


async def test_another_agent_is_not_acted_for(compass: CompassSimulator) -> None:
    async with desk_at(compass) as desk:
        with pytest.raises(NotOffered):
            await desk.switch.perform(c.SetReady(), desk.snapshot, "8323002")


async def test_what_is_read_back_is_told(compass: CompassSimulator) -> None:
    async with desk_at(compass) as desk:
        before = len(desk.reports)
        await desk.switch.read_back()
        assert len(desk.reports) > before
        assert desk.snapshot.agent.state is AgentState.LOGGED_OUT


async def test_a_telephone_that_cannot_ring_is_an_obstacle(compass: CompassSimulator) -> None:
    phone = compass.exchange.world.phones["275001"]
    async with desk_at(compass) as desk:
        await desk.switch.read_back()
        assert desk.session.table.obstacles == ()
        assert "agent.device_reachable" not in desk.session.table.unknowable
        phone.unreachable = True
        try:
            await desk.switch.read_back()
        finally:
            phone.unreachable = False
        (found,) = desk.session.table.obstacles
        assert (found.what, "not registered" in found.text) == ("phone", True)


async def test_a_queue_that_there_is_not_is_a_warning(compass: CompassSimulator) -> None:
    async with desk_at(compass, queues=["Support", "Moon"]) as desk:
        await until(lambda: desk.session.table.warnings)
        (warning,) = desk.session.table.warnings
        assert "Moon" in warning


@pytest.mark.parametrize("kind", ["reorder", "duplicate"])
async def test_events_turned_round_or_told_twice(compass: CompassSimulator, kind: str) -> None:
    verbs = Verbs(compass)
    async with desk_at(compass) as desk:
        await desk.perform(READY)
        await state_is(desk, AgentState.READY)
        await off_loop(verbs.run, "fault", {"kind": kind, "what": "events", "count": 200})
        calls = compass.exchange.calls
        for by in ("caller", "callee"):
            desk.events.clear()
            call = await off_loop(calls.incoming, "7012", "31614241111")
            await until(lambda: "Delivered" in desk.told)
            await off_loop(calls.answer, call.id)
            await until(lambda: "Established" in desk.told)
            await off_loop(calls.hang_up, call.id, by)
            await until(lambda: not desk.snapshot.calls)
            told = [name for name in desk.told if name != "CallInformation"]
            assert told == ["Delivered", "Established", "ConnectionCleared"]
            await until(lambda: not desk.snapshot.queues[0].waiting)
            await state_is(desk, AgentState.READY)


async def test_a_platform_whose_clock_is_ahead(compass: CompassSimulator) -> None:
    async with desk_at(compass) as desk:
        await off_loop(compass.exchange.time.advance, 3600.0)
        await off_loop(compass.exchange.calls.incoming, "7012", "31614241111")
        waiting = await until(lambda: desk.snapshot.queues[0].waiting)
        assert abs(waiting[0].since - time.time()) < 30.0
        await off_loop(compass.exchange.calls.incoming, anna(compass).number, "31614241112")
        await until(lambda: desk.snapshot.calls)
        assert abs(desk.call.since - time.time()) < 30.0


# -- one link without the other


async def test_without_rest_everything_is_seen_and_nothing_can_be_done(
    compass: CompassSimulator,
) -> None:
    async with desk_at(compass, rest_address="https://127.0.0.1:9") as desk:
        (mark,) = desk.snapshot.link.marks
        assert "nothing can be done" in mark
        assert isinstance(await desk.perform(READY), NoLink)
        assert "refused" in (desk.session.table.of("LogIn").why or "")
        await off_loop(compass.exchange.calls.incoming, anna(compass).number, "31614241111")
        await until(lambda: desk.told == ["Delivered"])
        with pytest.raises(NoLink):
            await desk.switch.call_method("user", {})


async def test_without_events_one_can_still_act_and_reads_the_own_state(
    compass: CompassSimulator,
) -> None:
    async with desk_at(compass, wait=False, xmpp_address="127.0.0.1:9") as desk:
        await until(lambda: desk.snapshot.link.can_act)
        link = desk.snapshot.link
        assert (link.state, link.takes_commands) == (LinkState.DOWN, True)
        assert "You can still dial" in (link.reason or "")
        await until(lambda: desk.snapshot.agent.state is AgentState.LOGGED_OUT)
        assert isinstance(await desk.perform(c.LogIn()), Accepted)
        await desk.switch.read_back()
        assert desk.snapshot.agent.state is AgentState.READY


async def test_a_wrong_password_is_one_attempt_for_both_links_and_over_restarts(
    compass: CompassSimulator,
) -> None:
    memory = DictMemory()
    before = (await off_loop(compass.stats))["login_attempts"]
    for _ in range(2):
        async with desk_at(compass, wait=False, memory=memory, password="wrong") as desk:
            await until(lambda: desk.snapshot.link.state is LinkState.STOPPED)
            assert "user name or password" in (desk.snapshot.link.reason or "")
    after = (await off_loop(compass.stats))["login_attempts"]
    assert after - before == 1
    assert "wrong" not in repr(memory)


async def test_a_password_that_is_changed_meanwhile(compass: CompassSimulator) -> None:
    account = compass.platform.named("1002")
    assert account is not None
    async with desk_at(compass, user="1002") as desk:
        await off_loop(compass.set_password, account, "another")
        try:
            assert isinstance(await desk.perform(READY), RefusedByVendor)
            await until(lambda: desk.snapshot.link.marks)
            assert desk.snapshot.link.state in (LinkState.UP, LinkState.STOPPED)
        finally:
            await off_loop(compass.set_password, account, compass.password)


async def test_what_happened_during_a_cut_is_read_when_it_is_over() -> None:
    with CompassSimulator() as compass:
        async with desk_at(compass) as desk:
            call = await off_loop(compass.exchange.calls.incoming, "1001", "31614241111")
            await until(lambda: desk.told == ["Delivered"])
            await off_loop(compass.end_prosody)
            await until(lambda: desk.snapshot.link.state is LinkState.DOWN)
            assert desk.snapshot.link.can_act
            await off_loop(compass.exchange.calls.hang_up, call.id, "caller")
            await off_loop(compass.start_prosody)
            desk.switch.retry_now()
            await desk.up()
            await until(lambda: not desk.snapshot.calls)
            assert desk.told[-1] == "ConnectionCleared"
            assert any(event.event == "Resynchronised" for event in desk.events)


async def test_the_server_is_ended_and_started_again_under_load() -> None:
    with CompassSimulator() as compass:
        others = [account.id for account in compass.platform.users() if account.username != "1001"]
        async with desk_at(compass) as desk:
            feeding = asyncio.ensure_future(off_loop(compass.feed, 2_000, 500.0, others))
            monitor = desk.switch._monitor
            await until(lambda: monitor.company.calls)
            await off_loop(compass.end_prosody)
            await until(lambda: desk.snapshot.link.state is LinkState.DOWN)
            call = await off_loop(compass.exchange.calls.incoming, "1001", "31614241111")
            await off_loop(compass.start_prosody)
            desk.switch.retry_now()
            await desk.up()
            await until(lambda: desk.snapshot.calls)
            assert desk.call.id == call.id
            await feeding
            await until(lambda: set(monitor.company.calls) == {call.id}, what="the load to end")


@pytest.mark.expected_log("The link to Compass died")
async def test_a_link_whose_keeper_dies_says_so_and_is_kept_again(
    compass: CompassSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, runs = CompassSwitch._keep_links, 0

    async def dying(switch: CompassSwitch) -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise MemoryError
        await begin(switch)

    monkeypatch.setattr(workers, "FIRST_PAUSE_S", 0.0)
    monkeypatch.setattr(CompassSwitch, "_keep_links", dying)
    async with desk_at(compass) as desk:
        assert workers.OWN_MISTAKE in [
            event.link.reason for event in desk.events if event.link is not None
        ]
