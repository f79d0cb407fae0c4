"""A platform's REST and download hosts for tests: TLS on a real socket, answers by the test."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import ssl
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import trustme

from cti_desk.vendors.compass.client.media import media_type, version_of
from cti_desk.vendors.compass.client.site import Site

USER = "joe"
PASSWORD = "géheim:7"


class Seen(NamedTuple):
    """A request as it came; header names are lower case."""

    verb: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def version(self) -> int | None:
        return version_of(self.headers.get("accept"))


class Reply(NamedTuple):
    """What to answer; ``cut`` ends the connection after so many bytes of the body."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = {}
    cut: int | None = None


Responder = Callable[[Seen], Reply | Awaitable[Reply]]


class Platform:
    """Answers by ``routes`` (verb and path without query); counts what it saw.

    ``versions`` are those it speaks, ``wrong`` makes every login a refused one.
    """

    def __init__(self, directory: Path, name: str = "127.0.0.1") -> None:
        self.routes: dict[tuple[str, str], Responder | Reply] = {}
        self.seen: list[Seen] = []
        self.versions = [1, 2, 3]
        self.wrong = False
        self.origin = ""
        self.ca_file = str(directory / f"ca-{id(self)}.pem")
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.ca_file)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(self._context)
        self._server: asyncio.Server | None = None
        self._busy: set[asyncio.Task[None]] = set()

    def site(self, **changed: Any) -> Site:
        values = {"user": USER, "password": PASSWORD, "ca_file": self.ca_file, **changed}
        return Site(self.origin, self.origin, **values)

    def path(self, verb: str, path: str, body: Any = None, status: int = 200) -> None:
        """Answer a path with JSON."""
        self.routes[verb, path] = Reply(status, body)

    @property
    def targets(self) -> list[str]:
        return [f"{seen.verb} {seen.target}" for seen in self.seen]

    async def __aenter__(self) -> Platform:
        self._server = await asyncio.start_server(
            self._connected, "127.0.0.1", 0, ssl=self._context
        )
        self.origin = f"https://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)
        await self._server.wait_closed()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                seen = await _read(reader)
                self.seen.append(seen)
                reply = self._answer(seen)
                if not isinstance(reply, Reply):
                    reply = await reply
                _write(writer, reply, seen)
                await writer.drain()
                if reply.cut is not None:
                    break
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()

    def _answer(self, seen: Seen) -> Reply | Awaitable[Reply]:
        right = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.wrong or seen.headers.get("authorization") != f"Basic {right}":
            return Reply(401, {"message": "no such login"}, {"WWW-Authenticate": "Basic"})
        if seen.version is not None and seen.version not in self.versions:
            return Reply(406)
        route = self.routes.get((seen.verb, seen.target.partition("?")[0]))
        if route is None:
            return Reply(404, {"error": {"detail": "nothing there"}})
        return route if isinstance(route, Reply) else route(seen)


async def _read(reader: asyncio.StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    verb, target, _ = first.split(" ")
    headers = {
        name.lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Seen(verb, target, headers, body)


def _write(writer: asyncio.StreamWriter, reply: Reply, seen: Seen) -> None:
    body = reply.body if isinstance(reply.body, bytes) else b""
    headers = {"Content-Type": media_type(seen.version or 3), **reply.headers}
    if reply.body is not None and not isinstance(reply.body, bytes):
        body = json.dumps(reply.body).encode()
    lines = [f"HTTP/1.1 {reply.status} X", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    whole = "\r\n".join(lines).encode() + b"\r\n\r\n"
    if reply.cut is None:
        writer.write(whole + body)
    elif reply.cut >= 0:
        writer.write(whole + body[: reply.cut])
