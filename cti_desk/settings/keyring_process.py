"""Runs the keyring's helper process beside the loop, and ends it when nobody waits any more."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cti_desk.installation.own_program import helper

HELPER: Final = tuple(helper("cti_desk.settings.keyring_helper"))
_NO_CONSOLE: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would open one


class HelperProcess:
    """One request to one helper. `answer` blocks; `kill` may come from any thread."""

    def __init__(self, command: Sequence[str] = HELPER, env: Mapping[str, str] | None = None):
        self._command = tuple(command)
        self._env = env
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = False

    def answer(self, request: Mapping[str, str]) -> dict[str, Any]:
        """The helper's answer; empty if it gave none."""
        process = self._start()
        if process is None:
            return {}
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with process:
                process.stdin.write(json.dumps(request).encode() + b"\n")
                process.stdin.flush()
                found = _parsed(process.stdout.readline())
                self.kill()
        except OSError:  # it ended before it read
            return {}
        return found

    def kill(self) -> None:
        """End the helper, also before it started."""
        with self._lock:
            self._killed = True
            if self._process is not None:
                self._process.kill()

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._killed:
                return None
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own module
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=self._env,
                    creationflags=_NO_CONSOLE,
                )
            except OSError:
                return None
            return self._process


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def in_thread(process: HelperProcess, request: Mapping[str, str]) -> asyncio.Future[dict[str, Any]]:
    """The answer as a future of the running loop. A daemon thread, so that no exit waits for it."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[dict[str, Any]] = loop.create_future()

    def deliver(found: dict[str, Any]) -> None:
        if not future.done():
            future.set_result(found)

    def work() -> None:
        found = process.answer(request)
        with contextlib.suppress(RuntimeError):  # the loop has closed meanwhile
            loop.call_soon_threadsafe(deliver, found)

    threading.Thread(target=work, name="keyring", daemon=True).start()
    return future
