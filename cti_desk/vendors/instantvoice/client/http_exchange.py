"""One HTTP request to IVWS and its answer, on a worker thread.

Nothing is taken from the environment (no proxy, no netrc: the key is in every request), no
redirect is followed, and every request has a connection of its own: an acting request never meets
one that the server is about to close.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from cti_desk.switch_kit.link_failure import LinkFailure, not_reached
from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.failures import context_of, expects_tls, tls_failed
from cti_desk.vendors.instantvoice.client.web_service import WebService

LARGEST_ANSWER: Final = 8_000_000
_PIECE: Final = 65_536


class Answer(Struct, frozen=True):
    """An answer as it came. ``charset`` is what its header says, ``None`` if nothing."""

    status: int
    reason: str
    body: bytes
    charset: str | None = None
    location: str | None = None


class Exchange:
    """``run`` blocks; `give_up` ends it from any thread, and then nothing is sent any more.

    ``sent`` tells whether any of the request may have left.
    """

    def __init__(self, service: WebService, host: Host, timeout_s: float) -> None:
        self._service = service
        self._host = host
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._given_up = False
        self._socket: socket.socket | None = None
        self.sent = False

    def run(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send and return the answer; raise `LinkFailure`."""
        deadline = time.monotonic() + self._timeout_s
        context = context_of(self._service.encryption, self._service.ca_file)
        link = http.client.HTTPConnection(self._host.name, self._host.port)
        try:
            link.sock = self._connect(context)
            with self._lock:
                self._look_whether_given_up()
                self.sent = True
            return self._talk(link, deadline, method, path, body, headers)
        finally:
            link.close()

    def give_up(self) -> None:
        with self._lock:
            self._given_up = True
            if self._socket is not None:
                with contextlib.suppress(OSError):  # it may not be connected any more
                    self._socket.shutdown(socket.SHUT_RDWR)

    def _connect(self, context: ssl.SSLContext | None) -> socket.socket:
        host = self._host
        try:
            plain = socket.create_connection((host.name, host.port), self._timeout_s)
        except OSError as error:
            raise not_reached(str(host), error) from error
        except UnicodeError as error:  # no name in the DNS looks like that
            raise LinkFailure("unreachable", f"The name of {host} cannot be found.") from error
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._keep(plain)
        if context is None:
            return plain
        try:
            ready = context.wrap_socket(plain, server_hostname=host.name)
        except OSError as error:
            plain.close()
            raise tls_failed(str(host), error) from error
        self._keep(ready)
        return ready

    def _keep(self, opened: socket.socket) -> None:
        with self._lock:
            self._socket = opened
            if self._given_up:
                opened.close()
            self._look_whether_given_up()

    def _look_whether_given_up(self) -> None:
        if self._given_up:
            raise LinkFailure("closed", "The request was given up.")

    def _talk(
        self,
        link: http.client.HTTPConnection,
        deadline: float,
        method: str,
        path: str,
        body: bytes,
        headers: Mapping[str, str],
    ) -> Answer:
        sent = {"Accept-Encoding": "identity", "Connection": "close", **headers}
        try:
            link.request(method, path, body, sent)
            response = link.getresponse()
            length = _length(response)
            if length is not None and length > LARGEST_ANSWER:
                raise self._too_large()
            return Answer(
                response.status,
                response.reason,
                self._read(response, length, deadline),
                response.headers.get_content_charset(),
                response.headers.get("Location"),
            )
        except TimeoutError as error:
            raise self._silent() from error
        except (OSError, http.client.HTTPException) as error:
            raise LinkFailure("closed", f"{self._host} {self._broke(error)}") from error

    def _read(
        self, response: http.client.HTTPResponse, length: int | None, deadline: float
    ) -> bytes:
        pieces, size = [], 0
        while piece := response.read1(_PIECE):
            size += len(piece)
            if size > LARGEST_ANSWER:
                raise self._too_large()
            if time.monotonic() > deadline:
                raise self._silent()
            pieces.append(piece)
        if length is not None and size < length:
            raise http.client.IncompleteRead(b"", length - size)
        return b"".join(pieces)

    def _too_large(self) -> LinkFailure:
        return LinkFailure(
            "protocol",
            f"{self._host} answers with more than {LARGEST_ANSWER // 1_000_000} MB: "
            "that is no answer of InstantVoice's web service.",
        )

    def _silent(self) -> LinkFailure:
        return LinkFailure("timeout", f"{self._host} does not answer within {self._timeout_s:g} s.")

    def _broke(self, error: Exception) -> str:
        if isinstance(error, (http.client.RemoteDisconnected, ConnectionError)):
            hint = expects_tls(self._host, self._service.encryption)
            return f"closed the connection without an answer.{hint}"
        if isinstance(error, http.client.IncompleteRead):
            return "broke its answer off."
        return "does not answer as a web service."


def _length(response: http.client.HTTPResponse) -> int | None:
    text = response.headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdigit() else None
