"""A link that falls silent, or whose events stop, while all its connections stay open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cti_desk.core.model import LinkState
from cti_desk.simulator.carry_out import Verbs
from cti_desk.switch_kit.silence import ANSWER_S, ASK_AFTER_S, DEAD_WITHIN_S
from cti_desk.vendors.compass.client import rest_link
from cti_desk.vendors.compass.client import xmpp as xmpp_module
from cti_desk.vendors.compass.simulator.server import CompassSimulator
from tests.support.compass_desk import anna, desk_at, off_loop
from tests.support.waiting import until


@pytest.fixture
def compass() -> Iterator[CompassSimulator]:
    with CompassSimulator() as simulator:
        yield simulator


def patient(monkeypatch: pytest.MonkeyPatch, **seconds: float) -> None:
    """Let the desk's events be as patient as that."""
    usual = xmpp_module.Xmpp.__init__.__kwdefaults__ or {}
    monkeypatch.setattr(xmpp_module.Xmpp.__init__, "__kwdefaults__", {**usual, **seconds})


def test_both_links_keep_the_promise() -> None:
    for module in (rest_link, xmpp_module):
        assert module.ASK_AFTER_S == ASK_AFTER_S
        assert module.ANSWER_S == ANSWER_S
    assert ASK_AFTER_S + ANSWER_S < DEAD_WITHIN_S


@pytest.mark.parametrize("listed", [True, False])
async def test_a_restart_of_the_pubsub_service_alone(
    compass: CompassSimulator, monkeypatch: pytest.MonkeyPatch, listed: bool
) -> None:
    """The stream stays; the subscription is renewed, and what was missed is seen."""
    patient(monkeypatch, ping_every_s=0.1)
    await off_loop(compass.variant, {"list_subscriptions": listed})
    calls = compass.exchange.calls
    async with desk_at(compass) as desk:
        told = (await off_loop(compass.stats))["connections_total"]
        await off_loop(Verbs(compass).run, "fault", {"kind": "cut", "method": "pubsub"})
        missed = await off_loop(calls.incoming, anna(compass).number, "31614241111")
        await until(lambda: desk.snapshot.calls, what="the call that was missed")
        assert [call.id for call in desk.snapshot.calls] == [missed.id]
        if listed:
            await until(lambda: any(event.event == "Resynchronised" for event in desk.events))
        await off_loop(calls.hang_up, missed.id, "caller")
        await until(lambda: not desk.snapshot.calls)
        assert (await off_loop(compass.stats))["connections_total"] == told
        assert desk.snapshot.link.state is LinkState.UP


async def test_rest_that_does_not_answer_any_more(
    compass: CompassSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest_link, "ANSWER_S", 0.3)
    async with desk_at(compass) as desk:
        await until(lambda: not desk.snapshot.link.marks)
        fault = {"kind": "silent", "what": "connections", "method": "rest"}
        await off_loop(Verbs(compass).run, "fault", fault)
        desk.switch.retry_now()
        (mark,) = await until(lambda: desk.snapshot.link.marks)
        assert "does not answer any more" in mark
        assert desk.snapshot.link.state is LinkState.UP


async def test_events_that_do_not_answer_any_more(
    compass: CompassSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient(monkeypatch, ping_patience_s=0.3)
    async with desk_at(compass) as desk:
        fault = {"kind": "silent", "what": "connections", "method": "xmpp"}
        await off_loop(Verbs(compass).run, "fault", fault)
        desk.switch.retry_now()
        await until(lambda: desk.snapshot.link.state is LinkState.DOWN)
        assert desk.snapshot.link.can_act
