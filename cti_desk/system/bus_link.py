"""One connection to a bus: the one module that touches jeepney, imported with the first bus.

Not QtDBus: connecting through it blocks the whole program for as long as the bus is silent, on a
thread as well, because PySide keeps the interpreter's lock meanwhile. Here nothing ever waits.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
from collections.abc import Callable, Sequence
from typing import Any, Final

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, Parser, new_method_call
from jeepney.auth import BEGIN, Authenticator
from jeepney.bus import get_connectable_addresses
from jeepney.bus_messages import message_bus

from cti_desk.system.bus import OWN_SESSION, Match, Signal

_log = logging.getLogger(__name__)

_LOGIND: Final = DBusAddress(
    "/org/freedesktop/login1",
    bus_name="org.freedesktop.login1",
    interface="org.freedesktop.login1.Manager",
)
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
            self._call(message_bus.Hello(), lambda _: self._subscribe())

    def _subscribe(self) -> None:
        for match in self._matches:
            if match.path != OWN_SESSION:
                self._add(match, match.path)
        if any(match.path == OWN_SESSION for match in self._matches):
            self._call(_own_session(), self._subscribe_to_session)
        self._greeted = True

    def _subscribe_to_session(self, path: str) -> None:
        for match in self._matches:
            if match.path == OWN_SESSION:
                self._add(match, path)

    def _add(self, match: Match, path: str) -> None:
        # The bus checks that the sender is the service's owner, also when that changes.
        rule = MatchRule(
            type="signal",
            sender=match.service,
            path=path or None,
            interface=match.interface,
            member=match.member,
        )
        self._call(message_bus.AddMatch(rule), lambda _: None)

    def _call(self, message: Any, then: _Then) -> None:
        """Send a method call; ``then`` gets the first value of its answer, unless it fails."""
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
                # One that is sent to us alone has passed no rule: anybody could have sent it.
                if HeaderFields.destination not in fields:
                    name, member = fields[HeaderFields.interface], fields[HeaderFields.member]
                    signal = Signal(name, member, tuple(message.body))
                    asyncio.get_running_loop().call_soon(self._on_signal, signal)
                continue
            then = self._expected.pop(fields.get(HeaderFields.reply_serial, 0), None)
            if then is not None and kind is MessageType.method_return:
                then(message.body[0] if message.body else None)
            elif kind is MessageType.error:
                _log.debug("the bus refused: %s", message.body[:1])


def _own_session() -> Any:
    session = os.environ.get("XDG_SESSION_ID")
    if session:
        return new_method_call(_LOGIND, "GetSession", "s", (session,))
    return new_method_call(_LOGIND, "GetSessionByPID", "u", (os.getpid(),))
