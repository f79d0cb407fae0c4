from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from cti_desk.core.errors import DeskNotRunning
from cti_desk.ipc.com import starter as module
from cti_desk.ipc.com.starter import Starter
from tests.support.waiting import wait_for


class Started(Starter):
    """Its process can be looked at, and is ended."""

    @property
    def process(self) -> module.subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process


@pytest.fixture
def tally(tmp_path: Path) -> Path:
    return tmp_path / "tally"


def command(tally: Path, then: str) -> list[str]:
    code = f"open({str(tally)!r}, 'a').write('x')\n{then}"
    return [sys.executable, "-c", code]


@pytest.fixture
def staying(tally: Path) -> Iterator[Started]:
    starter = Started(command(tally, "import time; time.sleep(60)"))
    yield starter
    starter.process.kill()
    starter.process.wait()


def test_many_ask_and_one_desk_is_started(staying: Started, tally: Path) -> None:
    for _ in range(3):
        staying.start()
    first = staying.process.pid
    wait_for(tally.exists, 10, "the desk")
    staying.start()
    assert staying.process.pid == first
    wait_for(lambda: tally.read_text() == "x", 10, "its sign")


def test_a_desk_that_ends_at_once_is_left_alone_for_a_while(tally: Path) -> None:
    starter = Started(command(tally, "raise SystemExit(2)"))
    starter.start()
    starter.process.wait(10)
    with pytest.raises(DeskNotRunning, match="code 2"):
        starter.start()
    with patch.object(module, "AGAIN_AFTER_S", 0):
        starter.start()
    starter.process.wait(10)
    assert tally.read_text() == "xx"


def test_a_desk_that_was_quit_is_started_again(tally: Path) -> None:
    starter = Started(command(tally, ""))
    for _ in range(2):
        starter.start()
        starter.process.wait(10)
    assert tally.read_text() == "xx"


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(DeskNotRunning, match="cannot be started from /no/such"):
        Starter(["/no/such"]).start()
