"""The rig itself: async tests run on Qt's loop, and faults nobody looks at fail their test."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from tests.support.waiting import until


@pytest.fixture
def word() -> str:
    return "fixtures work"


async def test_async_tests_run_beside_qt_timers(word: str) -> None:
    fired: list[str] = []
    QTimer.singleShot(0, lambda: fired.append(word))
    assert await until(lambda: fired) == ["fixtures work"]


async def test_until_takes_coroutines_and_gives_up_with_words() -> None:
    async def answer() -> int:
        return 42

    assert await until(answer) == 42
    with pytest.raises(AssertionError, match="the moon"):
        await until(lambda: False, timeout=0.02, what="the moon")


@pytest.mark.parametrize("number", [1, 2])
async def test_the_same_loop_serves_every_test(
    number: int, qt_loop: asyncio.AbstractEventLoop
) -> None:
    assert asyncio.get_running_loop() is qt_loop


FAULTS = """
import asyncio, logging, os, socket, subprocess, threading
import pytest

def test_network_passes():
    with pytest.raises(socket.gaierror):
        socket.create_connection(("example.org", 80), timeout=5)
    with pytest.raises(OSError, match="unreachable"):
        socket.create_connection(("192.0.2.1", 80), timeout=5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
        socket.create_connection(("localhost", server.getsockname()[1])).close()

async def test_unhandled():
    asyncio.get_running_loop().call_soon(lambda: 1 / 0)
    await asyncio.sleep(0.01)

async def test_task_left():
    global task
    task = asyncio.create_task(asyncio.sleep(1000), name="sleeper")

def test_logged():
    logging.getLogger("cti_desk.x").warning("odd thing 17")

@pytest.mark.expected_log("odd thing")
def test_expected_log_passes():
    logging.getLogger("cti_desk.x").warning("odd thing 17")

@pytest.mark.expected_log("odd thing")
def test_expected_log_missing():
    pass

def test_child_left():
    global child
    child = subprocess.Popen(["sleep", "3"])

def test_thread_left():
    threading.Thread(target=threading.Event().wait, args=(3,), name="idler").start()
"""


IMPATIENT = """
import tests.support.guards
tests.support.guards.GRACE_S = 0.2
"""


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The output of a run over tests that each commit one fault."""
    root = Path(__file__).parents[2]
    folder = tmp_path_factory.mktemp("faults")
    (folder / "test_faults.py").write_text(FAULTS)
    (folder / "conftest.py").write_text((root / "tests/conftest.py").read_text() + IMPATIENT)
    (folder / "pytest.ini").write_text(f"[pytest]\npythonpath = {root}\n")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", str(folder)],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )
    return run.stdout + run.stderr


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("test_unhandled", "nobody handled what the loop raised"),
        ("test_task_left", "sleeper"),
        ("test_logged", "odd thing 17"),
        ("test_expected_log_missing", "expected in the log: odd thing"),
        ("test_child_left", "sleep 3"),
        ("test_thread_left", "thread idler"),
    ],
)
def test_a_fault_nobody_looks_at_fails_its_test(faults: str, test: str, words: str) -> None:
    assert f"ERROR test_faults.py::{test}" in faults, faults
    assert words in faults


@pytest.mark.parametrize("test", ["test_expected_log_passes", "test_network_passes"])
def test_what_is_declared_or_local_passes(faults: str, test: str) -> None:
    assert f"PASSED test_faults.py::{test}" in faults, faults
    assert f"ERROR test_faults.py::{test}" not in faults, faults
