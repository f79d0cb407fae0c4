"""A STOMP client of bare sockets: sends what it is told, and notes every frame that comes."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from typing import Any, Self

from cti_desk.vendors.instantvoice.simulator.frames import FrameReader, StompFrame
from tests.support.waiting import wait_for


class StompWire:
    """One connection. ``frames`` grows in another thread; ``closed`` is set at the end."""

    def __init__(self, address: str) -> None:
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=10)
        self.frames: list[StompFrame] = []
        self.raw = bytearray()
        self.closed = threading.Event()
        self._thread = threading.Thread(target=self._read, name="stomp wire")
        self._thread.start()
        self._number = 0

    def send(self, command: str, body: str | bytes = b"", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        head = "".join(f"{k.replace('_', '-')}:{v}\n" for k, v in headers.items())
        self.socket.sendall(f"{command}\n{head}\n".encode() + data + b"\0")

    def log_in(self, user: str, password: str, **headers: str) -> StompFrame:
        """CONNECT and return the broker's answer."""
        known = {"accept_version": "1.2", "host": "/", **headers}
        self.send("CONNECT", login=user, passcode=password, **known)
        return wait_for(lambda: self.frames[0] if self.frames else None, what="login answer")

    def subscribe(self, destination: str, number: str) -> None:
        """Subscribe, and return when the broker has confirmed it."""
        self.send("SUBSCRIBE", destination=destination, id=number, ack="auto", receipt=number)
        wait_for(lambda: number in self._receipts(), what=f"receipt for {destination}")

    def _receipts(self) -> list[str]:
        return [f.headers.get("receipt-id", "") for f in self.frames if f.command == "RECEIPT"]

    def bodies(self, prefix: str) -> list[bytes]:
        """Bodies of messages to destinations that start so."""
        return [
            frame.body
            for frame in list(self.frames)
            if frame.command == "MESSAGE" and frame.headers["destination"].startswith(prefix)
        ]

    def request(self, method: str, key: str, /, **arguments: Any) -> list[Any]:
        """Send a request and return its reply."""
        identifier = self.ask(method, key, **arguments)

        def reply() -> list[Any] | None:
            replies = [json.loads(body) for body in self.bodies(f"/topic/{key}")]
            return next((one for one in replies if one[-1] == identifier), None)

        found = wait_for(reply, what=f"reply to {method}")
        return found[:-1]

    def ask(self, method: str, key: str, /, **arguments: Any) -> str:
        """Send a request and wait for nothing; return its identifier."""
        self._number += 1
        identifier = f"wire-{id(self)}-{self._number}"
        body = json.dumps([method, key, arguments, identifier])
        self.send("SEND", body, destination="/queue/config")
        return identifier

    def events(self, agent: str | None = None) -> list[dict[str, Any]]:
        found = [json.loads(body) for body in self.bodies("/topic/iv.agents.")]
        return [event for event in found if agent is None or event["agent"] == agent]

    def types(self, agent: str | None = None) -> list[str]:
        return [event["type"] for event in self.events(agent)]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self.socket.close()

    def _read(self) -> None:
        reader = FrameReader()
        self.socket.settimeout(None)
        try:
            while data := self.socket.recv(65536):
                self.raw += data
                self.frames += reader.feed(data)
        except OSError:
            pass
        self.closed.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
