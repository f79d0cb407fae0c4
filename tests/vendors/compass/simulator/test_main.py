"""``cti-desk simulate compass`` as a program."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cti_desk.simulator.client import ControlClient
from cti_desk.vendors.compass.simulator.main import main
from tests.support.waiting import wait_for

PROGRAM = """import sys
from cti_desk.vendors.compass.simulator import main
sys.exit(main(sys.argv[1:]))"""


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments], stdout=subprocess.PIPE, text=True
    )


def prosody_of(pid: int) -> list[int]:
    """Our program's children: one server, and nothing else."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_everything_is_and_ends_on_a_signal(how: signal.Signals) -> None:
    program = start("--json")
    try:
        assert program.stdout is not None
        told = json.loads(program.stdout.readline())
        assert told["vendor"] == "compass"
        assert set(told["addresses"]) == {"control", "rest", "http", "xmpp", "web"}
        assert Path(told["profile"]).is_file()
        with ControlClient(told["addresses"]["control"]) as control:
            assert control.call("state")["vendor"] == "compass"
        (server,) = prosody_of(program.pid)
    finally:
        program.send_signal(how)
        program.wait(20)
        program.stdout.close()  # type: ignore[union-attr]
    assert program.returncode == 0
    assert not Path(told["profile"]).exists()
    assert not Path(f"/proc/{server}").exists()


def test_a_simulator_that_is_killed_takes_its_prosody_along() -> None:
    program = start("--json")
    assert program.stdout is not None
    profile = Path(json.loads(program.stdout.readline())["profile"])
    (server,) = prosody_of(program.pid)
    program.kill()
    program.wait(20)
    program.stdout.close()
    wait_for(lambda: not _lives(server), what="Prosody ends by itself")
    shutil.rmtree(profile.parent)


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_what_is_missing_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--prosody", "/nonexistent/prosody"]) == 1
    assert "apt-get install prosody" in capsys.readouterr().err
