"""HTTPS to the platform's hosts: time-outs, size limits, and redirects on the own host only."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from cti_desk.core.errors import CtiError, OutcomeUnknown, RefusedByVendor, UsageError
from cti_desk.core.text import LONGEST_TEXT, clean
from cti_desk.switch_kit.tls import client_context
from cti_desk.vendors.compass.client.answers import Answer
from cti_desk.vendors.compass.client.failures import (
    VENDOR,
    TooMuch,
    broken_off,
    link_failure,
    no_answer,
    not_reached,
)
from cti_desk.vendors.compass.client.lean import spared
from cti_desk.vendors.compass.client.site import Site
from cti_desk.vendors.compass.methods.references import Origins, local_target

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

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS: Final = 5

Progress = Callable[[int, int | None], None]
"""Called with the bytes received so far, and how many there will be if the server says."""

_log = logging.getLogger(__name__)


class Outgoing(Struct, frozen=True):
    """A request. ``target`` is path and query on ``origin``; ``what`` names it to people.

    ``also`` is another name of that host, for redirects.
    """

    verb: str
    origin: str
    target: str
    what: str
    headers: Mapping[str, str] = {}
    body: Any = None
    acting: bool = False
    also: str | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.origin).netloc


class Connection:
    """An HTTP client for one site. Open it before use and close it after.

    ``heard`` is called whenever a part of an answer arrives.
    """

    def __init__(
        self,
        site: Site,
        answer_s: float = ANSWER_S,
        heard: Callable[[], None] = lambda: None,
    ) -> None:
        self._site = site
        self._answer_s = answer_s
        self._heard = heard
        self._client: httpx.AsyncClient | None = None

    async def open(self) -> None:
        """Build the client, in a worker thread: certificates take their time.

        Raises `SettingsError` when the site's authority cannot be read.
        """
        if self._client is None:
            self._client = await asyncio.to_thread(_make_client, self._site)

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
                    target = _redirected(outgoing, answer)
                    if target is None:
                        return answer
                    outgoing = replace(outgoing, target=target, body=None)
        except TimeoutError:
            raise no_answer(outgoing.what, self._answer_s, acting=outgoing.acting) from None
        raise RefusedByVendor(
            f"{outgoing.host} sends the request in a circle ({outgoing.what}).", vendor=VENDOR
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
                raise _too_long(outgoing, LONGEST_FILE)
            return answer

    async def _once(self, outgoing: Outgoing) -> Answer:
        async with self._streamed(outgoing, self._answer_s) as response:
            if (_length(dict(response.headers)) or 0) > LONGEST_ANSWER:
                await response.aclose()
                raise _too_long(outgoing, LONGEST_ANSWER)
            content = bytearray()
            values = 0

            def take(chunk: bytes) -> None:
                nonlocal values
                self._heard()
                values += _values_in(chunk)
                if values > MOST_VALUES:
                    raise _too_much(outgoing, f"{MOST_VALUES:,} values")
                content.extend(chunk)

            if not await _receive(response, LONGEST_ANSWER, take):
                raise _too_long(outgoing, LONGEST_ANSWER)
            return Answer(response.status_code, dict(response.headers), bytes(content))

    @asynccontextmanager
    async def _streamed(
        self, outgoing: Outgoing, silence_s: float
    ) -> AsyncIterator[httpx.Response]:
        if self._client is None:
            raise link_failure("closed", f"{outgoing.what} was not sent: the link is closed.")
        timeout = httpx.Timeout(silence_s, connect=CONNECT_S, pool=CONNECT_S)
        content = None if outgoing.body is None else json.dumps(outgoing.body).encode()
        # Origin and path are put together as texts: joining URLs would let a path choose the host.
        url = outgoing.origin + outgoing.target
        _log.debug("%s %s", outgoing.verb, outgoing.target)
        try:
            async with self._client.stream(
                outgoing.verb, url, headers=dict(outgoing.headers), content=content, timeout=timeout
            ) as response:
                self._heard()
                yield response
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise not_reached(outgoing.host, error) from error
        except httpx.ProxyError as error:
            raise link_failure("unreachable", f"The proxy refused {outgoing.host}.") from error
        except httpx.TimeoutException as error:
            raise no_answer(outgoing.what, silence_s, acting=outgoing.acting) from error
        except httpx.TransportError as error:
            raise broken_off(outgoing.what, outgoing.host, acting=outgoing.acting) from error
        except httpx.InvalidURL as error:
            raise UsageError(f"{outgoing.target[:80]} is no path ({outgoing.what}).") from error


def _make_client(site: Site) -> httpx.AsyncClient:
    context = client_context(site.ca_file)
    return httpx.AsyncClient(
        verify=context,
        follow_redirects=False,
        trust_env=not site.on_loopback,
        # Asked for a sign of life every few seconds: no new handshake each time.
        limits=httpx.Limits(keepalive_expiry=KEEP_ALIVE_S),
        headers={
            "Authorization": site.authorization,
            # Neither a bomb nor a surprise: what comes is as long as it is.
            "Accept-Encoding": "identity",
        },
    )


def _redirected(outgoing: Outgoing, answer: Answer) -> str | None:
    """Where a reading request goes on, on the same host; ``None`` when it was answered."""
    location = clean(answer.headers.get("location", ""), LONGEST_TEXT)
    if outgoing.acting or answer.status not in _REDIRECTS or not location:
        return None
    try:
        names = (outgoing.origin, *((outgoing.also,) if outgoing.also else ()))
        target = local_target(location, Origins(names, outgoing.origin))
    except UsageError as error:
        raise RefusedByVendor(
            f"{outgoing.host} wanted to send us elsewhere, with your password: refused "
            f"({outgoing.what}). {error}",
            vendor=VENDOR,
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


def _too_long(outgoing: Outgoing, longest: int) -> CtiError:
    return _too_much(outgoing, f"{longest // (1024 * 1024)} MB")


def _too_much(outgoing: Outgoing, limit: str) -> CtiError:
    words = f"Compass sent more than {limit} ({outgoing.what})"
    if outgoing.acting:
        return OutcomeUnknown(f"{words}: it may or may not have happened.", vendor=VENDOR)
    return TooMuch(f"{words}: that is not read.")


def _length(headers: Mapping[str, str]) -> int | None:
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
