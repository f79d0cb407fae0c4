"""A STOMP broker of a few lines, for faults that a real one will not commit on request.

It answers requests as a test says, publishes what a test says, and can be silent, refuse the login,
stop reading, close in the middle of a frame, or go away and come back on the same port.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import Any

Answer = Callable[[str, dict[str, Any]], Any]
"""Takes method and arguments; returns what follows in the reply, or None for no reply."""


def nothing_known(method: str, arguments: dict[str, Any]) -> Any:
    """The answers of a system whose key may not read: the seven acting methods only."""
    return [-2, "PERMISSION_DENIED"] if method.endswith(("Info", "List")) else [0, "Success"]


class FakeBroker:
    """Use as a context manager. Counters and what was received are for tests to look at."""

    def __init__(
        self,
        answer: Answer = nothing_known,
        *,
        context: ssl.SSLContext | None = None,
        heart_beat: str = "0,0",
    ) -> None:
        self.answer = answer
        self.context = context
        self.heart_beat = heart_beat
        self.silent = False  # accepts connections and says nothing
        self.refusal: tuple[str, str] | None = None  # ERROR message and body for CONNECT
        self.passcode: str | None = None  # the only one it takes, as it is written on the wire
        self.hangs_up_on: str | None = None  # one that it cannot read
        self.server = ""  # how it calls itself
        self.sent: list[dict[str, str]] = []  # the headers of SEND
        self.refused_destinations: set[str] = set()
        self.reads = True  # whether it goes on reading after CONNECTED
        self.echoes = True  # whether replies carry the identifier
        self.connections = 0
        self.logins: list[dict[str, str]] = []
        self.subscriptions: list[str] = []
        self.requests: list[list[Any]] = []
        self.port = 0
        self._server: socket.socket | None = None
        self._clients: dict[socket.socket, dict[str, str]] = {}
        self._lock = threading.RLock()
        self._threads: list[threading.Thread] = []
        self._stopped = threading.Event()

    def __enter__(self) -> FakeBroker:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, again on the port of before."""
        self._stopped.clear()
        self._server = socket.create_server(("127.0.0.1", self.port))
        self.port = self._server.getsockname()[1]
        self._spawn(self._accept, self._server)

    def stop(self) -> None:
        """Go away: refuse connections and close those that are up."""
        self._stopped.set()
        if self._server is not None:
            with contextlib.suppress(OSError):
                self._server.shutdown(socket.SHUT_RDWR)
            self._server.close()
        self.cut()
        for thread in self._threads:
            thread.join(5)
        self._threads.clear()

    def cut(self) -> None:
        """Close every connection."""
        with self._lock:
            clients = list(self._clients)
            self._clients.clear()
        for client in clients:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(client, socket.SHUT_RDWR)
            client.close()

    def publish(self, destination: str, body: Any) -> None:
        """Send a message to whoever is subscribed: bytes as they are, else as JSON."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        with self._lock:
            for client, subscriptions in list(self._clients.items()):
                for wanted, number in subscriptions.items():
                    everybody = wanted.endswith("iv.agents.#") and ".agents." in destination
                    if wanted == destination or everybody:
                        _send(client, _message(destination, number, raw))

    def event(
        self, kind: str, uniqueid: str = "", agent: str = "default_1001", **more: Any
    ) -> None:
        """Publish an agent's event, with the manual's fields."""
        fields = {"direction": "", "callerid": "", "type": kind, "uniqueid": uniqueid}
        self.publish(f"/topic/iv.agents.{agent}", {**fields, "agent": agent, **more})

    def send_raw(self, data: bytes) -> None:
        """Send bytes, STOMP or not, on every connection."""
        with self._lock:
            for client in self._clients:
                _send(client, data)

    def close_in_a_frame(self) -> None:
        """Send half a message and close."""
        self.send_raw(b"MESSAGE\nsubscription:replies\nmessage-id:9\ndestination:/t")
        self.cut()

    def called(self, method: str) -> list[dict[str, Any]]:
        """The arguments of each request for this method."""
        return [request[2] for request in self.requests if request[0] == method]

    # -- threads

    def _spawn(self, work: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=work, args=args, name="fake broker", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, server: socket.socket) -> None:
        while not self._stopped.is_set():
            try:
                client, _ = server.accept()
            except OSError:
                return
            self.connections += 1
            with self._lock:
                self._clients[client] = {}
            self._spawn(self._serve, client)

    def _serve(self, raw: socket.socket) -> None:
        client = raw
        try:
            while self.silent:
                if not client.recv(65536):
                    return
            if self.context is not None:
                client = self.context.wrap_socket(raw, server_side=True)
                with self._lock:
                    self._clients[client] = self._clients.pop(raw, {})
            for command, headers, body in _frames(client):
                self._take(client, command, headers, body)
                if not self.reads:
                    self._stopped.wait(30)
                    return
        except (OSError, ValueError):
            pass
        finally:
            with self._lock:
                self._clients.pop(client, None)
            client.close()

    def _take(
        self, client: socket.socket, command: str, headers: dict[str, str], body: bytes
    ) -> None:
        if command in ("CONNECT", "STOMP"):
            self._log_in(client, headers)
        elif command == "SUBSCRIBE":
            destination = headers["destination"]
            self.subscriptions.append(destination)
            if destination in self.refused_destinations:
                _send(client, b"ERROR\nmessage:not_found\n\nno such destination\0")
                raise ValueError
            with self._lock:
                self._of(client)[destination] = headers.get("id", "0")
        elif command == "UNSUBSCRIBE":
            with self._lock:
                self._of(client).pop(headers.get("destination", ""), None)
        elif command == "SEND":
            self.sent.append(headers)
            self._request(json.loads(body))

    def _of(self, client: socket.socket) -> dict[str, str]:
        """A client's subscriptions; for one that was cut with its last words unread, `OSError`."""
        if client not in self._clients:
            raise ConnectionAbortedError
        return self._clients[client]

    def _log_in(self, client: socket.socket, headers: dict[str, str]) -> None:
        self.logins.append(headers)
        if self.refusal is not None:
            message, body = self.refusal
            _send(client, f"ERROR\nmessage:{message}\n\n{body}\0".encode())
            raise ValueError
        if headers.get("passcode") == self.hangs_up_on:
            raise ValueError
        if self.passcode not in (None, headers.get("passcode")):
            _send(client, b"ERROR\nmessage:Bad CONNECT\n\nAccess refused for user\0")
            raise ValueError
        server = f"server:{self.server}\n" if self.server else ""
        head = f"CONNECTED\nversion:1.2\nheart-beat:{self.heart_beat}\n{server}"
        _send(client, f"{head}\n\0".encode())

    def _request(self, request: list[Any]) -> None:
        self.requests.append(request)
        reply = self.answer(request[0], request[2])
        if reply is None:
            return
        if self.echoes and isinstance(reply, list) and len(reply) == 2 and len(request) > 3:
            reply = [*reply, request[3]]
        self.publish(f"/topic/{request[1]}", reply)


def _send(client: socket.socket, data: bytes) -> None:
    with contextlib.suppress(OSError):
        client.sendall(data)


def _message(destination: str, subscription: str, body: bytes) -> bytes:
    head = (
        f"MESSAGE\nsubscription:{subscription}\nmessage-id:1\ndestination:{destination}\n"
        f"content-length:{len(body)}\n\n"
    )
    return head.encode() + body + b"\0"


def _frames(client: socket.socket) -> Iterator[tuple[str, dict[str, str], bytes]]:
    """Frames as they come; bodies here are JSON and hold no NUL."""
    buffer = b""
    while True:
        data = client.recv(65536)
        if not data:
            return
        buffer += data
        while b"\0" in buffer:
            frame, _, buffer = buffer.partition(b"\0")
            head, _, body = frame.lstrip(b"\r\n").partition(b"\n\n")
            command, *lines = head.decode().split("\n")
            headers = dict(line.partition(":")[::2] for line in lines)
            yield command, {k: v.replace("\\c", ":") for k, v in headers.items()}, body
