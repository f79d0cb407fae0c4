"""Programs that use the local API in tests: within the process, and over the real socket."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from cti_desk.api.dispatcher import Dispatcher
from cti_desk.core.events import Event, EventType
from cti_desk.ipc.connection import Limits
from cti_desk.ipc.instance import Instance
from cti_desk.ipc.local import LocalEndpoint
from tests.support.fake_desk import FakeDesk, call
from tests.support.waiting import until

T = TypeVar("T")

_numbers = itertools.count(1)


def delivered(number: int = 1) -> Event:
    """An event about a call."""
    return Event(EventType.DELIVERED, call=call(number))


class Program:
    """A program connected to a dispatcher without a socket."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.sent: list[bytes] = []
        self.woken = 0
        self.connection = dispatcher.connect(self.sent.append, self._wake)

    def _wake(self) -> None:
        self.woken += 1

    def say(self, message: Any) -> list[Any]:
        """Send bytes, or something as JSON; returns what came back."""
        self.sent.clear()
        raw = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.connection.receive(raw)
        return [json.loads(reply) for reply in self.sent]

    def ask(self, method: str, params: Any = None, **beside: Any) -> Any:
        """Call a method and return the whole reply; None when there is none yet."""
        message = {"jsonrpc": "2.0", "id": 1, "method": method, **beside}
        if params is not None:
            message["params"] = params
        replies = self.say(message)
        return replies[0] if replies else None

    def call(self, method: str, params: Any = None, **beside: Any) -> Any:
        """The same, for replies that are results."""
        reply = self.ask(method, params, **beside)
        assert "result" in reply, reply
        return reply["result"]

    def code(self, method: str, params: Any = None, **beside: Any) -> int:
        """The code of the error that a method answers with."""
        code: int = self.ask(method, params, **beside)["error"]["code"]
        return code

    def take(self, budget: int = 1 << 20) -> list[dict[str, Any]]:
        """The event notifications' params that wait."""
        return [json.loads(message)["params"] for message in self.connection.take(budget)]


class Served:
    """A fake desk behind a real local socket."""

    def __init__(self, desk: FakeDesk, instance: Instance, endpoint: LocalEndpoint) -> None:
        self.desk = desk
        self.instance = instance
        self.endpoint = endpoint
        self.dispatcher = endpoint.dispatcher

    @property
    def name(self) -> str:
        assert self.instance.name is not None
        return self.instance.name


@contextmanager
def served(
    desk: FakeDesk | None = None,
    *,
    limits: Limits | None = None,
    clock: Callable[[], float] | None = None,
    name: str | None = None,
) -> Iterator[Served]:
    """Serve a fake desk under an instance name of its own."""
    desk = desk or FakeDesk()
    instance = Instance(name or f"t{next(_numbers)}")
    instance.claim()
    more = {} if clock is None else {"clock": clock}
    endpoint = LocalEndpoint(Dispatcher(desk), instance, limits=limits, **more)
    endpoint.start()
    try:
        yield Served(desk, instance, endpoint)
    finally:
        endpoint.close()
        instance.release()


async def from_thread(work: Callable[[], T]) -> T:
    """Run blocking work in a thread while the loop goes on; returns or raises what it does."""
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, name="program")
    thread.start()
    await until(lambda: not thread.is_alive(), timeout=30, what="the program's thread")
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
