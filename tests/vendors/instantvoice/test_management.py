"""Setting a site up through the desk's link: agents, queues and telephones that then work."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from cti_desk.core.errors import RefusedByVendor, UsageError
from cti_desk.core.model import LinkState
from cti_desk.core.session import Session
from cti_desk.declarations.arguments import MASK
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.simulator.client import ControlClient
from cti_desk.vendors.instantvoice.client.broker import Broker, Host
from cti_desk.vendors.instantvoice.client.caller import Caller
from cti_desk.vendors.instantvoice.messages.events import Event
from cti_desk.vendors.instantvoice.simulator import InstantVoiceSimulator
from cti_desk.vendors.instantvoice.switch import InstantVoiceSwitch
from tests.support.instantvoice import AGENT, setup_for
from tests.support.waiting import until

ACCOUNT = {"accountcode": "default"}


class WallClock:
    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[InstantVoiceSimulator]:
    with InstantVoiceSimulator(profile_dir=tmp_path) as made:
        yield made


@asynccontextmanager
async def caller_at(
    sim: InstantVoiceSimulator, on_event: Any = lambda event: None
) -> AsyncIterator[Caller]:
    host, _, port = sim.addresses["stomp"].rpartition(":")
    broker = Broker((Host(host, int(port)),), password=sim.password, encryption="none")
    async with await Caller.connect(broker, key=sim.key, on_event=on_event) as caller:
        yield caller


async def test_what_is_added_logs_in_and_is_rung(sim: InstantVoiceSimulator) -> None:
    heard: list[Event] = []
    async with caller_at(sim, heard.append) as caller:
        call = caller.call
        await call("SipUserAdd", **ACCOUNT, name="0031", secret="creative-password")
        await call("AgentAdd", **ACCOUNT, user="0042", password="456", name="Foo Agent")
        await call("AgentLineAdd", **ACCOUNT, user="0042", lines=[{"linenumber": 1}])
        await call("QueueAdd", **ACCOUNT, name="7015", description="Sales")
        queues = [{"name": "7015", "priority": 1}]
        await call("AgentQueueAdd", **ACCOUNT, user="0042", queues=queues)
        assert await call("AgentQueueMembers", **ACCOUNT, name="7015") == [
            {"priority": "1", "user": "0042"}
        ]
        caller.follow("default_0042")
        await call("AgentLogin", **ACCOUNT, user="default_0042", interface="SIP/default_0031")
        await until(lambda: [event.type for event in heard] == ["LOGIN"])
        with ControlClient(sim.addresses["control"]) as control:
            control.call("ring", {"queue": "7015", "from": "2198765456"})
        await until(lambda: [event.type for event in heard] == ["LOGIN", "NEWCALL"])
        assert heard[-1].callerid == "2198765456"


@pytest.mark.parametrize("quotes", ["single", "double"])
async def test_lists_are_read_in_whichever_quotes(sim: InstantVoiceSimulator, quotes: str) -> None:
    sim.variant({"list_quotes": quotes})
    async with caller_at(sim) as caller:
        assert await caller.call("QueueList", **ACCOUNT) == ["7012"]
        names = await caller.call("SipUserList", **ACCOUNT)
        assert names == ["instantvoice", *(f"000{number}" for number in range(1, 6))]
        assert await caller.call("AgentList", **ACCOUNT) == [1001, 1002, 1003, 1004, 1005]


async def test_messages_and_call_backs_are_seen_in_the_simulators_state(
    sim: InstantVoiceSimulator,
) -> None:
    async with caller_at(sim) as caller:
        await caller.call("SendSms", **ACCOUNT, number="552188283288", text="Olá, ação!")
        await caller.call("NewCallBack", **ACCOUNT, mcdu="6100", originator="2177277722")
    with ControlClient(sim.addresses["control"]) as control:
        state = control.call("state", {})
        assert control.call("stats", {})["requests"]["SendSms"] == 1
    assert [message["text"] for message in state["text_messages"]] == ["Olá, ação!"]
    assert [one["originator"] for one in state["call_backs"]] == ["2177277722"]


@pytest.mark.shows("instantvoice", "access key: allowed for each method")
async def test_codes_come_through(sim: InstantVoiceSimulator) -> None:
    async with caller_at(sim) as caller:
        for code, method, arguments in (
            (3, "AgentDelete", {"user": "9999"}),
            (4, "QueueAdd", {"name": "7012"}),
            (6, "QueueDelete", {"name": "7012"}),
            (10, "AgentQueueDelete", {"user": "1001", "name": "7012"}),
        ):
            with pytest.raises(RefusedByVendor, match=rf"code {code}\)") as raised:
                await caller.call(method, **ACCOUNT, **arguments)
            assert raised.value.code == code
        sim.rights(None, ["AgentInfo"])
        with pytest.raises(RefusedByVendor, match="does not have the right"):
            await caller.call("QueueDelete", **ACCOUNT, name="7012")


async def test_the_desk_covers_secrets_and_checks_before_sending(
    sim: InstantVoiceSimulator,
) -> None:
    switch = InstantVoiceSwitch(
        setup_for(sim.addresses["stomp"], secrets=sim.secrets(), agent=AGENT)
    )
    runner = SessionRunner(Session(), WallClock())
    runner.attach(switch)
    try:
        await until(lambda: runner.session.snapshot.link.state is LinkState.UP)
        new = {**ACCOUNT, "name": "0031", "secret": "creative-password", "md5secret": "0" * 32}
        await switch.call_method("SipUserAdd", new)
        info = await switch.call_method("SipUserInfo", {**ACCOUNT, "name": "0031"})
        assert (info["secret"], info["md5secret"], info["host"]) == (MASK, MASK, "dynamic")
        before = sim.stats()["requests"]
        lines = [{"lineno": 1}]
        with pytest.raises(UsageError, match="lines, record 1, has no argument"):
            await switch.call_method("AgentLineAdd", {**ACCOUNT, "user": "1", "lines": lines})
        with pytest.raises(UsageError, match="at most 299"):
            await switch.call_method(
                "QueueAdd", {**ACCOUNT, "name": "1", "sl_answeredbefore_1": 300}
            )
        assert sim.stats()["requests"].get("QueueAdd") is before.get("QueueAdd") is None
    finally:
        await runner.close()
