import json
import os
import signal
import threading
from pathlib import Path

import pytest

from cti_desk.simulator.launch import announce, serve

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
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    simulator = Silent()
    try:
        assert serve(simulator, as_json=True) == 0
    finally:
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(number, handler)
    assert simulator.happened == ["started", "stopped"]
