from __future__ import annotations

import asyncio
import http
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import trustme
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.compass.client import xmpp_websocket
from cti_desk.vendors.compass.client.xmpp_reader import Closed, Opened, Part, Unacceptable
from cti_desk.vendors.compass.client.xmpp_websocket import FrameTransport, connect_websocket
from tests.support.waiting import until

OPEN = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' id='1' version='1.0'/>"
CLOSE = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"


class Carried:
    """Stands for the stream: keeps what it is told."""

    def __init__(self) -> None:
        self.where = "there"
        self.stream_header = self.stream_footer = ""
        self.parts: list[Part] = []
        self.refused: list[Unacceptable] = []
        self.lost: list[BaseException | None] = []
        self.transport: FrameTransport | None = None

    def start_sending(self) -> None:
        assert "xmpp-framing" in self.stream_header

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self.stream_header.encode())

    def connection_lost(self, exception: BaseException | None) -> None:
        self.lost.append(exception)

    def take(self, part: Part) -> None:
        self.parts.append(part)

    def unacceptable(self, error: Unacceptable) -> None:
        self.refused.append(error)
        assert self.transport is not None
        self.transport.abort()


class Site:
    def __init__(self, directory: Path) -> None:
        authority = trustme.CA()
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(self.server)
        file = directory / "ca.pem"
        authority.cert_pem.write_to_path(str(file))
        self.client = ssl.create_default_context(cafile=str(file))
        self.heard: list[str] = []
        self.url = ""
        self.subprotocols: list[Subprotocol] | None = [Subprotocol("xmpp")]

    @asynccontextmanager
    async def serving(
        self, handle: Callable[[ServerConnection], Awaitable[None]], **options: Any
    ) -> AsyncIterator[None]:
        async with serve(
            handle,
            "127.0.0.1",
            0,
            ssl=self.server,
            subprotocols=self.subprotocols,
            **options,
        ) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            self.url = f"wss://127.0.0.1:{port}/ws"
            yield

    async def listen(self, socket: ServerConnection) -> None:
        """Keep what is sent until the end."""
        while True:
            self.heard.append(str(await socket.recv()))

    async def connect(self, stream: Carried, *, proxy: bool = False) -> None:
        await connect_websocket(stream, self.url, "uc.test.example", self.client, proxy=proxy)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


async def end(stream: Carried) -> None:
    assert stream.transport is not None
    stream.transport.abort()
    await until(lambda: stream.lost)


async def test_each_frame_is_one_element_that_stands_for_itself(site: Site) -> None:
    stream = Carried()
    async with site.serving(site.listen):
        await site.connect(stream)
        assert stream.transport is not None
        for text in ("<iq id='1'><message/></iq>", " ", "<presence/>", "<auth xmlns='x'/>"):
            stream.transport.write(text.encode())
        await until(lambda: len(site.heard) == 4)
        await end(stream)
    assert "to=" in site.heard[0]
    assert "uc.test.example" in site.heard[0]
    assert site.heard[1:] == [
        "<iq xmlns=\"jabber:client\" id='1'><message/></iq>",
        '<presence xmlns="jabber:client"/>',
        "<auth xmlns='x'/>",
    ]


async def test_opening_and_closing_stand_for_the_stream(site: Site) -> None:
    async def speak(socket: ServerConnection) -> None:
        for frame in (OPEN, "<message xmlns='jabber:client'/>", CLOSE):
            await socket.send(frame)
        await site.listen(socket)

    stream = Carried()
    async with site.serving(speak):
        await site.connect(stream)
        await until(lambda: len(stream.parts) == 3)
        opened, message, closed = stream.parts
        assert isinstance(opened, Opened)
        assert opened.root.get("id") == "1"
        assert isinstance(message, Element)
        assert isinstance(closed, Closed)
        await end(stream)


@pytest.mark.parametrize("frame", ["", "no XML", "<a/><b/>", "<a>", b"<a/>", "<!DOCTYPE a><a/>"])
async def test_refuses_a_frame_that_is_no_element(site: Site, frame: str | bytes) -> None:
    async def speak(socket: ServerConnection) -> None:
        await socket.send(frame)
        await site.listen(socket)

    stream = Carried()
    async with site.serving(speak):
        await site.connect(stream)
        await until(lambda: stream.lost)
        assert len(stream.refused) == 1


