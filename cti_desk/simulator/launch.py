"""A simulator as a server: say what runs where, serve until ended."""

from __future__ import annotations

import json
import signal
import socket
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Final, Protocol


class Servable(Protocol):
    """A simulator that can be run as a server."""

    vendor: str
    addresses: dict[str, str]
    profile: Path

    def start(self) -> object: ...

    def stop(self) -> None: ...


def serve(simulator: Servable, *, as_json: bool) -> int:
    """Run until SIGTERM or SIGINT, then leave nothing behind; return the exit code."""
    with EndSignals() as signals:
        simulator.start()
        try:
            announce(simulator.vendor, simulator.addresses, simulator.profile, as_json=as_json)
            signals.wait()
        finally:
            simulator.stop()
    return 0


class EndSignals:
    """SIGTERM and SIGINT end a wait, whenever they come. For the main thread.

    Waiting for an event that a signal handler sets can hang: a signal that arrives after Python
    has looked for signals, and before the wait has begun, runs no handler until something else
    wakes the thread. The interpreter's own C handler writes to a socket at once, and whoever
    reads that socket wakes even if the byte was there before.
    """

    NUMBERS: Final = (signal.SIGTERM, signal.SIGINT)

    def __enter__(self) -> EndSignals:
        self._inbox, self._outbox = socket.socketpair()
        self._outbox.setblocking(False)
        self._wakeup_before = signal.set_wakeup_fd(self._outbox.fileno(), warn_on_full_buffer=False)
        self._before = [signal.signal(number, _noted) or signal.SIG_DFL for number in self.NUMBERS]
        return self

    def wait(self) -> None:
        """Return when one of the signals has come, also before this was called."""
        while not set(self._inbox.recv(4096)) & set(self.NUMBERS):
            pass  # another signal, with a handler of its own

    def __exit__(self, *_: object) -> None:
        for number, handler in zip(self.NUMBERS, self._before, strict=True):
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._inbox.close()
        self._outbox.close()


def _noted(number: int, frame: FrameType | None) -> None:
    """The byte that the interpreter wrote to the socket says it all."""


def announce(vendor: str, addresses: Mapping[str, str], profile: Path, *, as_json: bool) -> None:
    """One JSON line for programs (docs/contracts.md §5), or a few lines for people."""
    if as_json:
        told = {"vendor": vendor, "addresses": dict(addresses), "profile": str(profile)}
        print(json.dumps(told), flush=True)
        return
    print(f"The {vendor} simulator runs. End it with Ctrl+C.")
    for name, address in addresses.items():
        print(f"  {name:8} {address}")
    print(f"  profile  {profile}")
    print(f"Start a desk on it:  cti-desk --config {profile}", flush=True)
