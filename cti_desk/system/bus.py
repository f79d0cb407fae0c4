"""Signals of the system's services on D-Bus, received on the loop.

Without a bus, and on systems that have none, nothing happens at all, and the library is not even
imported. With one, the connection is made a moment after the start, when the strip is painted.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from cti_desk.system.bus_link import BusLink

_log = logging.getLogger(__name__)

Bus = Literal["system", "session"]

DELAY_S: Final = 1.0
_SYSTEM_SOCKET: Final = "/run/dbus/system_bus_socket"


@dataclass(frozen=True)
class Call:
    """A method call; ``types`` is the D-Bus signature of its arguments. It starts no service."""

    service: str
    path: str
    interface: str
    method: str
    types: str = ""
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Match:
    """Which signal to listen to. Only ``service`` can send it.

    An empty ``path`` or ``member`` is any. As path a `Call` is made once, and its answer is the
    path: the object that stands for this login session, or for this program.
    """

    bus: Bus
    service: str
    path: str | Call
    interface: str
    member: str


@dataclass(frozen=True)
class Signal:
    """A signal that came: its origin, its name, and its arguments as Python values."""

    sender: str
    path: str
    interface: str
    member: str
    arguments: tuple[Any, ...]


class BusSignals:
    """Calls ``on_signal`` for every signal that fits a match, until closed.

    Made in the running loop. A bus that refuses, says nothing or ends is logged, nothing more:
    whoever uses this can do without.
    """

    def __init__(
        self,
        matches: Sequence[Match],
        on_signal: Callable[[Signal], None],
        delay_s: float = DELAY_S,
    ) -> None:
        self._on_signal = on_signal
        self._links: dict[Bus, BusLink] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._matches = matches
        self._buses: dict[Bus, str] = {
            bus: address
            for bus in dict.fromkeys(match.bus for match in matches)
            if (address := bus_address(bus)) is not None
        }
        self._start: asyncio.TimerHandle | None = None
        if self._buses:
            self._start = asyncio.get_running_loop().call_later(delay_s, self._connect_all)

    @property
    def listening(self) -> bool:
        """Whether every bus that exists has accepted every match."""
        connected = len(self._links) == len(self._buses)
        return connected and all(link.listening for link in self._links.values())

    def call(self, bus: Bus, call: Call) -> None:
        """Call a method without asking for its answer; without that bus nothing happens."""
        if bus in self._links:
            self._links[bus].call(call)

    def close(self) -> None:
        """Stop listening."""
        if self._start is not None:
            self._start.cancel()
        for task in self._tasks:
            task.cancel()
        links, self._links = self._links, {}
        for link in links.values():
            link.close()

    def _connect_all(self) -> None:
        for bus, address in self._buses.items():
            task = asyncio.ensure_future(self._connect(bus, address))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _connect(self, bus: Bus, address: str) -> None:
        from cti_desk.system.bus_link import BusLink, socket_path

        matches = [match for match in self._matches if match.bus == bus]
        link = BusLink(matches, self._on_signal)
        try:
            path = socket_path(address)
            await asyncio.get_running_loop().create_unix_connection(lambda: link, path)
        except (OSError, ValueError) as error:
            _log.info("the bus at %s cannot be used: %s", address, error)
            return
        self._links[bus] = link


def bus_address(bus: Bus) -> str | None:
    """Where the bus listens, or ``None`` when this computer has none for us."""
    if sys.platform in {"win32", "darwin"}:
        return None
    address = os.environ.get(f"DBUS_{bus.upper()}_BUS_ADDRESS")
    if address is None:
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        usual = _SYSTEM_SOCKET if bus == "system" else f"{runtime}/bus"
        with contextlib.suppress(OSError):
            return f"unix:path={usual}" if Path(usual).is_socket() else None
        return None
    # "autolaunch:" would start a bus that nobody else is on; "disabled:" switches it off.
    return address if address.startswith("unix:") else None
