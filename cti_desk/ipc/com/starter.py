"""Starts the desk for a program that needs it."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import Final

from cti_desk.core.errors import DeskNotRunning

AGAIN_AFTER_S: Final = 10.0
"""How long no new start is tried after a desk that ended at once (no settings, wrong ones)."""

_log = logging.getLogger(__name__)


class Starter:
    """Starts one desk, however many objects ask: the first of them wins, the others wait for it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def start(self) -> None:
        """Start the desk unless one is being started. Raises `DeskNotRunning`."""
        with self._turn:
            if self._process is not None:
                if self._process.poll() is None:
                    return
                if self._process.returncode and time.monotonic() - self._started < AGAIN_AFTER_S:
                    raise DeskNotRunning(
                        f"CTI Desk ended when it was started (code {self._process.returncode}). "
                        "Start it by hand: it says what is wrong."
                    )
            self._start()

    def _start(self) -> None:
        _log.info("starting the desk: %s", self._command)
        self._started = time.monotonic()
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- our own program, by its path
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                close_fds=True,
                start_new_session=True,
                creationflags=_apart(),
            )
        except OSError as error:
            self._process = None
            raise DeskNotRunning(
                f"CTI Desk cannot be started from {self._command[0]}: {error.strerror}."
            ) from error


def _apart() -> int:
    """The desk outlives this process, has no console of it and hears none of its Ctrl+C."""
    if sys.platform == "win32":
        return subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0
