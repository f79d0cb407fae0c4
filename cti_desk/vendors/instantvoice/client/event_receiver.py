"""Receives InstantVoice's posted events (IVCEP), usable alone::

    import asyncio
    from ipaddress import ip_network
    from cti_desk.vendors.instantvoice.client.broker import Host
    from cti_desk.vendors.instantvoice.client.event_receiver import EventReceiver
    from cti_desk.vendors.instantvoice.client.listening import Listening

    async def main() -> None:
        listening = Listening(Host("0.0.0.0", 8090), "/events", (ip_network("10.0.0.5"),))
        async with EventReceiver(listening, print):
            await asyncio.Event().wait()

    asyncio.run(main())

IVCEP knows no password, and nothing is encrypted: whoever may post can make up calls and states.
So only the senders that are named are heard, the others' connections are cut unread. What a browser
sends is refused, and so is GET unless `Listening.by_get`: no web page can make a call up. Nothing
is repeated: what is posted while nobody listens is lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from cti_desk.core.errors import CtiError
from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.listening import Listening
from cti_desk.vendors.instantvoice.client.posted_events import (
    LONGEST_HEAD,
    BadPost,
    check_head,
    read_event,
    read_head,
)
from cti_desk.vendors.instantvoice.messages.events import Event

_log = logging.getLogger(__name__)

MOST_OPEN: Final = 64
PATIENCE_S: Final = 5.0
"""For one request from its connection to its end."""

_MOST_TOLD: Final = 100
_OK: Final = (200, "Taken.")
_PHRASES: Final = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
}


class EventReceiver:
    """Hands every event that is posted to ``on_event``, on the loop."""

    def __init__(
        self,
        listening: Listening,
        on_event: Callable[[Event], None],
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._listening = listening
        self._on_event = on_event
        self._patience_s = patience_s
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._told: set[str] = set()

    async def __aenter__(self) -> EventReceiver:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def host(self) -> Host:
        """Where it listens: with the real port, once it does."""
        if self._server is None or not self._server.sockets:
            return self._listening.host
        return Host(self._listening.host.name, self._server.sockets[0].getsockname()[1])

    async def open(self) -> None:
        """Begin to listen; raise `CtiError` when the address cannot be had."""
        host = self._listening.host
        try:
            self._server = await asyncio.start_server(
                self._connected, host.name, host.port, limit=LONGEST_HEAD
            )
        except OSError as error:
            raise CtiError(
                f"Posted events cannot be received at {host}: {error.strerror or error}.",
                vendor="instantvoice",
            ) from error

    async def close(self) -> None:
        """Listen no more and cut what is open."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for task, writer in self._open.items():
            task.cancel()
            writer.transport.abort()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sender = str((writer.get_extra_info("peername") or ("",))[0])
        if not sender or not self._listening.hears(sender):
            self._tell(f"{sender} may not post events: it is not among events_senders")
            writer.transport.abort()
        elif len(self._open) >= MOST_OPEN:
            self._tell(f"more than {MOST_OPEN} posts at once: some were not taken")
            writer.transport.abort()
        else:
            task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
            self._open[task] = writer
            task.add_done_callback(self._open.pop)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(self._patience_s):
                status, words = await self._take(reader)
                writer.write(self._answer(status, words))
                writer.write_eof()
                while await reader.read(LONGEST_HEAD):
                    pass  # closing with something unread would take the answer back
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            pass  # no more to be had from this one
        finally:
            writer.transport.abort()

    async def _take(self, reader: asyncio.StreamReader) -> tuple[int, str]:
        try:
            head = read_head(await reader.readuntil(b"\r\n\r\n"))
            check_head(head, self._listening)
            event = read_event(head, await reader.readexactly(head.length))
        except asyncio.LimitOverrunError:
            bad = BadPost(400, f"The request may have at most {LONGEST_HEAD} bytes.")
        except BadPost as error:
            bad = error
        else:
            _log.debug("told %s", event)
            self._on_event(event)
            return _OK
        self._tell(f"a posted event was refused with {bad.status}: {bad.words}")
        return bad.status, bad.words

    def _tell(self, words: str) -> None:
        """Say it once: what is set wrong is wrong for every event."""
        if words not in self._told and len(self._told) < _MOST_TOLD:
            self._told.add(words)
            _log.warning("%s", words)

    def _answer(self, status: int, words: str) -> bytes:
        body = f"{words}\n".encode()
        methods = b", ".join(self._listening.methods).decode()
        allow = f"Allow: {methods}\r\n" if status == 405 else ""
        return (
            f"HTTP/1.1 {status} {_PHRASES[status]}\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
            f"{allow}Connection: close\r\n\r\n"
        ).encode() + body
