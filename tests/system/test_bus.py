"""Signals of real services on a bus of our own; buses that are missing, silent or end."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cti_desk.system.bus import BusSignals, Match, Signal, bus_address
from tests.support.bus_services import services
from tests.support.waiting import until

SERVICE = "org.example.Phone"
MATCH = Match("session", SERVICE, "/phone", "org.example.Phone", "Rang")


async def test_signals_of_the_service_arrive_with_their_arguments(bus: str) -> None:
    heard: list[Signal] = []
    with services(bus) as phone:
        phone.own(SERVICE)
        signals = BusSignals([MATCH], heard.append, delay_s=0)
        await until(lambda: signals.listening)
        phone.emit("/elsewhere", SERVICE, "Rang", "s", "other path")
        phone.emit("/phone", SERVICE, "Rang", "sub", "Zoë", 3, True)
        await until(lambda: heard)
        signals.close()
    [signal] = heard
    assert (signal.path, signal.interface, signal.member) == ("/phone", SERVICE, "Rang")
    assert signal.arguments == ("Zoë", 3, True)


async def test_nobody_else_can_send_them(bus: str) -> None:
    heard: list[Signal] = []
    with services(bus) as phone, services(bus) as stranger:
        phone.own(SERVICE)
        signals = BusSignals([MATCH], heard.append, delay_s=0)
        await until(lambda: signals.listening)
        stranger.emit("/phone", SERVICE, "Rang", "s", "forged")
        phone.emit("/phone", SERVICE, "Rang", "s", "true")
        await until(lambda: heard)
        signals.close()
    assert [signal.arguments for signal in heard] == [("true",)]


async def test_a_service_may_come_later_and_go_again(bus: str) -> None:
    heard: list[Signal] = []
    signals = BusSignals([MATCH], heard.append, delay_s=0)
    await until(lambda: signals.listening)
    for number in (1, 2):
        with services(bus) as phone:
            phone.own(SERVICE)
            phone.emit("/phone", SERVICE, "Rang", "u", number)
            await until(lambda number=number: len(heard) == number)
    signals.close()
    assert [signal.arguments for signal in heard] == [(1,), (2,)]


async def test_closed_it_hears_no_more(bus: str) -> None:
    heard: list[Signal] = []
    others: list[Signal] = []
    with services(bus) as phone:
        phone.own(SERVICE)
        closed = BusSignals([MATCH], heard.append, delay_s=0)
        goes_on = BusSignals([MATCH], others.append, delay_s=0)
        await until(lambda: closed.listening and goes_on.listening)
        closed.close()
        phone.emit("/phone", SERVICE, "Rang")
        await until(lambda: others)
        goes_on.close()
    assert heard == []


PROGRAM = """
import asyncio, logging, sys, threading
from PySide6.QtCore import QCoreApplication
from cti_desk.desk.qasync_shim import make_loop
from cti_desk.system.bus import BusSignals, Match
logging.basicConfig(level=logging.WARNING)
application = QCoreApplication([])
signals = None

async def main():
    global signals
    signals = BusSignals([Match("system", "a.b", "/", "a.b", "C")], print, delay_s=0)
    for _ in range(10):  # the loop turns, whatever the bus does
        await asyncio.sleep(0.01)
    print("jeepney" in sys.modules)
    signals.close()

with make_loop(application) as loop:
    loop.run_until_complete(main())
print("ended")
"""


def run_with(address: str) -> subprocess.CompletedProcess[str]:
    env = dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=address)
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=20, check=False)


def test_without_a_bus_nothing_happens(tmp_path: Path) -> None:
    """Nothing is imported, nothing is said."""
    ended = run_with("disabled:")
    assert (ended.stdout, ended.stderr) == ("False\nended\n", "")
    assert ended.returncode == 0
    gone = run_with(f"unix:path={tmp_path}/gone")
    assert gone.stdout.endswith("ended\n")
    assert (gone.returncode, gone.stderr) == (0, "")


def test_a_bus_that_says_nothing_keeps_neither_the_loop_nor_the_end(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "bus"))
        server.listen()
        ended = run_with(f"unix:path={tmp_path}/bus")
    assert ended.stdout.endswith("ended\n")
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("unix:path=/run/bus,guid=1", "unix:path=/run/bus,guid=1"),
        ("disabled:", None),
        ("autolaunch:", None),
        ("", None),
    ],
)
def test_which_bus(given: str, address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", given)
    assert bus_address("session") == address


def test_the_usual_session_bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert bus_address("session") is None
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "bus"))
        assert bus_address("session") == f"unix:path={tmp_path}/bus"
