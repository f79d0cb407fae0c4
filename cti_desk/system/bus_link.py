"""One connection to a bus: the one module that touches jeepney, imported with the first bus.

Not QtDBus: connecting through it blocks the whole program for as long as the bus is silent, on a
thread as well, because PySide keeps the interpreter's lock meanwhile. Here nothing ever waits.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import logging
from collections.abc import Callable, Sequence
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    MessageFlag,
    MessageType,
    Parser,
    new_method_call,
)
from jeepney.auth import BEGIN, Authenticator
from jeepney.bus import get_connectable_addresses
from jeepney.bus_messages import message_bus

from cti_desk.system.bus import Call, Match, Signal

_log = logging.getLogger(__name__)

_Then = Callable[[Any], None]


def socket_path(address: str) -> str:
    """The first Unix socket in a bus address. Raises `ValueError`."""
    try:
        path: str = next(get_connectable_addresses(address))
    except (RuntimeError, StopIteration) as error:
        raise ValueError(f"no Unix socket in the address {address!r}") from error
    return path


class BusLink(asyncio.Protocol):
    """Authenticates, says Hello, subscribes, and hands signals over as they come."""

    def __init__(self, matches: Sequence[Match], on_signal: Callable[[Signal], None]) -> None:
        self._matches = matches
        self._on_signal = on_signal
        self._transport: asyncio.Transport | None = None
        self._authenticator = Authenticator()
        self._parser = Parser()
        self._serials = itertools.count(1)
        self._expected: dict[int, _Then] = {}
        self._interfaces = {match.interface for match in matches}
        self._asked: dict[str, str] = {}  # unique name of who answered: the path that it gave
        self._greeted = False
        self._closed = False
        self._ended = False

    @property
    def listening(self) -> bool:
        """Whether everything asked of the bus so far is answered."""
        return self._greeted and not self._expected and self._transport is not None

    @property
    def closed(self) -> bool:
        """Whether the connection was there and has ended, by whoever's decision."""
        return self._ended

    def close(self) -> None:
        """Leave the bus at once."""
        self._closed = True
        if self._transport is not None:
            self._transport.abort()

    def call(self, call: Call) -> None:
        """Call a method; its answer does not matter."""
        self._send(_message(call), _nothing)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self._closed:
            transport.abort()
        else:
            transport.write(self._authenticator.data_to_send())

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._ended = True
        self._expected.clear()
        if not self._closed:
            _log.info("the bus has ended: %s", error or "closed")

    def data_received(self, data: bytes) -> None:
        try:
            if self._authenticator.authenticated:
                self._read(data)
            else:
                self._authenticate(data)
        except Exception as error:  # whatever a strange bus makes of the library
            _log.info("the bus is not understood: %r", error)
            self.close()

    def _authenticate(self, data: bytes) -> None:
        self._authenticator.feed(data)
        if self._authenticator.authenticated and self._transport is not None:
            self._transport.write(BEGIN)
            self._send(message_bus.Hello(), self._subscribe)

    def _subscribe(self, _: Any) -> None:
        questions: dict[Call, list[Match]] = {}
        for match in self._matches:
            if isinstance(match.path, Call):
                questions.setdefault(match.path, []).append(match)
            else:
                self._add(match, match.path)
        for question, matches in questions.items():
            self._send(_message(question), functools.partial(self._answered, matches))
        self._greeted = True

    def _answered(self, matches: list[Match], answer: Any) -> None:
        path, sender = answer.body[0], answer.header.fields[HeaderFields.sender]
        self._asked[sender] = path
        for match in matches:
            self._add(match, path)

    def _add(self, match: Match, path: str) -> None:
        # The bus checks that the sender is the service's owner, also when that changes.
        rule = MatchRule(
            type="signal",
            sender=match.service,
            path=path or None,
            interface=match.interface,
            member=match.member or None,
        )
        self._send(message_bus.AddMatch(rule), _nothing)

    def _send(self, message: Any, then: _Then) -> None:
        """Send a method call; ``then`` gets its answer, unless it fails."""
        if self._transport is not None:
            serial = next(self._serials)
            self._expected[serial] = then
            self._transport.write(message.serialise(serial))

    def _read(self, data: bytes) -> None:
        self._parser.add_data(data)
        while (message := self._parser.get_next_message()) is not None and not self._closed:
            fields = message.header.fields
            kind = message.header.message_type
            if kind is MessageType.signal:
                self._signal(message)
                continue
            then = self._expected.pop(fields.get(HeaderFields.reply_serial, 0), None)
            if then is not None and kind is MessageType.method_return:
                then(message)
            elif kind is MessageType.error:
                _log.debug("the bus refused: %s", message.body[:1])

    def _signal(self, message: Any) -> None:
        fields = message.header.fields
        signal = Signal(
            fields.get(HeaderFields.sender, ""),
            fields[HeaderFields.path],
            fields[HeaderFields.interface],
            fields[HeaderFields.member],
            tuple(message.body),
        )
        # One that is sent to us alone has passed no rule: anybody could have sent it. Only who
        # gave us an object of our own may, for that object: session managers do it that way.
        to_us_alone = HeaderFields.destination in fields
        if to_us_alone and self._asked.get(signal.sender) != signal.path:
            return
        if signal.interface in self._interfaces:
            asyncio.get_running_loop().call_soon(self._on_signal, signal)


def _message(call: Call) -> Any:
    address = DBusAddress(call.path, bus_name=call.service, interface=call.interface)
    message = new_method_call(address, call.method, call.types or None, call.arguments)
    message.header.flags |= MessageFlag.no_auto_start
    return message


def _nothing(_: Any) -> None:
    """For answers that do not matter."""
