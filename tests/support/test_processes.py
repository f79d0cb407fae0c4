from __future__ import annotations

import subprocess
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


def test_no_port_is_given_to_two_processes_at_once() -> None:
    ask = "from tests.support.processes import free_port\nprint(*[free_port() for _ in range(40)])"
    others = [
        subprocess.Popen(
            [sys.executable, "-c", f"{ask}\nimport sys; sys.stdout.flush(); input()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    given = [free_port() for _ in range(40)]
    for other in others:
        assert other.stdout
        given += map(int, other.stdout.readline().split())
    for other in others:
        other.communicate("\n")
    assert len(given) == len(set(given)) == 120
