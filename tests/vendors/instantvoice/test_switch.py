"""The whole link: up when InstantVoice answers, lost and found, refused, in bad company."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys

import pytest

from cti_desk.core import workers
from cti_desk.core.commands import FollowAgent, LogIn, MakeCall
from cti_desk.core.errors import NoLink, RefusedByVendor, SettingsError, UsageError
from cti_desk.core.model import AgentState, LinkState
from cti_desk.core.reports import (
    Accepted,
    AgentChanged,
    AgentChosen,
    CallChanged,
    CapabilitiesChanged,
    StateRead,
    VendorEvent,
)
from cti_desk.declarations.arguments import MASK
from cti_desk.switch_kit.link_keeper import LinkKeeper
from cti_desk.vendors.instantvoice import VENDOR
from cti_desk.vendors.instantvoice.client import link as link_module
from cti_desk.vendors.instantvoice.client.broker import PLAIN_TEXT_MARK, PUBLISHED_PASSWORD
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice import AGENT, KEY, PASSWORD, DictMemory, Reports, setup_for
from tests.support.instantvoice_acd import Acd, linked, started
from tests.support.waiting import until


def test_the_package_costs_no_library_until_a_switch_is_made() -> None:
    code = (
        "import sys; import cti_desk.vendors.instantvoice as v; v.VENDOR.name; "
        "print([n for n in ('stomp', 'asyncio', 'coilmq', 'ssl') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_descriptor() -> None:
    assert (VENDOR.name, VENDOR.title) == ("instantvoice", "InstantVoice")
    with pytest.raises(SettingsError):
        VENDOR.make_switch(setup_for())


async def test_up_comes_with_the_state_read_and_a_visible_mark(
    broker: FakeBroker, acd: Acd
) -> None:
    acd.status, acd.reason = "PAUSED", "Lunch"
    acd.on_line("1.1")
    async with linked(broker, acd) as desk:
        assert desk.reports[0] == AgentChosen(AGENT)
        connecting = desk.reports.of(type(desk.reports.link))[0]
        assert connecting.marks == (PLAIN_TEXT_MARK,)
        (read,) = desk.reports.of(StateRead)
        assert read.agent.state is AgentState.NOT_READY
        assert read.agent.reason.code == "2"
        assert [call.id for call in read.calls] == ["1.1"]
        assert not read.resynchronised
        assert broker.subscriptions == [f"/topic/{KEY}", f"/topic/iv.agents.{AGENT}"]


async def test_any_code_proves_that_instantvoice_is_there(broker: FakeBroker, acd: Acd) -> None:
    acd.deny_readings()
    async with linked(broker, acd) as desk:
        assert desk.reports.state is None  # unknown, and everything else works
        assert isinstance(await desk.perform(LogIn()), Accepted)
        broker.event("LOGIN")
        await until(lambda: desk.reports.state is AgentState.READY)
        table = desk.reports.of(CapabilitiesChanged)[-1].table
        assert table.warnings == ()
        assert "calls.queue" in table.unknowable
        assert len(broker.called("AgentInfo")) == 1


async def test_an_agent_that_does_not_exist_is_told(broker: FakeBroker, acd: Acd) -> None:
    acd.codes["AgentInfo"] = 3
    async with linked(broker, acd) as desk:
        table = desk.reports.of(CapabilitiesChanged)[-1].table
        assert "does not know the agent default_1001" in table.warnings[0]


async def test_events_that_come_while_reading_are_taken_afterwards(
    broker: FakeBroker, acd: Acd
) -> None:
    def answer(method: str, arguments: dict[str, object]) -> object:
        if method == "AgentLineList":
            broker.event("NEWCALL", "1.1", direction="INBOUND", callerid="5")
            broker.event("PAUSE", direction="Break")
        return acd(method, arguments)  # type: ignore[arg-type]

    async with started(broker, acd) as desk:
        broker.answer = answer
        await desk.link_is(LinkState.UP)
        await desk.told("Delivered")
        await until(lambda: desk.reports.state is AgentState.NOT_READY)
        kinds = [type(report) for report in desk.reports]
        assert kinds.index(StateRead) < kinds.index(CallChanged)


async def test_a_broker_that_restarts_is_found_again(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        broker.stop()
        await desk.link_is(LinkState.DOWN)
        outcome = await desk.perform(MakeCall("6100"))
        assert isinstance(outcome, NoLink)
        broker.start()
        desk.switch.retry_now()
        await desk.link_is(LinkState.UP)


async def test_a_refused_login_is_sent_once_restarts_included(broker: FakeBroker) -> None:
    broker.refusal = ("Bad CONNECT", "Access refused for user 'instantvoice'")
    memory = DictMemory()
    for _ in range(2):
        async with started(broker, memory=memory) as desk:
            await desk.link_is(LinkState.STOPPED)
            desk.switch.retry_now()
            assert desk.reports.link is not None
            assert "Access refused" in str(desk.reports.link.reason)
    assert broker.connections == 1
    assert PASSWORD not in str(memory)
    broker.refusal = None
    changed = {"password": "the-right-one", "key": KEY}
    async with linked(broker, memory=memory, secrets=changed):
        assert len(broker.logins) == 2


async def test_the_published_password_is_marked(broker: FakeBroker) -> None:
    secrets = {"password": PUBLISHED_PASSWORD, "key": KEY}
    async with linked(broker, secrets=secrets) as desk:
        connecting = desk.reports.of(type(desk.reports.link))[0]
        assert any("printed in its manual" in mark for mark in connecting.marks)


async def test_the_second_host_is_used_when_the_first_says_nothing(
    broker: FakeBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "CONNECT_S", 0.3)
    with FakeBroker() as silent:
        silent.silent = True
        async with linked(broker, hosts=[silent.address, broker.address]):
            assert len(broker.logins) == 1


async def test_garbage_in_every_place_is_survived(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        for body in (b"", b"\xff", b"[", b"7", b'{"type": 5}', b'[0, "x"]', b"{'type': None}"):
            broker.publish(f"/topic/iv.agents.{AGENT}", body)
            broker.publish(f"/topic/{KEY}", body)
        broker.event("NEWCALL", "1.1", direction="INBOUND")
        await desk.told("Delivered")


@pytest.mark.parametrize("fault", ["close_in_a_frame", "cut"])
async def test_a_link_that_breaks_is_made_again(broker: FakeBroker, acd: Acd, fault: str) -> None:
    async with linked(broker, acd) as desk:
        getattr(broker, fault)()
        await desk.link_is(LinkState.DOWN)
        await desk.link_is(LinkState.UP)


async def test_nothing_secret_is_logged(
    broker: FakeBroker, acd: Acd, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with linked(broker, acd) as desk:
            await desk.perform(LogIn())
            broker.send_raw(f"ERROR\nmessage:no\n\n{KEY} {PASSWORD}\0".encode())
            await desk.link_is(LinkState.DOWN)
            await desk.link_is(LinkState.UP)
            told = str(desk.reports)
    for secret in (KEY, PASSWORD, "4321"):
        assert secret not in caplog.text
        assert secret not in told


async def test_any_documented_method_can_be_called(broker: FakeBroker, acd: Acd) -> None:
    async with started(broker, acd) as desk:
        with pytest.raises(NoLink):
            await desk.switch.call_method("AgentInfo", {"accountcode": "default", "user": "1001"})
        await desk.link_is(LinkState.UP)
        info = await desk.switch.call_method(
            "agentinfo", {"Accountcode": "default", "User": "1001"}
        )
        assert info["pass"] == MASK
        with pytest.raises(UsageError, match="Did you mean"):
            await desk.switch.call_method("AgentInfoo", {})
        acd.codes["Hangup"] = 10
        with pytest.raises(RefusedByVendor, match="code 10"):
            await desk.switch.call_method("Hangup", {"accountcode": "default", "uniqueid": "1"})


# -- who is served


async def test_a_profile_without_an_agent_takes_the_first_that_logs_in(
    broker: FakeBroker, acd: Acd
) -> None:
    async with linked(broker, acd, agent=None) as desk:
        assert broker.subscriptions == [f"/topic/{KEY}"]
        assert isinstance(await desk.perform(LogIn()), RefusedByVendor)
        assert isinstance(await desk.perform(LogIn(), "default_1002"), Accepted)
        assert AgentChosen("default_1002") in desk.reports
        await until(lambda: "/topic/iv.agents.default_1002" in broker.subscriptions)
        broker.event("LOGIN", agent="default_1002")
        await until(lambda: desk.reports.state is AgentState.READY)
        assert desk.reports.of(VendorEvent)[-1].agent_id == "default_1002"


async def test_a_refused_first_login_chooses_nobody(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd, agent=None) as desk:
        acd.codes["AgentLogin"] = 3
        assert isinstance(await desk.perform(LogIn(), "default_9999"), RefusedByVendor)
        assert desk.reports.of(AgentChosen) == []
        acd.codes.clear()
        assert isinstance(await desk.perform(LogIn(), "default_1002"), Accepted)
        assert desk.reports.of(AgentChosen) == [AgentChosen("default_1002")]


async def test_an_agent_is_followed_without_a_login(broker: FakeBroker, acd: Acd) -> None:
    acd.status, acd.reason = "PAUSED", "Lunch"
    acd.on_line("1.1")
    async with linked(broker, acd, agent=None) as desk:
        assert isinstance(await desk.perform(FollowAgent(), "default_1002"), Accepted)
        assert AgentChosen("default_1002") in desk.reports
        assert desk.reports.state is AgentState.NOT_READY
        assert [call.id for call in desk.reports.of(StateRead)[-1].calls] == ["1.1"]
        broker.event("UNPAUSE", agent="default_1002")
        await until(lambda: desk.reports.of(VendorEvent))
        assert isinstance(await desk.perform(FollowAgent(), "default_1002"), Accepted)
        assert len(desk.reports.of(AgentChosen)) == 1
        assert broker.called("AgentLogin") == []
        assert broker.subscriptions == [f"/topic/{KEY}", "/topic/iv.agents.default_1002"]


async def test_nobody_is_followed_without_a_link(broker: FakeBroker, acd: Acd) -> None:
    acd.mute = {"AgentInfo"}
    async with started(broker, acd) as desk:
        assert isinstance(await desk.perform(FollowAgent(), "default_1002"), NoLink)


async def test_further_agents_are_served_by_their_names(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        assert isinstance(await desk.perform(LogIn("SIP/2"), "default_1002"), Accepted)
        await until(lambda: "/topic/iv.agents.default_1002" in broker.subscriptions)
        broker.event("PAUSE", agent="default_1002", direction="Lunch")
        broker.event("NEWCALL", "2.1", agent="default_1002", direction="INBOUND")
        await until(lambda: desk.reports.of(CallChanged))
        assert desk.reports.of(CallChanged)[0].agent_id == "default_1002"
        states = [r for r in desk.reports.of(AgentChanged) if r.agent_id == "default_1002"]
        assert states[-1].state is AgentState.NOT_READY
        assert [e.fields["agent"] for e in desk.reports.of(VendorEvent)] == ["default_1002"] * 2
        assert list(desk.reports.of(VendorEvent)[1].fields) == [
            "direction",
            "callerid",
            "type",
            "uniqueid",
            "agent",
        ]
        broker.cut()
        await desk.link_is(LinkState.DOWN)
        await desk.link_is(LinkState.UP)
        await until(lambda: broker.subscriptions.count("/topic/iv.agents.default_1002") == 2)


async def test_an_agent_whose_name_has_underscores_and_zeros(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd, agent="my_site_0007") as desk:
        assert broker.called("AgentInfo")[0] == {"accountcode": "my_site", "user": "0007"}
        await desk.perform(LogIn())
        assert broker.called("AgentLogin")[0]["User"] == "my_site_0007"


@pytest.mark.expected_log("The link to InstantVoice died")
async def test_a_keeper_that_dies_says_so_and_keeps_the_link_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs = 0

    async def dying(_keeper: LinkKeeper) -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise MemoryError
        await asyncio.Event().wait()

    monkeypatch.setattr(workers, "FIRST_PAUSE_S", 0.0)
    monkeypatch.setattr(LinkKeeper, "run", dying)
    setup, reports = setup_for("127.0.0.1:1"), Reports()
    switch = VENDOR.make_switch(setup)
    switch.start(reports.append)
    await until(lambda: runs == 2)
    assert reports.link is not None
    assert (reports.link.state, reports.link.reason) == (LinkState.DOWN, workers.OWN_MISTAKE)
    assert [death.what for death in setup.workers.deaths] == ["The link to InstantVoice"]
    await switch.close()
