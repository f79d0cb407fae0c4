"""A sentence for a person, shown by the desktop: for a program that has no window of its own.

Linux: the desktop's notifications (freedesktop.org's specification 1.2). Windows: a message box,
and only in a program without a console.
"""

from __future__ import annotations

import logging
import sys
from typing import Any, Final

from cti_desk.system.bus import bus_address

_log = logging.getLogger(__name__)

TIMEOUT_S: Final = 3.0
_CRITICAL: Final = 2
_UNTIL_CLOSED: Final = 0
_ERROR_ON_TOP: Final = 0x0004_0010
"""MB_TOPMOST and MB_ICONERROR."""


def notify(title: str, text: str) -> bool:
    """Show a sentence; blocks for a moment, on Windows until it is read. False: nobody shows it."""
    if sys.platform == "win32":
        return _message_box(title, text)
    address = bus_address("session")
    return address is not None and _notify(address, title, text)


def _notify(address: str, title: str, text: str) -> bool:
    from jeepney import DBusAddress, MessageType, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    service = DBusAddress(
        "/org/freedesktop/Notifications",
        "org.freedesktop.Notifications",
        "org.freedesktop.Notifications",
    )
    hints = {"urgency": ("y", _CRITICAL), "desktop-entry": ("s", "cti-desk")}
    body = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    arguments: tuple[Any, ...] = (
        "CTI Desk",
        0,
        "dialog-error",
        title,
        body,
        [],
        hints,
        _UNTIL_CLOSED,
    )
    try:
        with open_dbus_connection(bus=address, auth_timeout=TIMEOUT_S) as connection:
            call = new_method_call(service, "Notify", "susssasa{sv}i", arguments)
            reply = connection.send_and_get_reply(call, timeout=TIMEOUT_S)
    except Exception as error:  # whatever a bus that is half there makes of it
        _log.info("nobody shows a notification: %s", error)
        return False
    return bool(reply.header.message_type is MessageType.method_return)


def _message_box(title: str, text: str) -> bool:
    if sys.platform == "win32" and sys.stderr is None:
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, title, _ERROR_ON_TOP)
        return True
    return False
