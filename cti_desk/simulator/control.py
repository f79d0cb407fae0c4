"""The control API's door: JSON-RPC 2.0, one message a line, on loopback."""

from __future__ import annotations

import json
import logging
import socket
import socketserver
import threading
from typing import Any, Final

from cti_desk.simulator.carry_out import Verbs
from cti_desk.simulator.errors import ExchangeError
from cti_desk.simulator.verbs import VERBS, problem

LONGEST_LINE: Final = 1024 * 1024

PARSE_ERROR: Final = -32700
INVALID_REQUEST: Final = -32600
UNKNOWN_METHOD: Final = -32601
INVALID_PARAMS: Final = -32602
INTERNAL: Final = -32603
REFUSED: Final = -32001

_log = logging.getLogger(__name__)


class ControlServer:
    """Serves the verbs to any number of local clients, one thread each."""

    def __init__(self, verbs: Verbs, port: int = 0) -> None:
        self._server = _Server(("127.0.0.1", port), _Client)
        self._server.verbs = verbs
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    def start(self) -> None:
        serve = self._server.serve_forever
        self._thread = threading.Thread(target=serve, args=(0.05,), name="control", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every connection; also good for a server that was never started."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.drop_clients()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    # A script that waits must not keep a stopped simulator from ending.
    block_on_close = False
    verbs: Verbs

    def __init__(self, address: tuple[str, int], handler: type[_Client]) -> None:
        self.clients: set[socket.socket] = set()
        super().__init__(address, handler)

    def drop_clients(self) -> None:
        for client in list(self.clients):
            try:
                client.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is nobody's error."""


class _Client(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.server.clients.add(self.request)
        try:
            while line := self.rfile.readline(LONGEST_LINE + 1):
                answer = answer_line(line, self.server.verbs)
                if answer is not None:
                    self.wfile.write(json.dumps(answer).encode() + b"\n")
                if len(line) > LONGEST_LINE:
                    return
        except OSError:
            return
        finally:
            self.server.clients.discard(self.request)


def answer_line(line: bytes, verbs: Verbs) -> dict[str, Any] | None:
    """Answer one line; ``None`` for a notification."""
    if len(line) > LONGEST_LINE:
        return _error(None, INVALID_REQUEST, "The line is longer than 1 MiB.")
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        return _error(None, PARSE_ERROR, "The line is not JSON.")
    if not isinstance(request, dict) or not isinstance(request.get("method"), str):
        return _error(None, INVALID_REQUEST, "A request is an object with a method.")
    answer = _answer(request, verbs)
    return answer if "id" in request else None


def _answer(request: dict[str, Any], verbs: Verbs) -> dict[str, Any]:
    number, method, params = request.get("id"), request["method"], request.get("params", {})
    if method not in VERBS:
        return _error(number, UNKNOWN_METHOD, problem(method, {}) or "")
    if not isinstance(params, dict):
        return _error(number, INVALID_PARAMS, f"{method} takes named parameters.")
    wrong = problem(method, params)
    if wrong is not None:
        return _error(number, INVALID_PARAMS, wrong)
    try:
        return {"jsonrpc": "2.0", "id": number, "result": verbs.run(method, params)}
    except ExchangeError as error:
        return _error(number, REFUSED, str(error))
    except Exception:
        _log.exception("the verb %s failed", method)
        return _error(number, INTERNAL, f"The simulator failed at {method}.")


def _error(number: Any, code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}
