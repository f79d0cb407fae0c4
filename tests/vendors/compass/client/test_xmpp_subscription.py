"""The pubsub service alone forgets a subscription: it is renewed, and what was missed is read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.compass.client import xmpp_subscription
from cti_desk.vendors.compass.client.xmpp import Xmpp
from cti_desk.vendors.compass.client.xmpp_steps import Snapshot
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.notifications import Notification
from tests.support.compass_xmpp import Refuse, XmppServer
from tests.support.waiting import until

END = (
    "<notification xmlns='http://iperity.com/compass' type='notification.call.end'>"
    "<callId>{}</callId></notification>"
)
NOBODY = "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscriptions node='15'/></pubsub>"
CALL = (
    "<result xmlns='http://iperity.com/compass'>"
    "<call id='{}'><state>RINGING</state></call></result>"
)


class Rig:
    """A server whose pubsub service can be restarted, and a client that looks all the time."""

    def __init__(self, directory: Path) -> None:
        self.server = XmppServer(directory)
        self.told: list[list[Notification] | Snapshot] = []
        self.lost: list[LinkFailure] = []
        self.known: tuple[str, ...] = ()
        self.stands = True
        self.server.answers["subscribe"] = self._subscribe
        self.server.answers["subscriptions"] = self._list

    def _subscribe(self) -> str:
        self.stands = True
        return self.server.subscription("subscribed")

    def _list(self) -> str:
        return self.server.listed() if self.stands else NOBODY

    def restart(self) -> None:
        self.stands = False

    def agrees(self, calls: tuple[Call, ...]) -> bool:
        return tuple(call.id for call in calls) == self.known

    @property
    def read_again(self) -> int:
        return sum(isinstance(one, Snapshot) for one in self.told)

    def asked(self, what: str) -> list[Element]:
        return self.server.asked(what)

    async def rounds(self, count: int = 3) -> None:
        """So often the telephone service is asked whether it lives, and the pubsub service too."""
        before = len(self.asked("ping"))
        await until(lambda: len(self.asked("ping")) >= before + count)

    @asynccontextmanager
    async def linked(self, patience_s: float = 5.0) -> AsyncIterator[Xmpp]:
        async with self.server:
            xmpp = Xmpp(
                self.server.site(),
                self.told.append,
                self.lost.append,
                on_snapshot=self.told.append,
                agrees=self.agrees,
                ping_every_s=0.02,
                ping_patience_s=patience_s,
            )
            await xmpp.open()
            xmpp.follow()
            try:
                yield xmpp
            finally:
                await xmpp.close()


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def refuse(condition: str) -> Callable[[], str]:
    def refusing() -> str:
        raise Refuse(condition)

    return refusing


async def test_a_subscription_that_stands_is_only_looked_at(rig: Rig) -> None:
    async with rig.linked():
        await rig.rounds()
        assert len(rig.asked("subscriptions")) > 1
        assert len(rig.asked("subscribe")) == 1
        assert rig.told == rig.lost == []


@pytest.mark.parametrize("first", [True, False])
async def test_one_that_is_gone_is_renewed_and_everything_is_read_again(
    rig: Rig, first: bool
) -> None:
    """Also if it was gone before the service was asked for the first time."""
    async with rig.linked():
        if not first:
            await until(lambda: len(rig.asked("subscriptions")) > 1)
        rig.restart()
        await until(lambda: rig.read_again, what="the company read again")
        assert rig.stands
        await rig.server.tell(END.format("later"))
        await until(lambda: isinstance(rig.told[-1], list))
        await rig.rounds()
        assert rig.read_again == 1
        assert rig.lost == []
        assert rig.server.connections == 1, "the stream stays as it is"


async def test_what_comes_while_it_is_read_again_comes_behind_it(rig: Rig) -> None:
    async with rig.linked():
        await until(lambda: len(rig.asked("subscriptions")) > 1)
        rig.server.answers["queue"] = lambda: None
        reading = len(rig.asked("queue"))
        rig.restart()
        await until(lambda: len(rig.asked("queue")) > reading)
        await rig.server.tell(END.format("meanwhile"))
        pings = len(rig.asked("ping"))
        number = rig.asked("queue")[-1].get("id")
        await rig.server.send(f"<iq type='result' id='{number}'/>")
        await until(lambda: len(rig.told) == 2)
        snapshot, told = rig.told
        assert isinstance(snapshot, Snapshot)
        assert isinstance(told, list)
        assert len(rig.asked("ping")) <= pings + 1, "nobody is asked behind a long answer"


@pytest.mark.parametrize("condition", ["feature-not-implemented", "service-unavailable"])
async def test_a_service_that_lists_nothing_is_subscribed_to_again(
    rig: Rig, condition: str
) -> None:
    """Whether it had forgotten then shows by the calls."""
    rig.server.answers["subscriptions"] = refuse(condition)
    async with rig.linked():
        await until(lambda: len(rig.asked("subscribe")) > 3)
        assert len(rig.asked("subscriptions")) == 1
        assert rig.read_again == 0
        rig.server.answers["call"] = lambda: CALL.format("missed")
        await until(lambda: rig.read_again, what="the company read again")
        rig.known = ("missed",)
        again = rig.read_again
        await rig.rounds()
        assert rig.read_again == again
        assert rig.lost == []


async def test_a_service_that_ignores_the_question_is_not_dead(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xmpp_subscription, "LIST_S", 0.05)
    rig.server.answers["subscriptions"] = lambda: None
    async with rig.linked():
        await until(lambda: len(rig.asked("subscribe")) > 2)
        assert len(rig.asked("subscriptions")) == 1
        assert rig.lost == []


async def test_a_service_that_never_lists_ours_is_not_renewed_for_ever(rig: Rig) -> None:
    rig.server.answers["subscriptions"] = lambda: NOBODY
    async with rig.linked():
        await until(lambda: len(rig.asked("subscribe")) > 4)
        assert len(rig.asked("subscriptions")) == 2
        assert rig.read_again == 0
        assert rig.lost == []


async def test_a_renewal_may_be_confirmed_by_a_message(rig: Rig) -> None:
    async with rig.linked():
        await until(lambda: len(rig.asked("subscriptions")) > 1)
        rig.server.answers["subscribe"] = lambda: rig.server.subscription("pending")
        before = len(rig.asked("subscribe"))
        rig.restart()
        await until(lambda: len(rig.asked("subscribe")) > before)
        rig.stands = True
        await rig.server.tell("", state="subscribed")
        await until(lambda: rig.read_again)
        assert rig.lost == []


async def test_a_renewal_that_does_not_last_is_a_loss(rig: Rig) -> None:
    async with rig.linked():
        await until(lambda: len(rig.asked("subscriptions")) > 1)
        rig.server.answers["subscriptions"] = lambda: NOBODY
        await until(lambda: rig.lost)
        assert "does not renew" in str(rig.lost[0])


async def test_a_service_that_is_dead_is_a_loss_though_the_stream_lives(rig: Rig) -> None:
    async with rig.linked(patience_s=0.2):
        await until(lambda: len(rig.asked("subscriptions")) > 1)
        rig.server.answers["subscriptions"] = lambda: None
        await until(lambda: rig.lost)
        assert rig.lost[0].failure == "timeout"
        assert str(rig.lost[0]).startswith("pubsub.")


@pytest.mark.parametrize("condition", ["remote-server-not-found", "remote-server-timeout"])
async def test_a_service_that_is_gone_is_a_loss(rig: Rig, condition: str) -> None:
    async with rig.linked():
        rig.server.answers["subscribe"] = refuse(condition)
        rig.server.answers["subscriptions"] = refuse(condition)
        await until(lambda: rig.lost)
        assert rig.lost[0].failure == "unreachable"


async def test_a_company_that_cannot_be_read_again_is_a_loss(rig: Rig) -> None:
    async with rig.linked():
        await until(lambda: len(rig.asked("subscriptions")) > 1)
        rig.server.answers["user"] = refuse("forbidden")
        rig.restart()
        await until(lambda: rig.lost)
        assert "users" in str(rig.lost[0])


async def test_after_sleep_the_subscription_is_looked_at_too(rig: Rig) -> None:
    async with rig.server:
        xmpp = Xmpp(rig.server.site(), rig.told.append, rig.lost.append)
        await xmpp.open()
        await xmpp.check()
        await until(lambda: rig.asked("subscriptions"))
        await asyncio.wait_for(xmpp.close(), 5)
