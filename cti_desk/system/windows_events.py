"""What Windows tells programs of the session and the computer: locked, unlocked, woken.

It tells windows, so there is one that is never shown. It lives in the thread that made it, whose
messages Qt fetches.
"""

from __future__ import annotations

import sys
from typing import Final

LOCKED: Final = "locked"
UNLOCKED: Final = "unlocked"
WOKEN: Final = "woken"
TITLE: Final = "CTI Desk listens"

# winuser.h, wtsapi32.h
WM_POWERBROADCAST: Final = 0x0218
WM_WTSSESSION_CHANGE: Final = 0x02B1
_TOLD: Final = {
    (WM_POWERBROADCAST, 0x12): WOKEN,  # PBT_APMRESUMEAUTOMATIC: after every sleep
    (WM_WTSSESSION_CHANGE, 0x7): LOCKED,
    (WM_WTSSESSION_CHANGE, 0x8): UNLOCKED,
}


def meaning(message: int, parameter: int) -> str | None:
    """What a window message says, or ``None`` for all others."""
    return _TOLD.get((message, parameter))


if sys.platform == "win32":
    import ctypes
    import itertools
    from collections.abc import Callable
    from ctypes import wintypes

    _LRESULT = ctypes.c_ssize_t
    _Procedure = ctypes.WINFUNCTYPE(
        _LRESULT, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM
    )
    _THIS_SESSION = 0
    _numbers = itertools.count(1)

    class _WindowClass(ctypes.Structure):
        _fields_ = (
            ("style", wintypes.UINT),
            ("procedure", _Procedure),
            ("class_extra", ctypes.c_int),
            ("window_extra", ctypes.c_int),
            ("instance", wintypes.HINSTANCE),
            ("icon", wintypes.HICON),
            ("cursor", wintypes.HANDLE),
            ("background", wintypes.HBRUSH),
            ("menu", wintypes.LPCWSTR),
            ("name", wintypes.LPCWSTR),
        )

    _user = ctypes.WinDLL("user32", use_last_error=True)
    _sessions = ctypes.WinDLL("wtsapi32", use_last_error=True)
    _user.DefWindowProcW.restype = _LRESULT
    _user.DefWindowProcW.argtypes = (
        wintypes.HWND,
        wintypes.UINT,
        wintypes.WPARAM,
        wintypes.LPARAM,
    )
    _user.CreateWindowExW.restype = wintypes.HWND
    _user.CreateWindowExW.argtypes = (
        wintypes.DWORD,
        wintypes.LPCWSTR,
        wintypes.LPCWSTR,
        wintypes.DWORD,
        *(ctypes.c_int,) * 4,
        wintypes.HWND,
        wintypes.HMENU,
        wintypes.HINSTANCE,
        wintypes.LPVOID,
    )
    _user.DestroyWindow.argtypes = (wintypes.HWND,)
    _sessions.WTSRegisterSessionNotification.argtypes = (wintypes.HWND, wintypes.DWORD)
    _sessions.WTSUnRegisterSessionNotification.argtypes = (wintypes.HWND,)

    class WindowsEvents:
        """Calls ``heard`` with `LOCKED`, `UNLOCKED` or `WOKEN`, in the thread that made this.

        Raises `OSError` when Windows gives no window.
        """

        def __init__(self, heard: Callable[[str], None]) -> None:
            self._heard = heard
            self._name = f"CtiDeskListens{next(_numbers)}"
            # Kept: Windows calls it for as long as the window lives.
            self._procedure = _Procedure(self._receive)
            described = _WindowClass(procedure=self._procedure, name=self._name)
            if not _user.RegisterClassW(ctypes.byref(described)):
                raise ctypes.WinError(ctypes.get_last_error())
            # Not a message-only one: those are not told of power.
            self._window = _user.CreateWindowExW(
                0, self._name, TITLE, 0, 0, 0, 0, 0, None, None, None, None
            )
            if not self._window:
                raise ctypes.WinError(ctypes.get_last_error())
            _sessions.WTSRegisterSessionNotification(self._window, _THIS_SESSION)

        def close(self) -> None:
            """Stop listening."""
            window, self._window = self._window, None
            if window:
                _sessions.WTSUnRegisterSessionNotification(window)
                _user.DestroyWindow(window)
                _user.UnregisterClassW(self._name, None)

        def _receive(self, window: int, message: int, parameter: int, more: int) -> int:
            told = meaning(message, parameter)
            if told is not None and self._window:
                self._heard(told)
            return int(_user.DefWindowProcW(window, message, parameter, more))
