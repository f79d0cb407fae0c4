"""The Python client of the local API: blocking, and quick to import (a socket and json).

    from cti_desk.api.client import connect

    with connect() as desk:
        desk.call("call.dial", number="6100", wait=True)
        for event in desk.events():
            print(event["event"])

Errors are those of `cti_desk.core.errors`.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from typing import Any

from cti_desk.api.address import address
from cti_desk.api.transport import Transport, open_transport
from cti_desk.core.errors import BY_RPC_CODE, CtiError, DeskNotRunning, OutcomeUnknown, UsageError

ANSWER_S = 30.0

_USAGE = frozenset({-32700, -32600, -32601, -32602})


def connect(instance: str | None = None, *, name: str | None = None) -> Client:
    """Connect to the running desk. Raises `DeskNotRunning`.

    ``name``: whose event queue `ivclient.*` uses; without it the connection's own.
    """
    return Client(open_transport(address(instance)), name=name)


class Client:
    """One connection to the desk. Not for several threads at once."""

    def __init__(self, transport: Transport, *, name: str | None = None) -> None:
        self.subscribed: dict[str, Any] | None = None
        self._transport = transport
        self._name = name
        self._number = 0
        self._events: deque[dict[str, Any]] = deque()
        self._buffer = bytearray()
        self._scanned = 0

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._transport.close()

    def call(self, method: str, *arguments: Any, **params: Any) -> Any:
        """Call a method, with arguments by position or by name, and return its result.

        Raises a core error for an error reply, `OutcomeUnknown` when the desk does not answer or
        ends before it does.
        """
        if arguments and params:
            raise UsageError("Give parameters by position or by name, not both.")
        return self.request(method, list(arguments) if arguments else params)

    def request(self, method: str, params: list[Any] | dict[str, Any]) -> Any:
        """Call a method with its JSON-RPC params as they are."""
        self._number += 1
        message = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": params}
        if self._name is not None:
            message["client"] = self._name
        wait = params.get("wait") if isinstance(params, dict) else None
        seconds = ANSWER_S + (wait if isinstance(wait, int | float) else 0)
        try:
            self._transport.send(json.dumps(message).encode() + b"\n")
            while True:
                answer = json.loads(self._line(seconds))
                if answer.get("method") == "event":
                    self._events.append(answer["params"])
                elif answer.get("id") in (self._number, None):
                    return _result(answer)
        except (OSError, EOFError) as error:
            self.close()
            raise OutcomeUnknown("The desk ended or did not answer: the outcome is unknown.") from (
                error
            )

    def subscribe(self, since: tuple[str, int] | None = None) -> dict[str, Any]:
        """Subscribe to events, from after ``since`` (epoch, sequence) if given; see
        ``events.subscribe`` in docs/api.md for what is returned."""
        position = None if since is None else {"epoch": since[0], "sequence": since[1]}
        self._events.clear()
        reply: dict[str, Any] = self.request("events.subscribe", {"since": position})
        self.subscribed = reply
        return reply

    def events(self, since: tuple[str, int] | None = None) -> Iterator[dict[str, Any]]:
        """Yield events for ever, subscribing first when that was not done.

        The reply to the subscription, with its snapshot, is in ``subscribed``. Raises
        `DeskNotRunning` when the desk ends.
        """
        if self.subscribed is None or since is not None:
            self.subscribe(since)
        while True:
            yield self.next_event()

    def next_event(self, timeout: float | None = None) -> dict[str, Any]:
        """The next event. Raises `TimeoutError`, and `DeskNotRunning` when the desk ends."""
        while not self._events:
            try:
                message = json.loads(self._line(timeout))
            except TimeoutError:
                raise
            except (OSError, EOFError) as error:
                raise DeskNotRunning("The desk has ended.") from error
            if message.get("method") == "event":
                self._events.append(message["params"])
        return self._events.popleft()

    def _line(self, timeout: float | None) -> bytes:
        while True:
            end = self._buffer.find(b"\n", self._scanned)
            if end >= 0:
                line = bytes(self._buffer[:end])
                del self._buffer[: end + 1]
                self._scanned = 0
                return line
            self._scanned = len(self._buffer)
            self._buffer += self._transport.receive(timeout)


def _result(answer: dict[str, Any]) -> Any:
    if "error" not in answer:
        return answer.get("result")
    error = answer["error"]
    code, message = error.get("code"), str(error.get("message"))
    found = error.get("data")
    data = dict(found) if isinstance(found, dict) else {}
    vendor, vendor_code = data.pop("vendor", None), data.pop("code", None)
    data.pop("message", None)
    kind = UsageError if code in _USAGE else BY_RPC_CODE.get(code, CtiError)
    raise kind(message, vendor=vendor, code=vendor_code, details=data)
