"""What is asked after an event: the queue, the lines, when calls come again."""

from __future__ import annotations

import asyncio

import pytest

from cti_desk.core.commands import LogIn
from cti_desk.core.model import AgentState, Direction, Pending, QueueRef, Reason
from cti_desk.core.reports import AgentChanged, CallChanged, CapabilitiesChanged, StateRead
from cti_desk.vendors.instantvoice.client.monitor import follow_ups as follow_ups_module
from cti_desk.vendors.instantvoice.messages.records import AgentInfo
from cti_desk.vendors.instantvoice.messages.values import AgentName
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice_acd import Acd, Desk, linked
from tests.support.waiting import until

SUPPORT = {
    "name": "default_7012",
    "id": 3,
    "description": "Support",
    "wrapuptime": 10,
    "quarantinetime": 60,
}
SALES = {**SUPPORT, "name": "default_7013", "id": 4, "wrapuptime": 300, "quarantinetime": 0}


@pytest.fixture(autouse=True)
def _queue_names_are_numbers(acd: Acd) -> None:
    acd.queues = [SUPPORT, SALES]
    answer = acd._data

    def data(method: str, arguments: dict[str, object]) -> object:
        if method == "AgentQueueList":
            return [{"name": 7012}, {"name": 7013}]
        if method == "QueueInfo":
            return next(q for q in acd.queues if str(q["name"]).endswith(str(arguments["name"])))
        return answer(method, arguments)

    acd._data = data  # type: ignore[method-assign]


def notes(desk: Desk) -> list[str | None]:
    told = [r for r in desk.reports.of(AgentChanged) if r.agent_id is None]
    return [change.note for change in told if isinstance(change.note, str | None)]


async def queue_call(desk: Desk, queue: int = 3) -> None:
    desk.acd.on_line("1.1", status="RINGING", queue=queue)
    desk.broker.event("NEWCALL", "1.1", direction="INBOUND", callerid="5")
    if queue:
        await desk.told("Delivered", "CallInformation")
    else:
        await desk.told("Delivered")


