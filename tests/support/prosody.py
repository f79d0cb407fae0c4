"""A running Compass simulator, and a bare XMPP client to look at it with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from slixmpp import ClientXMPP
from slixmpp.exceptions import IqError, IqTimeout
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

from cti_desk.vendors.compass.client.xmpp_markup import PromptPullParser
from cti_desk.vendors.compass.messages.notifications import Notification
from cti_desk.vendors.compass.messages.pubsub import Event, build_subscribe, parse_event
from cti_desk.vendors.compass.messages.requests import (
    Found,
    Request,
    build_request,
    get,
    parse_found,
)
from cti_desk.vendors.compass.simulator.server import CompassSimulator
from tests.support.waiting import until

RESOURCE = "test"


@pytest.fixture
def compass() -> Iterator[CompassSimulator]:
    """A simulator with a Prosody of its own, for one test."""
    with CompassSimulator() as simulator:
        yield simulator


class Bare(ClientXMPP):
    """Logs in, and keeps what it is told. It never comes back by itself."""

    def __init__(self, simulator: CompassSimulator, jid: str, password: str) -> None:
        super().__init__(jid, password)
        self.simulator = simulator
        self.enable_direct_tls = False
        self.ca_certs = str(simulator.ca_file)
        self.events: list[Event] = []
        self.xml: list[Element] = []
        self.ended: list[str] = []
        self.features_seen: set[str] = set()
        self.started = asyncio.Event()
        self.refused = asyncio.Event()
        self.gone = asyncio.Event()
        self.unbound = asyncio.Event()
        self.add_event_handler("session_start", lambda _: self.started.set())
        self.add_event_handler("failed_auth", self._failed)
        self.add_event_handler("disconnected", lambda _: self.gone.set())
        self.add_event_handler("stream_error", lambda error: self.ended.append(error["condition"]))
        self.add_filter("in", self._looked)
        heard = MatchXPath("{jabber:client}message")
        self.register_handler(Callback("events", heard, self._heard))
        refusal = MatchXPath("{jabber:client}iq/{jabber:client}error")
        self.register_handler(Callback("refusals", refusal, self._refusal))

    def init_parser(self) -> None:
        super().init_parser()
        self.parser = PromptPullParser()

    def _failed(self, _: Any) -> None:
        self.refused.set()
        self.abort()

    def _looked(self, stanza: Any) -> Any:
        if stanza.xml.tag.endswith("}features"):
            self.features_seen |= {child.tag.rpartition("}")[2] for child in stanza.xml}
        return stanza

    def _refusal(self, _: Any) -> None:
        if not self.started.is_set():
            self.unbound.set()

    def _heard(self, message: Any) -> None:
        self.xml.append(message.xml)
        self.events.append(parse_event(message.xml))

    @property
    def told(self) -> list[Notification]:
        return [item.notification for event in self.events for item in event.items]

    @property
    def subscribed(self) -> bool:
        found = [event.subscription for event in self.events if event.subscription]
        return any(one.ready for one in found)

    @property
    def phone(self) -> str:
        return f"phone.{self.simulator.platform.uc}"

    @property
    def pubsub(self) -> str:
        return f"pubsub.{self.simulator.platform.uc}"

    async def ask(self, to: str | None, payload: Element, kind: str = "get") -> Element:
        """The result of an iq; raises `IqError` or `IqTimeout`."""
        iq = self.make_iq(ito=to, itype=kind)
        iq.append(payload)
        return (await iq.send(timeout=10)).xml

    async def request(self, request: Request) -> Element:
        """The ``result`` inside the answer of the RPC component."""
        return next(iter(await self.ask(self.phone, build_request(request))))

    async def read(self, what: Any, **filters: Any) -> Found:
        return parse_found(await self.request(get(what, **filters)))

    async def subscribe(self, *, expire: bool = True) -> Element:
        """Be present and subscribe to the company; wait until it is confirmed."""
        self.send_presence(ppriority=-1)
        node = self.simulator.platform.company_id
        wanted = build_subscribe(node, str(self.boundjid), expire=expire)
        answer = await self.ask(self.pubsub, wanted, "set")
        await until(lambda: self.subscribed, what="subscribed")
        # The presence goes another way than the subscription: both have arrived behind this.
        await asyncio.get_running_loop().run_in_executor(None, self.simulator.stats)
        return answer


@asynccontextmanager
async def client(
    simulator: CompassSimulator,
    user: str = "1001",
    password: str | None = None,
    resource: str = RESOURCE,
    **ways: Any,
) -> AsyncIterator[Bare]:
    """A client that has tried to log in; it is ended afterwards."""
    account = next(one for one in simulator.platform.accounts.values() if one.username == user)
    bare = Bare(simulator, f"{account.jid}/{resource}", password or simulator.password)
    host, _, port = simulator.addresses["xmpp"].rpartition(":")
    bare.connect(host, int(port))
    try:
        decided = (bare.started, bare.gone, bare.unbound)
        await until(lambda: any(one.is_set() for one in decided), what="login decided")
        yield bare
    finally:
        await end(bare)


async def end(bare: Bare) -> None:
    """Leave, and nothing of it behind: an aborted stream forgets its own tasks."""
    bare.abort()
    filters = bare._run_out_filters
    if filters is not None:
        filters.cancel()
        await asyncio.gather(filters, return_exceptions=True)


__all__ = ["Bare", "IqError", "IqTimeout", "client", "compass", "end"]
