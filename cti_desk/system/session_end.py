"""Tells when the login session ends, or somebody ends the desk by a signal."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QGuiApplication

from cti_desk.system.bus import DELAY_S
from cti_desk.system.lock import LockWatch
from cti_desk.system.session_manager import SessionManager

__all__ = ["LockWatch", "SessionEnd"]

_log = logging.getLogger(__name__)

WITHIN_S: Final = 5.0
_TURN_MS: Final = 100
_SESSION_ENDS: Final = "the session ends"
_NAMES: Final = ("SIGTERM", "SIGINT", "SIGHUP")


class SessionEnd:
    """Calls ``on_end`` with the reason, once: the session ends, SIGTERM, SIGINT or SIGHUP.

    Call `done` when everything is carried out, and `close` when the desk is taken down: the session
    is kept waiting until then, at most ``within_s`` seconds, while the loop goes on. A signal that
    was ignored when the desk started (``nohup``) stays ignored. A second SIGINT ends the process
    at once.

    Made in the running loop.
    """

    def __init__(
        self,
        on_end: Callable[[str], None],
        within_s: float = WITHIN_S,
        bus_delay_s: float = DELAY_S,
    ) -> None:
        self._on_end = on_end
        self._within_s = within_s
        self._told = False
        self._closed = False
        self._loop = asyncio.get_running_loop()
        self._signals = [
            number
            for name in _NAMES
            if (number := getattr(signal, name, None)) is not None
            and signal.getsignal(number) is not signal.SIG_IGN
        ]
        for number in self._signals:
            self._handle(number)
        self._application = QCoreApplication.instance()
        if isinstance(self._application, QGuiApplication):
            self._application.commitDataRequest.connect(self.session_ends)
        self._manager = SessionManager(self._manager_ends, bus_delay_s)

    @property
    def listening(self) -> bool:
        """Whether the desktop's session manager, if any, knows this program by now."""
        return self._manager.listening

    def done(self) -> None:
        """Everything is carried out: a session manager may be told so."""
        self._manager.done()

    def close(self) -> None:
        """Stop watching; signals do again what they do by default."""
        self._closed = True
        self._manager.close()
        for number in self._signals:
            self._unhandle(number)
        self._signals = []
        if isinstance(self._application, QGuiApplication):
            self._application.commitDataRequest.disconnect(self.session_ends)
            self._application = None

    def session_ends(self, *_: Any) -> None:
        """Answer Qt's question (Windows, XSMP), which waits until `close`, or until time is up.

        `done` must not answer it: Windows ends a process that has answered, with what is not yet
        written.
        """
        self._tell(_SESSION_ENDS)
        end = time.monotonic() + self._within_s
        while not self._closed and time.monotonic() < end:
            # Returning is the permission to be ended, so the loop is turned from here meanwhile.
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _TURN_MS)

    def _manager_ends(self) -> None:
        self._loop.call_later(self._within_s, self._manager.done)
        self._tell(_SESSION_ENDS)

    def _on_signal(self, number: int) -> None:
        name = signal.Signals(number).name
        if self._told and number == signal.SIGINT:
            _log.warning("%s again: ended at once", name)
            self._unhandle(number)
            # Not Python's own handler: its KeyboardInterrupt would not get out of a Qt slot.
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        self._tell(name)

    def _tell(self, reason: str) -> None:
        if not self._told:
            self._told = True
            self._on_end(reason)

    def _handle(self, number: int) -> None:
        try:
            self._loop.add_signal_handler(number, self._on_signal, number)
        except NotImplementedError:  # Windows
            signal.signal(number, self._from_python)

    def _unhandle(self, number: int) -> None:
        try:
            self._loop.remove_signal_handler(number)
        except NotImplementedError:
            usual = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
            signal.signal(number, usual)

    def _from_python(self, number: int, _: object) -> None:
        self._loop.call_soon_threadsafe(self._on_signal, number)
