"""A telephone system that only feeds: pre-encoded STOMP frames, written as fast as they are taken.

It answers what an InstantVoice desk asks before it says that the link is up, and nothing more. It
runs in the measuring process, never in the measured one.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.support.waiting import wait_for

AGENT = "default_1001"
COLLEAGUES = tuple(f"default_{number}" for number in range(1002, 1052))
SECRETS = {"password": "feed", "key": "benchkey"}

_INFO = {
    "accountcode": "default",
    "name": "Bench",
    "extension": "n/a",
    "reasons_reason": "n/a",
    "agentstatusts": 0,
    "logints": 0,
    "disabled": 0,
    "user": AGENT,
    "pass": "1001",
    "interface": "SIP/default_0001",
    "agentstatus": "IDLE",
    "id": 1,
}
_LINE = {
    "id": 1,
    "queues_id": 0,
    "outbound": 1,
    "inbound": 1,
    "linestatus": "IDLE",
    "uniqueid": "",
    "linenumber": 1,
    "linestatusts": 0,
}
_ANSWERS: dict[str, Any] = {
    "AgentInfo": _INFO,
    "AgentLineList": [_LINE],
    "AgentQueueList": [],
    "QueueInfo": {"name": "default_7012", "wrapuptime": 0, "quarantinetime": 0},
}


class Feeder:
    """One broker with one client at a time."""

    def __init__(self, directory: Path) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._control = socket.create_server(("127.0.0.1", 0))
        self._link: socket.socket | None = None
        self._sending = threading.Lock()
        self._topics: dict[str, str] = {}
        self.done = threading.Event()
        self.profile = directory / "feeder.toml"
        self.profile.write_text(self._profile())
        for serve in (self._serve_stomp, self._serve_control):
            threading.Thread(target=serve, daemon=True).start()

    @property
    def port(self) -> int:
        port: int = self._server.getsockname()[1]
        return port

    def _profile(self) -> str:
        control = self._control.getsockname()[1]
        return f"""\
profile = "bench"

[profiles.bench]
vendor = "instantvoice"
simulator = true
secrets = "simulator"
control = "127.0.0.1:{control}"
hosts = ["127.0.0.1:{self.port}"]
encryption = "none"
agent = "{AGENT}"
devices = ["SIP/default_0001"]
supervisor = true
"""

    def _serve_control(self) -> None:
        while True:
            try:
                link, _ = self._control.accept()
            except OSError:
                return
            with link, link.makefile("rwb") as file:
                for line in file:
                    reply = {"jsonrpc": "2.0", "id": json.loads(line)["id"], "result": SECRETS}
                    file.write(json.dumps(reply).encode() + b"\n")
                    file.flush()

    def _serve_stomp(self) -> None:
        while True:
            try:
                link, _ = self._server.accept()
            except OSError:
                return
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._link = link
            self._read(link)
            self._topics.clear()

    def _read(self, link: socket.socket) -> None:
        buffer = b""
        while True:
            try:
                piece = link.recv(65536)
            except OSError:
                return
            if not piece:
                return
            *frames, buffer = (buffer + piece).split(b"\0")
            for frame in frames:
                self._obey(frame.lstrip(b"\n"))

    def _obey(self, frame: bytes) -> None:
        head, _, body = frame.partition(b"\n\n")
        command, *lines = head.decode().replace("\r", "").split("\n")
        headers = dict(line.split(":", 1) for line in lines if ":" in line)
        if command in ("CONNECT", "STOMP"):
            self.send(b"CONNECTED\nversion:1.2\nheart-beat:0,0\n\n\0")
        elif command == "SUBSCRIBE":
            self._topics[headers["destination"]] = headers["id"]
        elif command == "SEND" and headers["destination"] == "/queue/done":
            self.done.set()
        elif command == "SEND":
            self._reply(json.loads(body))

    def _reply(self, request: list[Any]) -> None:
        method, key, _, *identifier = request
        self.send(self.frame(f"/topic/{key}", [0, _ANSWERS.get(method, "OK"), *identifier]))

    def frame(self, topic: str, body: Any) -> bytes:
        """Encode a message for whoever has subscribed to the topic."""
        data = json.dumps(body).encode()
        head = (
            f"MESSAGE\nsubscription:{self._topics[topic]}\nmessage-id:1\n"
            f"destination:{topic}\ncontent-length:{len(data)}\n\n"
        )
        return head.encode() + data + b"\0"

    def event(self, kind: str, uniqueid: str, agent: str = AGENT, **more: str) -> bytes:
        """Encode an agent's event."""
        fields = {
            "direction": "INBOUND",
            "callerid": "2198765456",
            "type": kind,
            "uniqueid": uniqueid,
            "agent": agent,
            **more,
        }
        return self.frame(EVENTS, fields)

    def call(self, uniqueid: str, agent: str) -> Iterable[bytes]:
        """Encode a whole call of an agent."""
        for kind in ("NEWCALL", "CONNECT"):
            yield self.event(kind, uniqueid, agent)
        yield self.event("HANGUP", uniqueid, agent, direction="", reason="BYCALLER")

    def await_subscriber(self) -> None:
        """Wait until somebody listens to the events."""
        wait_for(lambda: EVENTS in self._topics, 30, "somebody subscribes to the events")

    def send(self, data: bytes) -> None:
        assert self._link is not None
        with self._sending:
            self._link.sendall(data)

    def close(self) -> None:
        for server in (self._server, self._control):
            server.close()
        if self._link is not None:
            self._link.close()


EVENTS = "/topic/iv.agents.#"
SENTINEL = "5500099"
"""Who calls last: when this call is seen, everything before it has been."""
