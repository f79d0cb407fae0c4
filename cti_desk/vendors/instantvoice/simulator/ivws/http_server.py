"""IVWS's door: HTTP on loopback, one request for each connection, as the faults in force let it.

Nothing waits for ever: a client that says nothing is left after ``patience_s``, and `stop` ends
whatever still runs.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import socketserver
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any, Final

from cti_desk.simulator.faults import Faults
from cti_desk.simulator.front import RESET_ON_CLOSE
from cti_desk.vendors.instantvoice.simulator.ivws.door import Door, Later
from cti_desk.vendors.instantvoice.simulator.ivws.page import page
from cti_desk.vendors.instantvoice.simulator.ivws.service import Ivws

LONGEST_REQUEST: Final = 1024 * 1024
_MOST_DRAINED: Final = 64 * 1024 * 1024
_XML: Final = "text/xml; charset=utf-8"

_log = logging.getLogger(__name__)


class IvwsServer:
    """Serves the web service. ``later`` calls something after seconds on the exchange's clock."""

    def __init__(
        self, ivws: Ivws, faults: Faults, later: Later, port: int = 0, patience_s: float = 10.0
    ) -> None:
        self._server = _Server(("127.0.0.1", port), _Request)
        self._server.ivws = ivws
        self._server.door = Door(faults, later)
        self._server.patience_s = patience_s
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    @property
    def connections(self) -> int:
        """How many there have been."""
        return self._server.connections

    def start(self) -> None:
        serve = self._server.serve_forever
        self._thread = threading.Thread(target=serve, args=(0.05,), name="ivws", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and end every thread; also good if never started."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.door.close()
        self.cut()
        self._server.server_close()

    def cut(self) -> None:
        """Close every connection there is."""
        for client in list(self._server.clients):
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def look_again(self) -> None:
        """The faults changed: see what holds now."""
        self._server.door.look_again()


# Not the library's HTTP server: that one asks the name service what 127.0.0.1 is called.
class _Server(socketserver.ThreadingTCPServer):
    # On Windows it would let two simulators have the same port.
    allow_reuse_address = os.name != "nt"
    # server_close() waits for them: none outlives the simulator.
    daemon_threads = False
    block_on_close = True
    request_queue_size = 128
    ivws: Ivws
    door: Door
    patience_s: float

    def __init__(self, address: tuple[str, int], handler: type[_Request]) -> None:
        self.clients: set[socket.socket] = set()
        self.connections = 0
        super().__init__(address, handler)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        self.connections += 1
        self.clients.add(request)
        if not self.door.resets():
            return True
        request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        return False

    def shutdown_request(self, request: Any) -> None:
        self.clients.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is nobody's error; the rest is ours."""
        if not isinstance(sys.exc_info()[1], OSError):
            _log.exception("a request to IVWS failed")


class _Request(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "IVWS"
    sys_version = ""
    # Even a client that does not say what it speaks gets an answer with a status line.
    default_request_version = "HTTP/1.0"

    raw_requestline: bytes

    def setup(self) -> None:
        self.request.settimeout(self.server.patience_s)
        super().setup()

    def handle(self) -> None:
        """One request each: no thread is kept by a client that may come back."""
        self.handle_one_request()

    def parse_request(self) -> bool:
        if self.raw_requestline.strip():
            return super().parse_request()
        self.request_version, self.requestline = self.default_request_version, ""
        self.command, self.path = "", ""
        self.send_error(HTTPStatus.BAD_REQUEST)
        return False

    def do_GET(self) -> None:
        self.server.door.keep_silent()
        where = f"http://{self.server.server_address[0]!s}:{self.server.server_address[1]}/"
        _, _, query = self.path.partition("?")
        if query.lower() == "wsdl":
            self._say(HTTPStatus.OK, self.server.ivws.wsdl(where), _XML)
        else:
            self._say(HTTPStatus.OK, page(where), "text/html; charset=utf-8")

    do_HEAD = do_GET

    def do_POST(self) -> None:
        self.server.door.keep_silent()
        body = self._body()
        if body is None:
            return
        charset = self.headers.get_param("charset", header="content-type")
        answer = self.server.ivws.answer(body, charset if isinstance(charset, str) else None)
        if self.server.door.ignores(answer.method):
            self.connection.settimeout(None)
            self._take_in_the_rest()
            return
        treated = self.server.door.treated(answer)
        if treated is not None:
            self._say(HTTPStatus(treated.status), treated.body, _XML)

    def _not_allowed(self) -> None:
        self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, f"{self.command} means nothing to IVWS.")

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = _not_allowed

    def _body(self) -> bytes | None:
        """The request's body, or ``None`` when there is none to be had and that was told."""
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "IVWS does not take a request in chunks.")
            return None
        told = self.headers.get("Content-Length", "").strip()
        if not (told.isascii() and told.isdigit()):
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "The request says no Content-Length.")
            return None
        if len(told) > len(str(LONGEST_REQUEST)) or int(told) > LONGEST_REQUEST:
            words = f"A request has at most {LONGEST_REQUEST} bytes."
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)
            return None
        try:
            body = self.rfile.read(int(told))
        except TimeoutError:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "The rest of the request did not come.")
            return None
        if len(body) < int(told):
            self._refuse(HTTPStatus.BAD_REQUEST, "The request ended early.")
            return None
        return body

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the library refuses: not HTTP, too long a line, an unknown verb."""
        self._refuse(
            HTTPStatus(code), f"{HTTPStatus(code).description or HTTPStatus(code).phrase}."
        )

    def _refuse(self, status: HTTPStatus, words: str) -> None:
        self._say(status, f"{words}\n".encode(), "text/plain; charset=utf-8")
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
        self._take_in_the_rest()

    def _say(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD, POST")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _take_in_the_rest(self) -> None:
        """Until the client has closed: closing before would lose an answer on its way."""
        left = _MOST_DRAINED
        with contextlib.suppress(OSError):
            while left > 0 and (data := self.connection.recv(65536)):
                left -= len(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are counted, not logged: they hold keys."""
