"""The desktop's session manager, which waits for its clients (GNOME, Cinnamon, MATE, Xfce).

Qt speaks XSMP to session managers, but its builds for Python come without it. Both kinds on D-Bus
have the same shape: a client registers, is asked (``QueryEndSession``), told (``EndSession``) and
waited for until it has answered each.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from cti_desk.system.bus import DELAY_S, BusSignals, Call, Match, Signal

_GNOME: Final = (
    "org.gnome.SessionManager",
    "/org/gnome/SessionManager",
    "org.gnome.SessionManager",
    "org.gnome.SessionManager.ClientPrivate",
)
_XFCE: Final = (
    "org.xfce.SessionManager",
    "/org/xfce/SessionManager",
    "org.xfce.Session.Manager",
    "org.xfce.Session.Client",
)


class SessionManager:
    """Calls ``on_end`` when the session ends; it is kept waiting until `done`.

    Made in the running loop.
    """

    def __init__(self, on_end: Callable[[], None], bus_delay_s: float = DELAY_S) -> None:
        self._on_end = on_end
        self._waiting: list[Signal] = []
        self._done = False
        # Once used: our own children must not register as us.
        startup = os.environ.pop("DESKTOP_AUTOSTART_ID", "")
        matches = [
            Match(
                "session",
                service,
                Call(service, path, interface, "RegisterClient", "ss", ("cti-desk", startup)),
                client,
                "",
            )
            for service, path, interface, client in (_GNOME, _XFCE)
        ]
        self._signals = BusSignals(matches, self._heard, bus_delay_s)

    @property
    def listening(self) -> bool:
        """Whether the session manager of this desktop, if any, knows this program by now."""
        return self._signals.listening

    def done(self) -> None:
        """Everything is carried out: the session may end."""
        self._done = True
        waiting, self._waiting = self._waiting, []
        for signal in waiting:
            self._allow(signal)

    def close(self) -> None:
        """Stop watching."""
        self._signals.close()

    def _heard(self, signal: Signal) -> None:
        if signal.member == "QueryEndSession":  # a question; the person may still cancel
            self._allow(signal)
        elif signal.member == "EndSession":
            if self._done:
                self._allow(signal)
                return
            self._waiting.append(signal)
            self._on_end()
        elif signal.member == "Stop":
            self._on_end()

    def _allow(self, signal: Signal) -> None:
        answer = (signal.sender, signal.path, signal.interface, "EndSessionResponse")
        self._signals.call("session", Call(*answer, "bs", (True, "")))
