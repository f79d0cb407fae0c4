"""Tells when the screen is locked: by the screen saver of any desktop, by logind, or by Windows."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Final

from cti_desk.system.bus import DELAY_S, BusSignals, Call, Match, Signal
from cti_desk.system.windows_events import LOCKED, UNLOCKED

_SAVERS: Final = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),  # KDE
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
)
_LOGIND: Final = "org.freedesktop.login1"

SAME_LOCK_S: Final = 5.0
"""Within this time several reports are one lock. Not every service reports the unlocking."""


class LockWatch:
    """Calls ``on_lock`` when the screen gets locked: once, however many services say so.

    Made in the running loop.
    """

    def __init__(self, on_lock: Callable[[], None], bus_delay_s: float = DELAY_S) -> None:
        self._on_lock = on_lock
        self._told_at: float | None = None
        self._signals = BusSignals(_matches(), self._heard, bus_delay_s)
        if sys.platform == "win32":
            from cti_desk.system.windows_events import WindowsEvents

            self._windows = WindowsEvents(self._windows_tells)

    @property
    def listening(self) -> bool:
        """Whether the services of this desktop, if any, are listened to by now."""
        return self._signals.listening

    def close(self) -> None:
        """Stop watching."""
        self._signals.close()
        if sys.platform == "win32":
            self._windows.close()

    def _heard(self, signal: Signal) -> None:
        if signal.member == "Unlock" or signal.arguments[:1] == (False,):
            self._told_at = None
        elif signal.member == "Lock" or signal.arguments[:1] == (True,):
            self._locked()

    def _windows_tells(self, what: str) -> None:
        if what == UNLOCKED:
            self._told_at = None
        elif what == LOCKED:
            self._locked()

    def _locked(self) -> None:
        now = time.monotonic()
        if self._told_at is None or now - self._told_at > SAME_LOCK_S:
            self._told_at = now
            self._on_lock()


def _matches() -> list[Match]:
    savers = [Match("session", name, path, name, "ActiveChanged") for name, path in _SAVERS]
    session = _own_session()
    interface = f"{_LOGIND}.Session"
    return savers + [
        Match("system", _LOGIND, session, interface, member) for member in ("Lock", "Unlock")
    ]


def _own_session() -> Call:
    """What to ask logind for the object of this login session."""
    manager = (_LOGIND, "/org/freedesktop/login1", f"{_LOGIND}.Manager")
    session = os.environ.get("XDG_SESSION_ID")
    if session:
        return Call(*manager, "GetSession", "s", (session,))
    return Call(*manager, "GetSessionByPID", "u", (os.getpid(),))
