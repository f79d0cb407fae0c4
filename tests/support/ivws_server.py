"""A web service whose every answer is the test's own, on a real socket."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any, NamedTuple

from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.lenient_xml import parse_xml
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.simulator.ivws.wsdl import wsdl
from cti_desk.vendors.instantvoice.simulator.variants import Variants

_OPEN = (
    '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns="Ivws.Ivws"><SOAP-ENV:Body>'
)
_CLOSE = "</SOAP-ENV:Body></SOAP-ENV:Envelope>"

WSDL = wsdl("http://127.0.0.1:7789/", Variants())


class Asked(NamedTuple):
    """A request as it came."""

    method: str
    arguments: dict[str, str]
    headers: dict[str, str]
    body: bytes


class Told(NamedTuple):
    """An answer. ``raw`` bytes go out as they are, without HTTP around them."""

    body: str | bytes = b""
    status: int = 200
    headers: Mapping[str, str] = MappingProxyType({})
    raw: bytes | None = None


Answers = Callable[[Asked], Told | str | int | None]


def result(method: str, inner: str) -> str:
    """A reply whose result holds this."""
    told = f"<{method}Result>{inner}</{method}Result>"
    return f"{_OPEN}<{method}Response>{told}</{method}Response>{_CLOSE}"


def fault(words: str, who: str = "Server", detail: str = "") -> Told:
    """A SOAP fault, with the HTTP status that belongs to one."""
    inner = f"<faultcode>SOAP-ENV:{who}</faultcode><faultstring>{words}</faultstring>{detail}"
    return Told(f"{_OPEN}<SOAP-ENV:Fault>{inner}</SOAP-ENV:Fault>{_CLOSE}", 500)


class IvwsServer:
    """``answers(asked)`` gives a body, a return code, `Told`, or ``None`` for silence.

    ``wsdl`` is what ``/?wsdl`` answers; ``asked`` is what was asked so far.
    """

    def __init__(self, answers: Answers = lambda asked: 0, context: Any = None) -> None:
        self.answers = answers
        self.wsdl: Told = Told(WSDL)
        self.asked: list[Asked] = []
        self.gets: list[str] = []
        self.leaving = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self)
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def service(self, **more: Any) -> WebService:
        return WebService((Host("127.0.0.1", self.port),), **{"encryption": "none", **more})

    def of(self, method: str) -> list[Asked]:
        return [one for one in self.asked if one.method == method]

    def __enter__(self) -> IvwsServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.leaving.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, address: tuple[str, int], owner: IvwsServer) -> None:
        self.owner = owner
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away, or did not trust us, is no fault of the server's."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.owner.gets.append(self.path)
        self._tell(self.server.owner.wsdl)

    def do_POST(self) -> None:
        owner = self.server.owner
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = _asked(body, dict(self.headers.items()))
        owner.asked.append(asked)
        told = owner.answers(asked)
        if told is None:
            owner.leaving.wait(20)
        elif isinstance(told, Told):
            self._tell(told)
        elif isinstance(told, int):
            self._tell(Told(result(asked.method, str(told))))
        else:
            self._tell(Told(told))

    def _tell(self, told: Told) -> None:
        if told.raw is not None:
            self.wfile.write(told.raw)
            return
        body = told.body.encode() if isinstance(told.body, str) else told.body
        self.send_response(told.status)
        headers = {"Content-Type": "text/xml; charset=utf-8", "Content-Length": str(len(body))}
        for name, value in {**headers, **told.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is written where nobody reads."""


def _asked(body: bytes, headers: dict[str, str]) -> Asked:
    found = parse_xml(body).child("Body")
    assert found is not None
    (request,) = found.children
    arguments = {child.name: re.sub(r"\s+", " ", child.text) for child in request.children}
    return Asked(request.name, arguments, headers, body)
