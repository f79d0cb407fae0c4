"""Starting real programs, and ending exactly those."""

from __future__ import annotations

import fcntl
import os
import random
import signal
import socket
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from tests.support.waiting import wait_for

_PORTS = range(10_000, 32_000)
"""Below those that the system gives to whoever asks for any: nobody takes them by accident."""

_reserved: dict[int, IO[str]] = {}


def free_port() -> int:
    """Return a loopback port that nobody listens on (for servers that cannot be given port 0).

    It is this process's until it ends: tests that run beside it in other processes get others.
    """
    directory = Path(tempfile.gettempdir(), f"cti-desk-test-ports-{os.getuid()}")
    directory.mkdir(mode=0o700, exist_ok=True)
    while True:
        port = random.choice(_PORTS)
        if port not in _reserved and (lock := _lock(directory / str(port))) is not None:
            _reserved[port] = lock
            if _can_be_bound(port):
                return port


def _lock(path: Path) -> IO[str] | None:
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _can_be_bound(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def listening(port: int, host: str = "127.0.0.1") -> bool:
    """Whether somebody accepts connections there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


class Program:
    """A program in a process group of its own, its output in a file."""

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        stdin: int = subprocess.DEVNULL,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.log = log
        self.name = Path(command[0]).name
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                stdin=stdin,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(env) if env is not None else None,
                cwd=cwd,
                start_new_session=True,
                pass_fds=pass_fds,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def output(self) -> str:
        """Return all it has said so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def wait_until(self, ready: object, timeout: float = 20, what: str = "") -> None:
        """Wait until ``ready()`` is true; a program that ends instead is told with its output."""
        assert callable(ready)
        try:
            wait_for(lambda: not self.running or ready(), timeout, what)
        except AssertionError as late:
            raise AssertionError(f"{late}\n{self.output()}") from None
        assert self.running, f"{self.name} ended with {self.process.returncode}:\n{self.output()}"

    def signal(self, number: int) -> None:
        """Send a signal to the whole group, if it still exists."""
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            return

    def wait(self, timeout: float = 10) -> int:
        """Wait for its end and return the exit status."""
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} did not end:\n{self.output()}") from None

    def end(self, timeout: float = 10) -> int:
        """End the group: politely, and after the timeout by force. Returns the exit status."""
        if self.running:
            self.signal(signal.SIGTERM)
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.signal(signal.SIGKILL)
        self.signal(signal.SIGKILL)  # what the program itself left of its group
        return self.process.wait()