async def test_a_calls_queue_is_learned_from_its_line(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        await queue_call(desk)
        assert desk.reports.of(CallChanged)[-1].call.queue == QueueRef("7012", "Support")
        broker.event("CONNECT", "1.1")
        await until(lambda: len(desk.reports.calls) == 3)
        assert desk.reports.of(CallChanged)[-1].call.queue == QueueRef("7012", "Support")


async def test_a_call_found_on_a_line_is_incoming_where_a_queue_sent_it(
    broker: FakeBroker, acd: Acd
) -> None:
    acd.on_line("1.1", status="ONCALL", queue=3)
    async with linked(broker, acd) as desk:
        await until(lambda: bool(desk.reports.of(StateRead)), what="the first reading")
        (call,) = desk.reports.of(StateRead)[-1].calls or ()
        assert (call.queue, call.direction) == (QueueRef("7012", "Support"), Direction.INBOUND)


async def test_after_a_missed_call_the_quarantine_is_told(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        await queue_call(desk)
        acd.on_line()
        broker.event("HANGUP", "1.1", reason="QUEUEMISSED")
        await until(lambda: notes(desk))
        assert "missed call, expected" in str(notes(desk)[-1])
        assert desk.reports.state is AgentState.READY
        broker.event("NEWCALL", "1.1", direction="INBOUND", callerid="5")
        await until(lambda: notes(desk)[-1] is None)
        assert desk.reports.of(CallChanged)[-1].call.id == "1.1~2"


async def test_after_a_queue_call_the_wrap_up_is_told(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        await queue_call(desk)
        broker.event("CONNECT", "1.1")
        acd.on_line()
        acd.status = "UNAVAILABLE_WRAPUP"
        broker.event("HANGUP", "1.1", reason="BYCALLER")
        await until(lambda: notes(desk))
        assert "(wrap-up, expected)" in str(notes(desk)[-1])
        assert desk.reports.state is AgentState.WORKING_AFTER_CALL


async def test_with_the_queue_unknown_the_longest_counts(broker: FakeBroker, acd: Acd) -> None:
    acd.codes["AgentLineList"] = -2
    async with linked(broker, acd) as desk:
        broker.event("NEWCALL", "1.1", direction="INBOUND", callerid="5")
        broker.event("CONNECT", "1.1")
        seen = len(broker.called("QueueInfo"))
        broker.event("HANGUP", "1.1", reason="BYCALLER")
        await until(lambda: notes(desk))
        assert len(broker.called("QueueInfo")) == seen + 2


async def test_a_direct_call_holds_nothing_back(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        await queue_call(desk, queue=0)
        broker.event("CONNECT", "1.1")
        broker.event("HANGUP", "1.1", reason="BYCALLER")
        await until(lambda: desk.reports.calls[-1] == "ConnectionCleared")
        await desk.switch.read_back()
        assert notes(desk) == []


async def test_a_paused_agent_gets_no_note(broker: FakeBroker, acd: Acd) -> None:
    acd.status = "PAUSED"
    async with linked(broker, acd) as desk:
        await queue_call(desk)
        broker.event("HANGUP", "1.1", reason="QUEUEMISSED")
        await until(lambda: len(broker.called("AgentInfo")) == 2)
        await until(lambda: len(desk.reports.of(AgentChanged)) == 1)
        assert notes(desk) == []


async def test_when_the_time_is_over_it_is_looked_at_again(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_ups_module, "AFTERTHOUGHT_S", -10.0)
    async with linked(broker, acd) as desk:
        await queue_call(desk)
        broker.event("CONNECT", "1.1")
        acd.on_line()
        acd.status = "UNAVAILABLE_WRAPUP"
        broker.event("HANGUP", "1.1")
        await until(lambda: desk.reports.state is AgentState.WORKING_AFTER_CALL)
        acd.status = "IDLE"
        await until(lambda: desk.reports.state is AgentState.READY)
        assert notes(desk)[-1] is None


async def test_held_back_at_the_start_is_told_and_looked_at_again(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_ups_module, "STILL_HELD_BACK_S", -0.5)
    acd.status = "UNAVAILABLE_QUARANTINE"
    async with linked(broker, acd) as desk:
        (read,) = desk.reports.of(StateRead)
        assert read.agent.note == "no calls for now (quarantine)"
        acd.status = "IDLE"
        await until(lambda: notes(desk) and notes(desk)[-1] is None)


async def test_a_login_is_ready_unless_the_agent_reads_paused(broker: FakeBroker, acd: Acd) -> None:
    acd.status = "LOGOFF"
    async with linked(broker, acd) as desk:
        acd.status, acd.reason = "PAUSED", "Lunch"
        broker.event("LOGIN")
        await until(lambda: desk.reports.state is AgentState.NOT_READY)
        states = [r.state for r in desk.reports.of(AgentChanged)]
        assert AgentState.READY not in states


@pytest.mark.parametrize("status", ["LOGOFF", "IDLE"])
async def test_a_reading_that_lags_behind_the_login_is_not_believed(
    broker: FakeBroker, acd: Acd, status: str
) -> None:
    acd.status = "LOGOFF"
    async with linked(broker, acd) as desk:
        acd.status = status
        broker.event("LOGIN")
        await until(lambda: desk.reports.state is AgentState.READY)


async def test_a_login_is_told_though_nothing_is_read(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_ups_module, "LOGIN_READ_S", 0.1)
    async with linked(broker, acd) as desk:
        acd.mute = {"AgentInfo"}
        broker.event("LOGIN")
        await until(lambda: desk.reports.state is AgentState.READY)


async def test_the_lines_decide_whether_an_echo_is_a_call(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        for kind in ("NEWCALL", "HANGUP", "NEWCALL"):
            broker.event(kind, "1.1", direction="INBOUND")
        await until(lambda: not desk.switch._context.agents.by_name["default_1001"].book.unsettled)
        await desk.told("Delivered", "ConnectionCleared")
        acd.on_line("1.1")
        broker.event("NEWCALL", "1.1", direction="INBOUND")
        await until(lambda: len(desk.reports.calls) == 3)
        assert desk.reports.of(CallChanged)[-1].call.id == "1.1~2"


async def test_reading_back_tells_the_state_and_ends_stuck_calls(
    broker: FakeBroker, acd: Acd
) -> None:
    async with linked(broker, acd) as desk:
        broker.event("NEWCALL", "1.1", direction="INBOUND")
        broker.event("CONNECT", "1.1")
        await until(lambda: len(desk.reports.calls) >= 2)
        desk.clock.at += 60
        await desk.switch.read_back()
        read = desk.reports.of(StateRead)[-1]
        assert read.calls == ()
        assert read.agent.state is AgentState.READY
        assert not read.resynchronised


async def test_reading_back_a_further_agent(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        context = desk.switch._context
        context.serve(context.agents.name("default_1002"), own=False)
        await until(lambda: "/topic/iv.agents.default_1002" in broker.subscriptions)
        broker.event("NEWCALL", "2.1", agent="default_1002", direction="INBOUND")
        await until(lambda: desk.reports.of(CallChanged))
        desk.clock.at += 60
        await desk.switch.read_back()
        last = desk.reports.of(CallChanged)[-1]
        assert (str(last.event), last.agent_id) == ("ConnectionCleared", "default_1002")


async def test_a_reading_that_a_command_overtook_is_made_again(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with linked(broker, acd) as desk:
        own, reader = desk.switch._context.agents.own, desk.switch._context.reader
        assert own is not None
        assert reader is not None
        read, answers = reader.agent, []

        async def overtaken(name: AgentName) -> AgentInfo | None:
            answers.append(await read(name))
            if len(answers) == 1:  # a pause during a call was accepted meanwhile
                acd.status = "PENDING_PAUSE"
                own.tracker.expect(AgentState.NOT_READY, Reason("2", "Lunch"))
            return answers[-1]

        monkeypatch.setattr(reader, "agent", overtaken)
        await desk.switch.read_back()
        assert [info.status for info in answers if info] == ["IDLE", "PENDING_PAUSE"]
        assert desk.reports.of(StateRead)[-1].agent is not None
        assert own.tracker.pending == Pending(AgentState.NOT_READY, Reason("2", "Lunch"))


async def test_a_reading_without_an_answer_is_made_again(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_ups_module, "ASK_AGAIN_S", 0.05)
    async with linked(broker, acd) as desk:
        assert desk.switch._context.caller is not None
        monkeypatch.setattr(desk.switch._context.caller, "_answer_s", 0.1)
        acd.status = "PAUSE"
        acd.mute.update(("AgentInfo", "AgentLineList"))
        asked = len(broker.called("AgentInfo"))
        reading = asyncio.create_task(desk.switch.read_back())
        await until(lambda: len(broker.called("AgentInfo")) > asked + 1)
        assert desk.reports.state is AgentState.READY
        acd.mute.clear()
        await reading
        assert desk.reports.state is AgentState.NOT_READY


async def test_an_agent_chosen_by_their_login_is_read_whole(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd, agent=None) as desk:
        assert desk.switch._context.agents.own is None
        await desk.perform(LogIn(device="SIP/default_0001"), "1001")
        broker.event("LOGIN")
        await until(lambda: [r.queues for r in desk.reports.of(StateRead) if r.queues])
        assert not desk.reports.of(CapabilitiesChanged)[-1].table.warnings
