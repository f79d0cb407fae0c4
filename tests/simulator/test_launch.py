import json
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

import pytest

from cti_desk.simulator.launch import EndSignals, announce, serve
from tests.support.waiting import wait_for

ADDRESSES = {"control": "127.0.0.1:5"}


class Silent:
    vendor = "fake"
    profile = Path("/x/p.toml")

    def __init__(self) -> None:
        self.addresses = ADDRESSES
        self.happened: list[str] = []

    def start(self) -> None:
        self.happened.append("started")
        threading.Timer(0, os.kill, (os.getpid(), signal.SIGTERM)).start()

    def stop(self) -> None:
        self.happened.append("stopped")


def test_one_json_line_tells_programs_what_runs_where(capsys: pytest.CaptureFixture[str]) -> None:
    announce("fake", ADDRESSES, Silent.profile, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told == {"vendor": "fake", "addresses": ADDRESSES, "profile": "/x/p.toml"}


def test_people_are_told_how_to_start_a_desk(capsys: pytest.CaptureFixture[str]) -> None:
    announce("fake", ADDRESSES, Silent.profile, as_json=False)
    assert "cti-desk --config /x/p.toml" in capsys.readouterr().out


def test_a_server_serves_until_it_is_told_to_end() -> None:
    before = [signal.getsignal(number) for number in EndSignals.NUMBERS]
    simulator = Silent()
    assert serve(simulator, as_json=True) == 0
    assert simulator.happened == ["started", "stopped"]
    assert [signal.getsignal(number) for number in EndSignals.NUMBERS] == before


class EndedInAnotherThread(Silent):
    """The signal arrives where it interrupts nothing that the main thread waits for.

    Nor does it between Python's look for signals and the wait: the same in a way that always
    happens.
    """

    def start(self) -> None:
        self.happened.append("started")
        threading.Thread(target=self._end).start()

    def _end(self) -> None:
        wait_for(_main_thread_waits)
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)


def _main_thread_waits() -> bool:
    """Whether `serve` waits for its end; the names of what it called, innermost first."""
    frame: FrameType | None = sys._current_frames()[threading.main_thread().ident or 0]
    names: list[str] = []
    while frame is not None and frame.f_code is not serve.__code__:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return bool(names) and set(names) == {"wait"}


def test_a_signal_that_interrupts_no_wait_ends_it_too() -> None:
    simulator = EndedInAnotherThread()
    assert serve(simulator, as_json=True) == 0
    assert simulator.happened == ["started", "stopped"]


class EndedWhileStarting(Silent):
    def start(self) -> None:
        self.happened.append("started")
        signal.raise_signal(signal.SIGINT)


def test_a_signal_during_the_start_ends_it_after_the_start() -> None:
    simulator = EndedWhileStarting()
    assert serve(simulator, as_json=True) == 0
    assert simulator.happened == ["started", "stopped"]


def test_only_the_end_signals_end_the_wait() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, _: heard.append(number))
    try:
        with EndSignals() as signals:
            signal.raise_signal(signal.SIGUSR1)
            signal.raise_signal(signal.SIGTERM)
            signals.wait()
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert heard == [signal.SIGUSR1]
