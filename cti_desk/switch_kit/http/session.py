"""HTTPS to a server: deadlines, size limits, and redirects on its own host only."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from cti_desk.core.errors import CtiError, RefusedByVendor, UsageError
from cti_desk.core.text import LONGEST_TEXT, clean
from cti_desk.switch_kit.http.answers import Answer
from cti_desk.switch_kit.http.failures import Server, broken_off, no_answer, too_much
from cti_desk.switch_kit.http.origins import Origins, local_target
from cti_desk.switch_kit.link_failure import LinkFailure, not_reached
from cti_desk.switch_kit.spared_imports import spared
from cti_desk.switch_kit.tls import client_context

with spared("httpx._main"):  # its command line: click, rich and pygments, 10 MB where they are
    import httpx

ANSWER_S: Final = 10.0
"""No answer for so long: the outcome is unknown."""
CONNECT_S: Final = 5.0
KEEP_ALIVE_S: Final = 30.0
SILENCE_S: Final = 30.0
"""A download in which nothing comes for so long has stalled."""

LONGEST_ANSWER: Final = 16 * 1024 * 1024
MOST_VALUES: Final = 1_000_000
"""In one answer, by the marks between them: small values take 50 times their length in memory.

A company of 20,000 users is below both limits, and no answer costs more than some 250 MB.
"""

LONGEST_FILE: Final = 512 * 1024 * 1024
_LONGEST_ERROR: Final = 64 * 1024

_IF_PLAIN: Final = "Check the address and the port."
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS: Final = 5

Progress = Callable[[int, int | None], None]
"""Called with the bytes received so far, and how many there will be if the server says."""

_log = logging.getLogger(__name__)


class Outgoing(Struct, frozen=True):
    """A request. ``target`` is path and query on ``origin``; ``what`` names it to people.

    ``names`` are those of that host, for redirects.
    """

    verb: str
    origin: str
    target: str
    what: str
    headers: Mapping[str, str] = {}
    content: bytes | None = None
    acting: bool = False
    names: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        return urlsplit(self.origin).netloc


class HttpSession:
    """An HTTP client for one server. Open it before use and close it after.

    ``headers`` (the login among them) go with every request. ``context`` makes the TLS context, in
    a worker thread. ``proxied``: by the proxy of this computer's settings, if it has one.
    ``heard`` is called whenever a part of an answer arrives.
    """

    def __init__(
        self,
        server: Server,
        headers: Mapping[str, str],
        context: Callable[[], ssl.SSLContext] = client_context,
        *,
        proxied: bool = True,
        answer_s: float = ANSWER_S,
        heard: Callable[[], None] = lambda: None,
    ) -> None:
        self._server = server
        self._headers = headers
        self._context = context
        self._proxied = proxied
        self._answer_s = answer_s
        self._heard = heard
        self._client: httpx.AsyncClient | None = None

    async def open(self) -> None:
        """Build the client, in a worker thread: certificates take their time.

        Raises what ``context`` does: `SettingsError` when an authority cannot be read.
        """
        if self._client is None:
            # Nothing is passed on by argument: loops log those, and the login is among them.
            self._client = await asyncio.to_thread(self._make_client)

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def exchange(self, outgoing: Outgoing) -> Answer:
        """Send a request once and return the answer, whatever its code.

        Reading follows redirects on the same host. Raises `LinkFailure` when nothing came of it,
        `OutcomeUnknown` when that cannot be known.
        """
        try:
            async with asyncio.timeout(self._answer_s):
                for _ in range(_MOST_REDIRECTS):
                    answer = await self._once(outgoing)
                    target = _redirected(self._server, outgoing, answer)
                    if target is None:
                        return answer
                    outgoing = replace(outgoing, target=target, content=None)
        except TimeoutError:
            raise no_answer(
                self._server, outgoing.what, self._answer_s, acting=outgoing.acting
            ) from None
        raise RefusedByVendor(
            f"{outgoing.host} sends the request in a circle ({outgoing.what}).",
            vendor=self._server.vendor,
        )

    async def download(
        self, outgoing: Outgoing, write: Callable[[bytes], object], progress: Progress
    ) -> Answer:
        """Hand a file to ``write`` as it comes; the answer returned has no content.

        What an error says is in the answer instead.
        """
        async with self._streamed(outgoing, SILENCE_S) as response:
            answer = Answer(response.status_code, dict(response.headers))
            if not answer.done:
                said = bytearray()
                await _receive(response, _LONGEST_ERROR, said.extend)
                return Answer(answer.status, answer.headers, bytes(said))
            total = _length(answer.headers)
            received = 0

            def take(chunk: bytes) -> None:
                nonlocal received
                received += len(chunk)
                self._heard()
                write(chunk)
                progress(received, total)

            if not await _receive(response, LONGEST_FILE, take):
                raise self._too_much(outgoing, _in_mb(LONGEST_FILE))
            return answer

    async def _once(self, outgoing: Outgoing) -> Answer:
        async with self._streamed(outgoing, self._answer_s) as response:
            if (_length(dict(response.headers)) or 0) > LONGEST_ANSWER:
                await response.aclose()
                raise self._too_much(outgoing, _in_mb(LONGEST_ANSWER))
            content = bytearray()
            values = 0

            def take(chunk: bytes) -> None:
                nonlocal values
                self._heard()
                values += _values_in(chunk)
                if values > MOST_VALUES:
                    raise self._too_much(outgoing, f"{MOST_VALUES:,} values")
                content.extend(chunk)

            if not await _receive(response, LONGEST_ANSWER, take):
                raise self._too_much(outgoing, _in_mb(LONGEST_ANSWER))
            return Answer(response.status_code, dict(response.headers), bytes(content))

    def _make_client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            verify=self._context(),
            follow_redirects=False,
            trust_env=self._proxied,
            # Asked for a sign of life every few seconds: no new handshake each time.
            limits=httpx.Limits(keepalive_expiry=KEEP_ALIVE_S),
            # Neither a bomb nor a surprise: what comes is as long as it is.
            headers={**self._headers, "Accept-Encoding": "identity"},
        )

    def _too_much(self, outgoing: Outgoing, limit: str) -> CtiError:
        return too_much(self._server, outgoing.what, limit, acting=outgoing.acting)

    @asynccontextmanager
    async def _streamed(
        self, outgoing: Outgoing, silence_s: float
    ) -> AsyncIterator[httpx.Response]:
        vendor = self._server.vendor
        if self._client is None:
            words = f"{outgoing.what} was not sent: the link is closed."
            raise LinkFailure("closed", words, vendor=vendor)
        timeout = httpx.Timeout(silence_s, connect=CONNECT_S, pool=CONNECT_S)
        # Origin and path are put together as texts: joining URLs would let a path choose the host.
        url = outgoing.origin + outgoing.target
        _log.debug("%s %s", outgoing.verb, outgoing.target)
        try:
            async with self._client.stream(
                outgoing.verb,
                url,
                headers=dict(outgoing.headers),
                content=outgoing.content,
                timeout=timeout,
            ) as response:
                self._heard()
                yield response
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise not_reached(outgoing.host, error, if_plain=_IF_PLAIN, vendor=vendor) from error
        except httpx.ProxyError as error:
            words = f"The proxy refused {outgoing.host}."
            raise LinkFailure("unreachable", words, vendor=vendor) from error
        except httpx.TimeoutException as error:
            raise no_answer(
                self._server, outgoing.what, silence_s, acting=outgoing.acting
            ) from error
        except httpx.TransportError as error:
            raise broken_off(
                self._server, outgoing.what, outgoing.host, acting=outgoing.acting
            ) from error
        except httpx.InvalidURL as error:
            raise UsageError(f"{outgoing.target[:80]} is no path ({outgoing.what}).") from error


def _redirected(server: Server, outgoing: Outgoing, answer: Answer) -> str | None:
    """Where a reading request goes on, on the same host; ``None`` when it was answered."""
    location = clean(answer.headers.get("location", ""), LONGEST_TEXT)
    if outgoing.acting or answer.status not in _REDIRECTS or not location:
        return None
    try:
        names = (outgoing.origin, *outgoing.names)
        target = local_target(location, Origins(names, outgoing.origin))
    except UsageError as error:
        raise RefusedByVendor(
            f"{outgoing.host} wanted to send us elsewhere, with your password: refused "
            f"({outgoing.what}). {error}",
            vendor=server.vendor,
            code=answer.status,
        ) from error
    return None if target == outgoing.target else target


async def _receive(response: httpx.Response, longest: int, take: Callable[[bytes], object]) -> bool:
    """Hand the body to ``take`` piece by piece; return whether that was all of it.

    WORKAROUND: qasync installs no hooks for asynchronous generators, so one that is left half-way
    is closed by the garbage collector, and fails. To stop we close the connection, and let the
    iteration end by the error that this makes.
    """
    received, failed = 0, None
    try:
        async for chunk in response.aiter_raw():
            received += len(chunk)
            if received > longest or failed is not None:
                await response.aclose()
                continue
            try:
                take(chunk)
            except Exception as error:
                failed = error
    except (httpx.TransportError, httpx.StreamError):
        if received <= longest and failed is None:
            raise
    if failed is not None:
        raise failed
    return received <= longest


def _values_in(chunk: bytes) -> int:
    """How many values begin in a part of a JSON text, or a few more: some marks are in texts."""
    return sum(chunk.count(mark) for mark in (b",", b":", b"{", b"["))


def _in_mb(length: int) -> str:
    return f"{length // (1024 * 1024)} MB"


def _length(headers: Mapping[str, str]) -> int | None:
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