async def test_a_frame_that_is_too_long_ends_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xmpp_websocket, "LONGEST_STANZA", 1000)

    async def speak(socket: ServerConnection) -> None:
        await socket.send("<a>" + "x" * 2000 + "</a>")
        await site.listen(socket)

    stream = Carried()
    async with site.serving(speak):
        await site.connect(stream)
        await until(lambda: stream.lost)
        assert stream.parts == []


async def test_the_end_is_told_once_and_leaves_no_task(site: Site) -> None:
    async def leave(socket: ServerConnection) -> None:
        await socket.recv()

    before = asyncio.all_tasks()
    stream = Carried()
    async with site.serving(leave):
        await site.connect(stream)
        await until(lambda: stream.lost)
        await end(stream)
        assert stream.transport is not None
        assert stream.transport.is_closing()
    assert len(stream.lost) == 1
    assert asyncio.all_tasks() == before


async def test_what_the_stream_asks_of_the_connection_is_told(site: Site) -> None:
    stream = Carried()
    async with site.serving(site.listen):
        await site.connect(stream)
        assert stream.transport is not None
        assert isinstance(stream.transport.get_extra_info("ssl_object"), ssl.SSLObject)
        stream.transport.close()
        await until(lambda: stream.lost)


async def test_a_server_that_speaks_something_else(site: Site) -> None:
    site.subprotocols = None
    async with site.serving(site.listen):
        with pytest.raises(LinkFailure, match="does not speak XMPP"):
            await site.connect(Carried())


async def test_a_web_server_without_a_websocket(site: Site) -> None:
    def refuse(socket: ServerConnection, _: Any) -> Any:
        return socket.respond(http.HTTPStatus.NOT_FOUND, "nothing here\n")

    async with site.serving(site.listen, process_request=refuse):
        with pytest.raises(LinkFailure, match="404") as caught:
            await site.connect(Carried())
        assert caught.value.failure == "protocol"


async def test_a_server_that_sends_us_elsewhere(site: Site) -> None:
    asked: list[str] = []

    def refuse(socket: ServerConnection, request: Any) -> Any:
        asked.append(request.path)
        response = socket.respond(http.HTTPStatus.FOUND, "")
        response.headers["Location"] = "/elsewhere"
        return response

    async with site.serving(site.listen, process_request=refuse):
        with pytest.raises(LinkFailure, match="302"):
            await site.connect(Carried())
    assert asked == ["/ws"]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1", "socks5://127.0.0.1:1", "what://127.0.0.1:1"]
)
async def test_a_proxy_that_cannot_be_used(
    site: Site, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("https_proxy", "wss_proxy"):
        monkeypatch.setenv(name, address)
    async with site.serving(site.listen):
        with pytest.raises(LinkFailure) as caught:
            await site.connect(Carried(), proxy=True)
        assert caught.value.failure == "unreachable"
    assert site.heard == []


async def test_a_certificate_that_is_not_trusted(site: Site) -> None:
    site.client = ssl.create_default_context()
    async with site.serving(site.listen):
        with pytest.raises(LinkFailure, match="not trusted") as caught:
            await site.connect(Carried())
        assert caught.value.failure == "tls"


async def test_nobody_listens(site: Site) -> None:
    async with site.serving(site.listen):
        pass
    with pytest.raises(LinkFailure, match="refused") as caught:
        await site.connect(Carried())
    assert caught.value.failure == "unreachable"


async def test_logs_no_frame(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    # The server's first: each call sets the level of what is caught, too.
    caplog.set_level(logging.INFO, logger="websockets.server")
    caplog.set_level(logging.DEBUG)
    stream = Carried()
    async with site.serving(site.listen):
        await site.connect(stream)
        assert stream.transport is not None
        stream.transport.write(b"<auth>c2VjcmV0</auth>")
        await until(lambda: len(site.heard) == 2)
        await end(stream)
    assert "c2VjcmV0" not in caplog.text
