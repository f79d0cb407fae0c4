"""XMPP over WebSocket (RFC 7395): what a `Stream` writes to when frames carry it.

Each frame is one whole element; ``open`` and ``close`` stand for the start and the end of the
stream. Encryption is that of the ``wss://`` address.
"""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from typing import Any, Final, Protocol
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidProxy, InvalidURI, ProxyError
from websockets.typing import Subprotocol

from cti_desk.switch_kit.server_text import one_line
from cti_desk.vendors.compass.client.failures import link_failure, not_reached
from cti_desk.vendors.compass.client.xmpp_reader import (
    LONGEST_STANZA,
    Closed,
    Opened,
    Part,
    Unacceptable,
    read_frame,
)
from cti_desk.vendors.compass.messages.elements import local_name, namespace

FRAMING: Final = "urn:ietf:params:xml:ns:xmpp-framing"
_CLIENT_STANZA: Final = re.compile(r"<(?:iq|message|presence)(?=[\s/>])")
_LONG: Final = 32 * 1024
"""In characters: reading what is longer would hold the desk up."""
_STREAM_ROOT: Final = "{http://etherx.jabber.org/streams}stream"

_SILENT: Final = logging.getLogger(f"{__name__}.frames")
"""At level DEBUG the library logs each frame, and so the password."""
_SILENT.setLevel(logging.CRITICAL + 1)


class Framed(Protocol):
    """What is carried: `xmpp_shim.Stream`."""

    where: str
    stream_header: str
    stream_footer: str

    def start_sending(self) -> None: ...

    def connection_made(self, transport: Any) -> None: ...

    def connection_lost(self, exception: BaseException | None) -> None: ...

    def take(self, part: Part) -> None: ...

    def unacceptable(self, error: Unacceptable) -> None: ...


class _Connect(connect):
    """Goes where it was sent to, and nowhere else: the login follows."""

    def process_redirect(self, exc: Exception) -> Exception:
        return exc


async def connect_websocket(
    stream: Framed, url: str, domain: str, context: ssl.SSLContext, *, proxy: bool
) -> None:
    """Connect and let the stream begin; ``domain`` is that of the JID. Raises `LinkFailure`."""
    try:
        socket = await _Connect(
            url,
            ssl=context,
            subprotocols=[Subprotocol("xmpp")],
            compression=None,
            max_size=LONGEST_STANZA,
            proxy=True if proxy else None,
            # The client pings through the stream, all the way to the telephone service.
            ping_interval=None,
            open_timeout=None,
            close_timeout=1,
            logger=_SILENT,
        )
    except InvalidURI as error:
        raise link_failure("protocol", f"{url} is no address of a WebSocket.") from error
    except (ProxyError, InvalidProxy, ImportError) as error:
        # A SOCKS proxy would need a library of its own.
        said = one_line(str(error))
        raise link_failure(
            "unreachable", f"{stream.where} cannot be reached through the proxy: {said}."
        ) from error
    except InvalidHandshake as error:
        said = one_line(str(error))
        raise link_failure("protocol", f"{stream.where} offers no WebSocket: {said}.") from error
    except (OSError, EOFError) as error:
        raise not_reached(stream.where, error) from error
    if socket.subprotocol != "xmpp":
        await socket.close()
        raise link_failure("protocol", f"{stream.where} does not speak XMPP over WebSocket.")
    stream.stream_header = f"<open xmlns='{FRAMING}' to={quoteattr(domain)} version='1.0'/>"
    stream.stream_footer = f"<close xmlns='{FRAMING}'/>"
    stream.start_sending()
    FrameTransport(stream, socket).start()


class FrameTransport:
    """The part of `asyncio.Transport` that slixmpp uses, over a WebSocket."""

    def __init__(self, stream: Framed, socket: ClientConnection) -> None:
        self._stream = stream
        self._socket = socket
        self._frames: asyncio.Queue[str] = asyncio.Queue()
        self._aborted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._stream.connection_made(self)
        self._task = asyncio.ensure_future(self._carry())

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._socket.transport.get_extra_info(name, default)

    def is_closing(self) -> bool:
        return self._aborted.is_set()

    def write(self, data: bytes) -> None:
        """Send one element; the blanks that keep other connections alive are no frames."""
        text = data.decode()
        if text.strip():
            # Each frame stands for itself, where a stream's start has declared the namespace.
            self._frames.put_nowait(
                _CLIENT_STANZA.sub(lambda found: f'{found[0]} xmlns="jabber:client"', text, 1)
                if _CLIENT_STANZA.match(text)
                else text
            )

    def close(self) -> None:
        self.abort()

    def abort(self) -> None:
        """End at once; the stream hears of it when nothing is left."""
        self._aborted.set()

    async def _carry(self) -> None:
        """Until either end is through. The stream's `connection_lost` is the last that happens."""
        jobs = (self._receive(), self._send(), self._wait_for_abort())
        work = [asyncio.ensure_future(job) for job in jobs]
        await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
        self._aborted.set()
        for one in work:
            one.cancel()
        ended = await asyncio.gather(*work, return_exceptions=True)
        self._socket.transport.abort()
        await self._socket.wait_closed()
        failures = [one for one in ended if isinstance(one, Exception)]
        self._stream.connection_lost(failures[0] if failures else None)

    async def _wait_for_abort(self) -> None:
        await self._aborted.wait()

    async def _send(self) -> None:
        while True:
            await self._socket.send(await self._frames.get())

    async def _receive(self) -> None:
        while True:
            frame = await self._socket.recv()
            try:
                if isinstance(frame, bytes):
                    raise Unacceptable("a frame that is no text")
                element = (
                    read_frame(frame)
                    if len(frame) < _LONG
                    else await asyncio.to_thread(read_frame, frame)
                )
                self._stream.take(_part(element))
            except Unacceptable as error:
                self._stream.unacceptable(error)


def _part(element: Element) -> Part:
    if namespace(element) != FRAMING:
        return element
    if local_name(element) == "open":
        return Opened(Element(_STREAM_ROOT, element.attrib))
    return Closed()
