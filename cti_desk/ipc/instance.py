"""One desk for each instance name and user: locks that die with their process.

One lock lies beside the socket, the other beside the journal: two programs of a user with different
runtime directories never write one journal.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from typing import Final, NamedTuple

from cti_desk.api.address import (
    address,
    lock_path,
    make_private,
    noted_host,
    state_directory,
    write_note,
)
from cti_desk.api.client import connect
from cti_desk.core.errors import CtiError, DeskNotRunning

RAISE_S: Final = 10.0
_PAUSE_S: Final = 0.05

_log = logging.getLogger(__name__)


class AnotherRuns(CtiError):
    """The instance runs already, in another process."""


class Running(NamedTuple):
    """What a running desk says of itself: its profile, and the displays it is on."""

    profile: str
    displays: tuple[str, ...]


class Instance:
    """The right to be the one desk of this name.

    The operating system gives the lock back when the process ends, however it ends, so a killed
    desk leaves nothing that stops the next. The lock file itself stays.
    """

    def __init__(self, name: str | None = None) -> None:
        self.name = name
        self.address = address(name)
        self._path = lock_path(name)
        self._locks: list[int] = []

    @property
    def held(self) -> bool:
        return bool(self._locks)

    def claim(self) -> None:
        """Become this instance. Raises `AnotherRuns`."""
        try:
            self._take_lock(self._path)
            if sys.platform != "win32":  # there the address does not depend on the environment
                self._claim_journal()
        except AnotherRuns:
            self.release()
            raise

    def release(self) -> None:
        """Let another desk be this instance."""
        for lock in self._locks:
            os.close(lock)
        self._locks.clear()

    def _claim_journal(self) -> None:
        """Claim the journal. Some file systems have no locks, or are full; the part that needs the
        file says so later.
        """
        directory = state_directory(self.name)
        try:
            make_private(directory)
            self._take_lock(os.path.join(directory, "desk.lock"))
            write_note(self.name, self.address)
        except OSError as error:
            _log.warning("no lock or note in %s: %s", directory, error.strerror)

    def _take_lock(self, path: str) -> None:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _lock(lock)
        except _HELD as error:
            os.close(lock)
            raise AnotherRuns("CTI Desk runs already.") from error
        except OSError:
            os.close(lock)
            raise
        self._locks.append(lock)

    def raise_running(
        self, profile: str | None = None, config: str | None = None, within_s: float = RAISE_S
    ) -> Running:
        """Show the running desk's strip and return what it says of itself.

        ``config`` is a settings file's whole path. Raises `UsageError` naming what the desk runs
        with when that or ``profile`` is another one, and `DeskNotRunning` when it does not answer:
        it may still be starting, which is waited for.
        """
        end = time.monotonic() + within_s
        while True:
            try:
                with connect(self.name) as desk:
                    reply = desk.request("desk.raise", {"profile": profile, "config": config})
                    return Running(reply["profile"], tuple(reply["displays"]))
            except DeskNotRunning as error:
                if time.monotonic() > end:
                    raise self._silent() from error
                time.sleep(_PAUSE_S)

    def _silent(self) -> DeskNotRunning:
        """The error for a desk that holds the lock and does not answer; it may run on another
        computer with these files.
        """
        host = noted_host(self.name)
        if host is not None:
            return DeskNotRunning(
                f"CTI Desk already runs on the computer {host}, with this journal. End it there."
            )
        return DeskNotRunning("CTI Desk already runs, but does not answer. Is it frozen?")


if sys.platform == "win32":
    import msvcrt

    _HELD: Final = (OSError,)

    def _lock(lock: int) -> None:
        msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    _HELD: Final = (BlockingIOError,)

    def _lock(lock: int) -> None:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
