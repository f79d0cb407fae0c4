"""The link of events: everything is read first, and what follows comes in its order."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from cti_desk.core.reports import Report, StateRead
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginGuard
from cti_desk.vendors.compass.client.event_link import EventLink, hear, load
from cti_desk.vendors.compass.client.xmpp_site import XmppSite
from cti_desk.vendors.compass.live.chosen_queues import ChosenQueues, Joining
from cti_desk.vendors.compass.live.company import Company
from cti_desk.vendors.compass.live.monitor import Monitor
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.callpoints import ExternalPoint, QueuePoint
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.queues import Queue
from cti_desk.vendors.compass.messages.users import User
from tests.support.compass_xmpp import UC, XmppServer
from tests.support.instantvoice import DictMemory, HandClock
from tests.support.waiting import until

END = (
    "<notification xmlns='http://iperity.com/compass' type='notification.call.end'>"
    "<callId>{}</callId></notification>"
)
JID = "anna@uc.example.com"
CALLER = ExternalPoint("1", "ANSWERED", number="31612")
WAITING = Call("x", CALLER, QueuePoint("3", "ANSWERED", queue_id="7012"))


class Lists(Struct, frozen=True):
    users: tuple[User, ...] = (User("17", "Anna", xmpp_jid=JID),)
    queues: tuple[Queue, ...] = (Queue("7012", "Support"),)
    calls: tuple[Call, ...] = ()


class Noting(Monitor):
    """A monitor that notes what it is given."""

    def __init__(self) -> None:
        chosen = ChosenQueues((), Joining(1, False), DictMemory(), "queues")
        loop = asyncio.get_running_loop()
        super().__init__("status", chosen, HandClock(), loop.call_later)
        self.happened: list[str] = []
        self.reports: list[Report] = []
        self.report = self.reports.append

    def begin(self, company: Company, told: Iterable[n.Notification], jid: str) -> None:
        self.happened.append(f"begin for {jid}")
        super().begin(company, told, jid)

    def take(self, told: n.Notification) -> None:
        if isinstance(told, n.CallEnd):
            self.happened.append(told.call_id)
        super().take(told)

    def lost(self) -> None:
        self.happened.append("lost")
        super().lost()


class Linked:
    """A link, and what it told its monitor."""

    def __init__(self, server: XmppServer) -> None:
        self.monitor = Noting()
        self.happened = self.monitor.happened
        self.link = EventLink(
            self._site, LoginGuard(), self.monitor, lambda: self.happened.append("loaded")
        )
        self._server = server

    async def _site(self) -> XmppSite:
        return self._server.site()

    async def ends(self) -> None:
        await self.link.connect(0, lambda: self.happened.append("up"))


@pytest.fixture
def server(tmp_path: Path) -> XmppServer:
    return XmppServer(tmp_path)


async def test_all_is_read_then_it_is_up_and_told_in_order(server: XmppServer) -> None:
    async with server:
        linked = Linked(server)
        await linked.link.check()  # nothing to look at yet
        ending = asyncio.ensure_future(linked.ends())
        await until(lambda: "up" in linked.happened)
        assert linked.happened == [f"begin for joe@{UC}", "loaded", "up"]
        for call in ("a", "b"):
            await server.tell(END.format(call))
        await until(lambda: "b" in linked.happened)
        await linked.link.check()
        assert linked.happened[3:] == ["a", "b"]
        await server.send("</stream:stream>")
        with pytest.raises(LinkFailure):
            await ending
    assert linked.happened[-1] == "lost"


async def test_a_link_that_does_not_live_is_lost(
    server: XmppServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with server:
        linked = Linked(server)
        ending = asyncio.ensure_future(linked.ends())
        await until(lambda: "up" in linked.happened)

        async def dead(*_: object) -> None:
            raise LinkFailure("timeout", "No answer.")

        monkeypatch.setattr("cti_desk.vendors.compass.client.xmpp_steps.ping", dead)
        await linked.link.check()
        with pytest.raises(LinkFailure, match="No answer"):
            await ending


async def test_what_was_told_while_it_was_read_counts() -> None:
    monitor = Noting()
    await load(monitor, Lists(), [n.CallStart(WAITING)], JID)
    assert (monitor.loaded, monitor.user_id) == (True, "17")
    assert list(monitor.company.calls) == ["x"]
    assert sum(isinstance(report, StateRead) for report in monitor.reports) == 1
    monitor.close()


async def test_much_at_once_lets_others_run() -> None:
    monitor = Noting()
    await load(monitor, Lists(), [], JID)
    told: list[n.Notification] = [
        one
        for number in range(20_000)
        for one in (n.CallStart(replace(WAITING, id=f"c{number}")), n.CallEnd(f"c{number}"))
    ]
    turns = 0
    hearing = asyncio.ensure_future(hear(monitor, told))
    while not hearing.done():
        turns += 1
        await asyncio.sleep(0)
    assert turns > 3
    assert not monitor.company.calls
    monitor.close()
