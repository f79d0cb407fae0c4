"""Events in, reports out."""

from __future__ import annotations

from cti_desk.core.model import AgentState
from cti_desk.core.reports import (
    AgentChanged,
    CallChanged,
    CapabilitiesChanged,
    Noticed,
    StateRead,
    VendorEvent,
)
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice import AGENT
from tests.support.instantvoice_acd import Acd, linked
from tests.support.waiting import until


async def test_agent_events_are_states_and_texts_are_learned(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        broker.event("PAUSE", direction="Coaching")
        await until(lambda: desk.reports.state is AgentState.NOT_READY)
        assert desk.reports.of(AgentChanged)[-1].reason.text == "Coaching"
        broker.event("UNPAUSE")
        await until(lambda: desk.reports.state is AgentState.READY)
        broker.event("LOGOUT")
        await until(lambda: desk.reports.state is AgentState.LOGGED_OUT)
        desk.switch._context.reasons.learn("7", "Coaching")
        broker.event("PAUSE", direction="Coaching")
        await until(lambda: desk.reports.state is AgentState.NOT_READY)
        assert desk.reports.of(AgentChanged)[-1].reason.code == "7"
        table = desk.reports.of(CapabilitiesChanged)[-1].table
        assert ("7", "Coaching") in [(r.code, r.text) for r in table.reasons]


async def test_each_event_is_told_as_it_came_before_what_it_means(
    broker: FakeBroker, acd: Acd
) -> None:
    async with linked(broker, acd) as desk:
        broker.event("NEWCALL", "1.1", direction="INBOUND", callerid="5", odd="kept")
        broker.event("DANCE")
        await until(lambda: len(desk.reports.of(VendorEvent)) == 2)
        first, second = desk.reports.of(VendorEvent)
        assert first.agent_id == AGENT
        assert first.fields["odd"] == "kept"
        assert second.fields["type"] == "DANCE"
        kinds = [type(report) for report in desk.reports]
        assert kinds.index(VendorEvent) < kinds.index(CallChanged)
        assert desk.reports.of(CallChanged)[0].call.raw["odd"] == "kept"


async def test_a_media_server_that_stops_is_one_notice_and_the_lines_decide(
    broker: FakeBroker, acd: Acd
) -> None:
    async with linked(broker, acd) as desk:
        for call in ("1.1", "1.2", "1.3"):
            broker.event("NEWCALL", call, direction="INBOUND")
            broker.event("CONNECT", call)
        await until(lambda: len(desk.reports.calls) == 6)
        desk.clock.at += 60
        acd.on_line("1.3")
        broker.event("HANGUP", "1.1", reason="MSSTOP")
        broker.event("HANGUP", "1.2", reason="MSSTOP")
        await until(lambda: len(desk.reports.of(StateRead)) == 2)
        (notice,) = desk.reports.of(Noticed)
        assert "media server stopped" in notice.text
        assert [call.id for call in desk.reports.of(StateRead)[-1].calls] == ["1.3"]


async def test_another_agents_echo_is_not_brought_back(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd, supervisor=True) as desk:
        for kind in ("NEWCALL", "HANGUP", "NEWCALL", "CONNECT"):
            broker.event(kind, "2.1", agent="default_1002", direction="INBOUND")
        broker.event("PAUSE", agent="default_1002")
        await until(lambda: desk.reports.of(AgentChanged))
        told = [str(r.event) for r in desk.reports.of(CallChanged)]
        assert told == ["Delivered", "ConnectionCleared"]


async def test_events_of_strangers_are_nobodys(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        topic = f"/topic/iv.agents.{AGENT}"
        stranger = {"type": "NEWCALL", "uniqueid": "9", "agent": "default_1002"}
        broker.publish(topic, stranger)
        broker.publish(topic, {"type": "NEWCALL", "uniqueid": "8"})
        broker.event("NEWCALL", "1.1", direction="INBOUND")
        await desk.told("Delivered")
