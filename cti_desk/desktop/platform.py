"""What window systems differ in: X11 or Wayland, composited or not."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from collections.abc import MutableMapping
from functools import lru_cache

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor, QGuiApplication, QScreen

from cti_desk.desktop.words import tr


def choose_platform(environment: MutableMapping[str, str] | None = None) -> None:
    """Prefer XWayland on Wayland: only there may a window place itself. Before QApplication.

    A choice the user made in QT_QPA_PLATFORM stands.
    """
    env = os.environ if environment is None else environment
    wayland = env.get("WAYLAND_DISPLAY") or env.get("XDG_SESSION_TYPE") == "wayland"
    if wayland and env.get("DISPLAY") and not env.get("QT_QPA_PLATFORM"):
        env["QT_QPA_PLATFORM"] = "xcb"


def is_native_wayland() -> bool:
    """Whether windows can neither be placed nor pinned, nor the pointer be seen."""
    return QGuiApplication.platformName().startswith("wayland")


def wayland_notice() -> str:
    """What cannot be offered on native Wayland, said once."""
    return tr(
        "On Wayland CTI Desk cannot choose where its windows appear or keep them on top. "
        "With XWayland it can."
    )


def screen_with_pointer() -> QScreen:
    """The screen the agent looks at, as far as anyone can tell."""
    return QGuiApplication.screenAt(pointer()) or QGuiApplication.primaryScreen()


def pointer() -> QPoint:
    """Where the pointer is; (0, 0) on native Wayland."""
    return QCursor.pos()


def is_composited() -> bool:
    """Whether transparent windows show what is behind them."""
    if QGuiApplication.platformName() != "xcb":
        return True
    return _x11_compositor_runs()


@lru_cache(maxsize=1)
def _x11_compositor_runs() -> bool:
    """Ask the X server who owns the compositing manager's selection (ICCCM, EWMH _NET_WM_CM_Sn).

    Qt 6 no longer tells; a connection of our own asks once.
    """
    name = ctypes.util.find_library("X11") if sys.platform.startswith("linux") else None
    if name is None:
        return False
    x11 = ctypes.CDLL(name)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    if not display:
        return False
    try:
        number = x11.XDefaultScreen(display)
        atom = x11.XInternAtom(display, f"_NET_WM_CM_S{number}".encode(), 0)
        return bool(x11.XGetSelectionOwner(display, ctypes.c_ulong(atom)))
    finally:
        x11.XCloseDisplay(display)
