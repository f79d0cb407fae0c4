"""The link of events: everything is read first, and what follows comes in its order."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginGuard
from cti_desk.vendors.compass.client.event_link import EventLink
from cti_desk.vendors.compass.client.xmpp_site import XmppSite
from cti_desk.vendors.compass.client.xmpp_steps import Snapshot
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.notifications import CallEnd, Notification
from tests.support.compass_xmpp import UC, XmppServer
from tests.support.waiting import until

END = (
    "<notification xmlns='http://iperity.com/compass' type='notification.call.end'>"
    "<callId>{}</callId></notification>"
)


class Linked:
    """A link, and what it told the model."""

    def __init__(self, server: XmppServer) -> None:
        self.happened: list[str] = []
        self.link = EventLink(
            self._site, LoginGuard(), self, lambda: self.happened.append("loaded")
        )
        self._server = server

    async def _site(self) -> XmppSite:
        return self._server.site()

    def agrees(self, calls: tuple[Call, ...]) -> bool:
        return True

    async def load(self, lists: Snapshot, told: Sequence[Notification], jid: str) -> None:
        self.happened.append(f"load for {jid}")

    async def hear(self, told: list[Notification]) -> None:
        self.happened += [one.call_id for one in told if isinstance(one, CallEnd)]

    def lost(self) -> None:
        self.happened.append("lost")

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
        assert linked.happened == [f"load for joe@{UC}", "loaded", "up"]
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
