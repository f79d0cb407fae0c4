"""One desk for each instance name: a lock that dies with its process."""

from __future__ import annotations

import os
import sys
import time
from typing import Final

from cti_desk.api.address import address, lock_path
from cti_desk.api.client import connect
from cti_desk.core.errors import CtiError, DeskNotRunning

RAISE_S: Final = 10.0
_PAUSE_S: Final = 0.05


class AnotherRuns(CtiError):
    """The instance runs already, in another process."""


class Instance:
    """The right to be the one desk of this name.

    The operating system gives the lock back when the process ends, however it ends, so a killed
    desk leaves nothing that stops the next. The lock file itself stays.
    """

    def __init__(self, name: str | None = None) -> None:
        self.name = name
        self.address = address(name)
        self._path = lock_path(name)
        self._lock: int | None = None

    @property
    def held(self) -> bool:
        return self._lock is not None

    def claim(self) -> None:
        """Become this instance. Raises `AnotherRuns`."""
        lock = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _lock(lock)
        except OSError as error:
            os.close(lock)
            raise AnotherRuns("CTI Desk runs already.") from error
        self._lock = lock

    def release(self) -> None:
        """Let another desk be this instance."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def raise_running(self, profile: str | None = None, within_s: float = RAISE_S) -> str:
        """Show the running desk's strip and return its profile.

        Raises `UsageError` naming the running profile when ``profile`` is another one, and
        `DeskNotRunning` when it does not answer: it may still be starting, which is waited for.
        """
        end = time.monotonic() + within_s
        while True:
            try:
                with connect(self.name) as desk:
                    reply = desk.request("desk.raise", {"profile": profile})
                    return str(reply["profile"])
            except DeskNotRunning:
                if time.monotonic() > end:
                    raise
                time.sleep(_PAUSE_S)


if sys.platform == "win32":
    import msvcrt

    def _lock(lock: int) -> None:
        msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(lock: int) -> None:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
