"""A simulator as a server: say what runs where, serve until ended."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class Servable(Protocol):
    """A simulator that can be run as a server."""

    vendor: str
    addresses: dict[str, str]
    profile: Path

    def start(self) -> object: ...

    def stop(self) -> None: ...


def serve(simulator: Servable, *, as_json: bool) -> int:
    """Run until SIGTERM or SIGINT, then leave nothing behind; return the exit code."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    simulator.start()
    try:
        announce(simulator.vendor, simulator.addresses, simulator.profile, as_json=as_json)
        ended.wait()
    finally:
        simulator.stop()
    return 0


def announce(vendor: str, addresses: Mapping[str, str], profile: Path, *, as_json: bool) -> None:
    """One JSON line for programs (CONTRACTS §5), or a few lines for people."""
    if as_json:
        told = {"vendor": vendor, "addresses": dict(addresses), "profile": str(profile)}
        print(json.dumps(told), flush=True)
        return
    print(f"The {vendor} simulator runs. End it with Ctrl+C.")
    for name, address in addresses.items():
        print(f"  {name:8} {address}")
    print(f"  profile  {profile}")
    print(f"Start a desk on it:  cti-desk --config {profile}", flush=True)
