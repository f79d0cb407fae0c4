"""Tells when the computer woke or the network returned: then the link is tried again at once."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer

from cti_desk.system.bus import DELAY_S, BusSignals, Match, Signal
from cti_desk.system.clocks import SleepMeter, sleep_meter
from cti_desk.system.network_changes import NetworkChanges
from cti_desk.system.windows_events import WOKEN

_log = logging.getLogger(__name__)

LOOK_MS: Final = 5_000
"""How often the clock is looked at. Seldom, to save batteries: logind, NetworkManager and Windows
report at once.
"""
SLEPT_S: Final = 2.0

_SLEEP: Final = Match(
    "system",
    "org.freedesktop.login1",
    "/org/freedesktop/login1",
    "org.freedesktop.login1.Manager",
    "PrepareForSleep",
)
_NETWORK: Final = Match(
    "system",
    "org.freedesktop.NetworkManager",
    "/org/freedesktop/NetworkManager",
    "org.freedesktop.NetworkManager",
    "StateChanged",
)
_CONNECTION: Final = Match(  # another network, or a VPN, while the state stays "connected"
    "system",
    "org.freedesktop.NetworkManager",
    "",
    "org.freedesktop.NetworkManager.Connection.Active",
    "StateChanged",
)
_CONNECTED_SITE: Final = 60  # NM_STATE_CONNECTED_SITE; 70 is the internet as well
_ACTIVATED: Final = 2  # NM_ACTIVE_CONNECTION_STATE_ACTIVATED


class WakeWatch:
    """Calls ``callback`` after a sleep and when a network appears. Made in the running loop.

    One event may be told more than once, by clock and by service: the callback must bear that.
    """

    def __init__(
        self,
        callback: Callable[[], None],
        meter: SleepMeter | None = None,
        look_ms: int = LOOK_MS,
        bus_delay_s: float = DELAY_S,
    ) -> None:
        self._callback = callback
        self._meter = meter or sleep_meter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self._look)
        self._timer.start(look_ms)
        self._signals = BusSignals((_SLEEP, _NETWORK, _CONNECTION), self._heard, bus_delay_s)
        # The kernel tells of every network, also where no NetworkManager looks after it.
        self._addresses = NetworkChanges(self._address_came)
        if sys.platform == "win32":
            from cti_desk.system.windows_events import WindowsEvents

            self._windows = WindowsEvents(self._windows_tells)

    @property
    def listening(self) -> bool:
        """Whether the services of this computer, if any, are listened to by now."""
        return self._signals.listening

    def close(self) -> None:
        """Stop watching."""
        self._timer.stop()
        self._signals.close()
        self._addresses.close()
        if sys.platform == "win32":
            self._windows.close()

    def _look(self) -> None:
        slept = self._meter.slept()
        if slept > SLEPT_S:
            self._tell(f"the computer slept for {slept:.0f} s")

    def _heard(self, signal: Signal) -> None:
        first = signal.arguments[0] if signal.arguments else None
        if signal.member == _SLEEP.member:
            if first is False:  # True: it is about to sleep
                self._tell("the computer woke")
        elif signal.interface == _NETWORK.interface:
            if isinstance(first, int) and first >= _CONNECTED_SITE:
                self._tell("the network returned")
        elif first == _ACTIVATED:
            self._tell("a network connection was made")

    def _windows_tells(self, what: str) -> None:
        if what == WOKEN:
            self._tell("the computer woke")

    def _address_came(self) -> None:
        self._tell("this computer got an address")

    def _tell(self, what: str) -> None:
        _log.info("%s", what)
        self._callback()
