"""One link over STOMP: when it is up, what comes meanwhile, whose events are followed."""

from __future__ import annotations

import pytest

from cti_desk.core.model import LinkState
from cti_desk.core.reports import CallChanged, Noticed, StateRead, VendorEvent
from cti_desk.switch_kit.silence import DEAD_WITHIN_S
from cti_desk.vendors.instantvoice.client import caller as caller_module
from cti_desk.vendors.instantvoice.client.monitor import over_stomp
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice import AGENT, KEY
from tests.support.instantvoice_acd import Acd, linked, started
from tests.support.waiting import until


async def test_a_broker_without_instantvoice_is_not_up(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller_module.Caller.__init__, "__defaults__", _quick_answers())
    acd.mute = {"AgentInfo"}
    async with started(broker, acd) as desk:
        await desk.link_is(LinkState.DOWN)
        assert desk.reports.link is not None
        assert "does not answer there" in str(desk.reports.link.reason)
        assert LinkState.UP not in [link.state for link in desk.reports.of(type(desk.reports.link))]


def _quick_answers() -> tuple[object, ...]:
    defaults = list(caller_module.Caller.__init__.__defaults__ or ())
    return (*defaults[:-1], 0.3)


async def test_a_cut_in_the_middle_of_a_call(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        acd.on_line("1.1", "1.2")
        broker.event("NEWCALL", "1.1", direction="INBOUND", callerid="5")
        broker.event("CONNECT", "1.1")
        broker.event("NEWCALL", "1.2", direction="INBOUND", callerid="6")
        await desk.told("Delivered", "Established", "Delivered")
        acd.on_line("1.1")
        broker.cut()
        await desk.link_is(LinkState.DOWN)
        await until(lambda: len(desk.reports.of(StateRead)) == 2)
        read = desk.reports.of(StateRead)[-1]
        assert read.resynchronised
        assert [(call.id, call.remote.number) for call in read.calls] == [("1.1", "5")]
        await until(lambda: desk.switch._transport._buffer is None)
        broker.event("NEWCALL", "1.1", direction="INBOUND", callerid="5")
        broker.event("HANGUP", "1.1", reason="BYCALLER")
        await desk.told("Delivered", "Established", "Delivered", "ConnectionCleared")


@pytest.mark.parametrize("heart_beat", ["0,0", "10000,10000", "60000,60000"])
async def test_instantvoice_is_asked_whether_it_lives_whatever_the_broker_says(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch, heart_beat: str
) -> None:
    """A broker's heart-beats say nothing about InstantVoice behind it."""
    broker.heart_beat = heart_beat
    monkeypatch.setattr(over_stomp, "PROBE_EVERY_S", 0.1)
    monkeypatch.setattr(caller_module.Caller.__init__, "__defaults__", _quick_answers())
    async with linked(broker, acd) as desk:
        seen = len(broker.called("AgentInfo"))
        await until(lambda: len(broker.called("AgentInfo")) > seen + 1)
        acd.mute = {"AgentInfo"}
        await desk.link_is(LinkState.DOWN)
        assert desk.reports.link is not None
        assert "does not answer any more" in str(desk.reports.link.reason)


def test_the_promise_is_kept() -> None:
    assert over_stomp.PROBE_EVERY_S + over_stomp.ANSWER_S < DEAD_WITHIN_S
    assert caller_module.ANSWER_S <= over_stomp.ANSWER_S


async def test_waking_asks_at_once(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        await until(lambda: desk.switch._transport._silence)
        seen = len(broker.called("AgentInfo"))
        desk.switch.retry_now()
        await until(lambda: len(broker.called("AgentInfo")) > seen)


@pytest.mark.shows("instantvoice", "wire: events of all agents, iv.agents.#")
async def test_a_supervisor_follows_all_by_one_subscription(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd, supervisor=True) as desk:
        assert broker.subscriptions == [f"/topic/{KEY}", "/topic/iv.agents.#"]
        broker.event("LOGIN", agent="default_1002")
        broker.event("NEWCALL", "2.1", agent="default_1002", direction="INBOUND")
        broker.event("CONNECT", "2.1", agent="default_1002")
        broker.event("NEWCALL", "1.1", direction="INBOUND")
        await desk.told("Delivered")
        others = [r for r in desk.reports.of(CallChanged) if r.agent_id == "default_1002"]
        assert [str(r.event) for r in others] == ["Delivered", "Established"]
        assert {e.agent_id for e in desk.reports.of(VendorEvent)} == {AGENT}


async def test_the_manuals_bare_wildcard_is_tried_after_an_error(
    broker: FakeBroker, acd: Acd
) -> None:
    broker.refused_destinations = {"/topic/iv.agents.#"}
    async with linked(broker, acd, supervisor=True):
        assert broker.subscriptions[-1] == "iv.agents.#"


async def test_a_broker_that_tells_nothing_of_others_still_serves_the_own_agent(
    broker: FakeBroker, acd: Acd
) -> None:
    broker.refused_destinations = {"/topic/iv.agents.#", "iv.agents.#"}
    async with linked(broker, acd, supervisor=True) as desk:
        (notice,) = desk.reports.of(Noticed)
        assert "Only your own events" in notice.text
        broker.event("NEWCALL", "1.1", direction="INBOUND")
        await desk.told("Delivered")
