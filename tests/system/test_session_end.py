"""A real program on a qasync loop, ended the ways that sessions and people end it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.bus_services import Services, services
from tests.support.keyring import private_bus
from tests.support.processes import Program
from tests.support.waiting import wait_for

PROGRAM = """
import asyncio, signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from cti_desk.desk.qasync_shim import make_loop
from cti_desk.system.session_end import SessionEnd

MODE = sys.argv[1]

def say(text):
    print(text, flush=True)

async def main():
    stop = asyncio.Event()
    tasks = []

    async def leave(reason):
        say(f"leaving: {reason}")
        if MODE == "hangs":
            await asyncio.sleep(3600)
        await asyncio.sleep(0.05)
        say("left")
        end.done()
        if MODE != "serves":
            stop.set()

    def on_end(reason):
        tasks.append(asyncio.ensure_future(leave(reason)))

    def asked():
        end.session_ends()
        say("the session may end")

    end = SessionEnd(on_end, within_s=0.2 if MODE == "hangs" else 60, bus_delay_s=0)
    if MODE in ("asked", "hangs"):
        QTimer.singleShot(0, asked)
    while not end.listening:
        await asyncio.sleep(0.01)
    say("ready")
    await stop.wait()
    end.close()
    say(f"closed, SIGTERM is {signal.getsignal(signal.SIGTERM).name}")

application = QApplication([])
with make_loop(application) as loop:
    loop.run_until_complete(main())
"""

CLIENT = "org.gnome.SessionManager.ClientPrivate"

Start = Callable[..., Program]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Program] = []

    def run(mode: str = "stops", *wrapper: str, bus: str = "disabled:") -> Program:
        command = [*wrapper, sys.executable, "-c", PROGRAM, mode]
        env = dict(os.environ, DBUS_SESSION_BUS_ADDRESS=bus)
        program = Program(command, tmp_path / f"log{len(started)}", env)
        started.append(program)
        if mode != "asked":
            wait_for(lambda: "ready" in program.output() or not program.running)
        return program

    yield run
    for program in started:
        program.signal(signal.SIGKILL)
        program.end()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_is_told_and_the_program_ends_in_its_own_time(start: Start, name: str) -> None:
    program = start()
    program.signal(signal.Signals[name])
    assert program.wait() == 0
    lines = program.output().splitlines()
    assert lines == ["ready", f"leaving: {name}", "left", "closed, SIGTERM is SIG_DFL"]


def test_a_login_session_that_ends_sends_several_and_is_told_once(start: Start) -> None:
    program = start("serves")
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGTERM, signal.SIGHUP):
        program.signal(number)
    wait_for(lambda: "left" in program.output())
    assert program.running
    assert program.output().count("leaving") == 1


def test_interrupted_again_it_ends_at_once(start: Start) -> None:
    program = start("hangs")
    wait_for(lambda: "leaving" in program.output())
    program.signal(signal.SIGINT)
    assert program.wait() == -signal.SIGINT
    assert "left" not in program.output()


def test_what_was_ignored_at_the_start_stays_ignored(start: Start) -> None:
    program = start("stops", "nohup")
    program.signal(signal.SIGHUP)
    program.signal(signal.SIGTERM)
    assert program.wait() == 0
    assert "leaving: SIGTERM" in program.output()


def test_a_session_manager_waits_until_all_is_done(start: Start) -> None:
    program = start("asked")
    assert program.wait() == 0
    said = program.output()
    lines = ("leaving: the session", "left", "closed", "the session may end")
    order = [said.index(line) for line in lines]
    assert order == sorted(order)


def test_a_session_manager_does_not_wait_for_ever(start: Start) -> None:
    program = start("hangs")
    wait_for(lambda: "the session may end" in program.output())
    assert "left" not in program.output()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[tuple[Services, str]]:
    """GNOME's session manager, and its bus."""
    with private_bus(tmp_path / "bus") as address, services(address) as played:
        played.own("org.gnome.SessionManager")
        yield played, address


def test_the_desktops_session_manager_waits_for_the_answer(
    start: Start, manager: tuple[Services, str]
) -> None:
    gnome, bus = manager
    gnome.answer("/org/gnome/SessionManager/Client7", "RegisterClient")
    program = start("stops", bus=bus)
    gnome.join()
    gnome.to_client(CLIENT, "QueryEndSession", "u", 0)
    assert wait_for(gnome.called).body == (True, "")
    assert "leaving" not in program.output()  # it was a question, and may be cancelled
    gnome.to_client(CLIENT, "EndSession", "u", 0)
    assert wait_for(gnome.called).body == (True, "")
    assert "left" in program.output()  # before it answered
    assert program.wait() == 0
