"""What every test is watched for: words in the log, threads and processes left behind."""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.waiting import wait_for

WATCHED_LOGGERS = ("cti_desk", "asyncio", "qasync", "py.warnings")

GRACE_S = 3.0
"""How long threads and processes may take to end after their test."""

SERVICE_PROCESSES = {
    "multiprocessing.resource_tracker": "the standard library's own, ends with the interpreter",
    "multiprocessing.forkserver": "the standard library's own, ends with the interpreter",
}


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on a warning or error in the log that the test did not declare.

    ``@pytest.mark.expected_log("regex")`` declares one, which must then come;
    ``expected_log("regex", optional=True)`` one that may or may not come.
    """
    collector = _Collector()
    for name in WATCHED_LOGGERS:
        logging.getLogger(name).addHandler(collector)
    yield
    for name in WATCHED_LOGGERS:
        logging.getLogger(name).removeHandler(collector)
    marks = list(request.node.iter_markers("expected_log"))
    allowed = [str(mark.args[0]) for mark in marks]
    surprising = [
        line for line in collector.lines if not any(re.search(each, line) for each in allowed)
    ]
    assert not surprising, "unexpected in the log:\n" + "\n".join(surprising)
    for mark in marks:
        came = any(re.search(mark.args[0], line) for line in collector.lines)
        assert came or mark.kwargs.get("optional"), f"expected in the log: {mark.args[0]}"


def children() -> dict[int, str]:
    """Return this process's children, with their command lines (Linux; elsewhere none)."""
    found: dict[int, str] = {}
    for task in Path("/proc/self/task").glob("*/children"):
        try:
            pids = task.read_text().split()
        except OSError:  # the thread has ended meanwhile
            continue
        for pid in pids:
            try:
                raw = Path(f"/proc/{pid}/cmdline").read_bytes()
            except OSError:
                continue
            command = raw.replace(b"\0", b" ").decode(errors="replace").strip()
            if not any(service in command for service in SERVICE_PROCESSES):
                found[int(pid)] = command or "(ended, but never waited for)"
    return found


def _threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if not thread.daemon}


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Fail on a thread, child process or working directory that outlives the test."""
    threads, processes, directory = _threads(), set(children()), Path.cwd()
    yield
    os.chdir(directory)
    _expect_gone(threads, processes)


@pytest.fixture(autouse=True, scope="session")
def _nothing_left_at_the_end() -> Iterator[None]:
    """The same for what the session-wide fixtures start."""
    threads, processes = _threads(), set(children())
    yield
    _expect_gone(threads, processes)


def _expect_gone(threads: set[threading.Thread], processes: set[int]) -> None:
    def left() -> list[str]:
        names = [f"thread {thread.name}" for thread in _threads() - threads]
        started = children()
        return names + [f"process {pid}: {started[pid]}" for pid in started.keys() - processes]

    try:
        wait_for(lambda: not left(), timeout=GRACE_S)
    except AssertionError:
        remaining = left()
        assert not remaining, "left behind:\n" + "\n".join(remaining)
