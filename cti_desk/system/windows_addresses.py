"""Windows tells when this computer gets an address; it tells in a thread of its own."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import logging
    from collections.abc import Callable
    from ctypes import wintypes

    _ANY_FAMILY = 0  # AF_UNSPEC
    _ADDED = 1  # MibAddInstance
    _Told = ctypes.WINFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    _log = logging.getLogger(__name__)

    class WindowsAddresses:
        """Calls ``came`` in another thread for each address that this computer gets."""

        def __init__(self, came: Callable[[], None]) -> None:
            self._came = came
            self._told = _Told(self._tell)  # kept for as long as Windows may call it
            self._handle = wintypes.HANDLE()
            self._library = ctypes.WinDLL("iphlpapi")
            failed = self._library.NotifyUnicastIpAddressChange(
                _ANY_FAMILY, self._told, None, False, ctypes.byref(self._handle)
            )
            if failed:
                _log.info("Windows does not tell of new addresses (error %d)", failed)

        def close(self) -> None:
            """Stop listening; return when no call is under way."""
            handle, self._handle = self._handle, wintypes.HANDLE()
            if handle:
                self._library.CancelMibChangeNotify2(handle)

        def _tell(self, _context: int | None, _row: int | None, kind: int) -> None:
            if kind == _ADDED:
                self._came()
