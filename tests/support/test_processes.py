from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.processes import Program, free_port, listening
from tests.support.waiting import wait_for

STUBBORN = """
import signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "60"])
print(child.pid, flush=True)
child.wait()
"""


def test_a_program_that_ends_early_is_told_with_its_words(tmp_path: Path) -> None:
    program = Program([sys.executable, "-c", "print('no luck'); exit(3)"], tmp_path / "log")
    with pytest.raises(AssertionError, match=r"ended with 3:\nno luck"):
        program.wait_until(lambda: False)


def test_ending_takes_the_whole_group_even_the_stubborn(tmp_path: Path) -> None:
    program = Program([sys.executable, "-c", STUBBORN], tmp_path / "log")
    program.wait_until(lambda: program.output().endswith("\n"))
    assert program.end(timeout=0.2) == -9
    child = int(program.output())
    wait_for(lambda: _is_gone(child), what="the child has ended")


def _is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def test_a_free_port_has_no_listener() -> None:
    assert not listening(free_port())
