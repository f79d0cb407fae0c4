"""COM objects without COM: a desk to reach, and a starter that starts it within the test."""

from __future__ import annotations

import json
from collections.abc import Callable

from cti_desk.api.client import Client, connect
from cti_desk.core.errors import DeskNotRunning
from cti_desk.ipc.com.integration import Integration
from cti_desk.ipc.com.repeats import UnknownCalls
from cti_desk.ipc.com.starter import Starter


class FakeStarter(Starter):
    """Counts how often a desk was asked for; ``on_start`` may make one."""

    def __init__(self, on_start: Callable[[], None] = lambda: None) -> None:
        super().__init__(["/no/such/program"])
        self.asked = 0
        self.on_start = on_start

    def start(self) -> None:
        self.asked += 1
        self.on_start()


def refuse() -> None:
    raise DeskNotRunning("It cannot be started.")


class SlowDesk:
    """A transport to a desk whose answers to one method come only with those to the next."""

    def __init__(self) -> None:
        self.holds_back = ""
        self._held: list[bytes] = []
        self._ready: list[bytes] = []
        self._events = 0

    def send(self, data: bytes) -> None:
        asked = json.loads(data)
        result: object = {"epoch": "e"}
        if asked["method"] == "ivclient.PollEvents":
            self._events += 1
            result = json.dumps([{"uniqueid": str(self._events)}])
        answer = json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result}).encode()
        self._ready += self._held
        self._held = []
        (self._held if asked["method"] == self.holds_back else self._ready).append(answer + b"\n")

    def receive(self, timeout: float | None) -> bytes:
        if not self._ready:
            raise TimeoutError
        return self._ready.pop(0)

    def close(self) -> None:
        self._ready.clear()


class Crm:
    """A program with one object."""

    def __init__(
        self, name: str, starter: Starter | None = None, calls: UnknownCalls | None = None
    ) -> None:
        self.starter = starter or FakeStarter(refuse)
        self.connections: list[Client] = []
        self.object = Integration(
            lambda: self._connect(name), self.starter, calls or UnknownCalls()
        )

    def _connect(self, name: str) -> Client:
        self.connections.append(connect(name))
        return self.connections[-1]

    def __enter__(self) -> Integration:
        return self.object

    def __exit__(self, *_: object) -> None:
        self.object.close()
        for connection in self.connections:
            connection.close()
