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
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from cti_desk.api.address import addresses
from cti_desk.api.transport import Transport, open_transport
from cti_desk.core.errors import BY_RPC_CODE, CtiError, DeskNotRunning, OutcomeUnknown, UsageError

ANSWER_S = 30.0
_SLICE_S = 1.0
_SHORTEST_S = 0.001  # none at all would be a socket that does not wait

_USAGE = frozenset({-32700, -32600, -32601, -32602})


def connect(instance: str | None = None, *, name: str | None = None) -> Client:
    """Connect to the running desk. Raises `DeskNotRunning`.

    ``name``: whose event queue `ivclient.*` uses; without it the connection's own.
    """
    first: DeskNotRunning | None = None
    for where in addresses(instance):
        try:
            return Client(open_transport(where), name=name)
        except DeskNotRunning as error:
            first = first or error
    raise first or DeskNotRunning("CTI Desk is not running.")


class Client:
    """One connection to the desk, from `connect`. Close it, or use it in a ``with`` statement.

    `call` calls a method of docs/api.md and returns its result: JSON as dicts, lists, texts,
    numbers and ``None``. `events` yields events as dicts, in their order, and subscribes first.
    Every method blocks. A connection belongs to one thread at a time; a program with several
    threads makes a connection in each. What the desk refuses is raised as an error of
    `cti_desk.core.errors`, of which each carries ``code``, ``vendor`` and ``details``; a desk that
    ends raises `DeskNotRunning` or, where a request was under way, `OutcomeUnknown`.

    Attributes:
        subscribed: the reply to the last subscription (``epoch``, ``sequence``, ``resumed``,
            ``snapshot``), ``None`` before there was one.
        closed: whether `close` was called, or the connection is given up.
        on_late: called as ``on_late(method, params, result)`` with the results of requests that
            nobody waits for any more: those of `post`, and of a `request` whose ``within_s`` had
            passed. It does nothing until it is set.
    """

    def __init__(self, transport: Transport, *, name: str | None = None) -> None:
        self.subscribed: dict[str, Any] | None = None
        self.closed = False
        self.on_late: Callable[[str, Any, Any], None] = _ignore
        self._transport = transport
        self._name = name
        self._number = 0
        self._unawaited: dict[int, tuple[str, Any]] = {}
        self._events: deque[dict[str, Any]] = deque()
        self._buffer = bytearray()
        self._scanned = 0

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.closed = True
        self._transport.close()

    def call(self, method: str, *arguments: Any, **params: Any) -> Any:
        """Call a method, with arguments by position or by name, and return its result.

        Raises a core error for an error reply, `OutcomeUnknown` when the desk does not answer or
        ends before it does.
        """
        if arguments and params:
            raise UsageError("Give parameters by position or by name, not both.")
        return self.request(method, list(arguments) if arguments else params)

    def request(
        self,
        method: str,
        params: list[Any] | dict[str, Any],
        *,
        within_s: float | None = None,
    ) -> Any:
        """Call a method with its JSON-RPC params as they are.

        After ``within_s`` it raises `OutcomeUnknown`, and the connection stays; without, a desk
        that does not answer is given up.
        """
        wait = params.get("wait") if isinstance(params, dict) else None
        seconds = ANSWER_S + (wait if isinstance(wait, int | float) else 0)
        end = time.monotonic() + (seconds if within_s is None else within_s)
        number = 0
        try:
            number = self._send(method, params)
            return self._answer(number, end)
        except TimeoutError as error:
            if within_s is None or not number:
                self.close()
            else:
                self._unawaited[number] = (method, params)
            raise OutcomeUnknown("The desk has not answered: the outcome is unknown.") from error
        except (OSError, EOFError) as error:
            self.close()
            raise OutcomeUnknown("The desk ended before it answered.") from error

    def _answer(self, number: int, end: float) -> Any:
        while True:
            left = end - time.monotonic()
            message = json.loads(self._line(max(_SHORTEST_S, left)))
            if message.get("method") != "event" and message.get("id") in (number, None):
                return _result(message)
            self._keep(message)
            if left < 0:  # events without end are no answer
                raise TimeoutError

    def post(self, method: str, params: list[Any] | dict[str, Any]) -> None:
        """Call a method without waiting for its result. Raises `DeskNotRunning`."""
        try:
            self._unawaited[self._send(method, params)] = (method, params)
        except OSError as error:
            self.close()
            raise DeskNotRunning("The desk has ended.") from error

    def _send(self, method: str, params: list[Any] | dict[str, Any]) -> int:
        self._number += 1
        message = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": params}
        if self._name is not None:
            message["client"] = self._name
        self._transport.send(json.dumps(message).encode() + b"\n")
        return self._number

    def _keep(self, message: dict[str, Any]) -> None:
        """Keep a message that came while another one was waited for."""
        if message.get("method") == "event":
            self._events.append(message["params"])
            return
        asked = self._unawaited.pop(message.get("id", 0), None)
        if asked is not None and "result" in message:
            self.on_late(*asked, message["result"])

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
            self._keep(message)
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
            self._buffer += self._receive(timeout)

    def _receive(self, timeout: float | None) -> bytes:
        """Wait in slices where the wait has no end.

        A signal (Ctrl+C) that comes between Python's look for signals and the system's wait is
        seen at the next look only.
        """
        while timeout is None:
            try:
                return self._transport.receive(_SLICE_S)
            except TimeoutError:
                continue
        return self._transport.receive(timeout)


def _ignore(_method: str, _params: Any, _result: Any) -> None:
    """Ignore the result: nobody waits for it."""


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
