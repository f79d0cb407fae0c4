"""The Qt application: one for the process, named, and not ended by closing a window."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication

from cti_desk.desktop.icons import app_icon
from cti_desk.desktop.platform import choose_platform

_NOBODYS_CHOICE: Final = frozenset({"Sans Serif", "Sans", "DejaVu Sans"})
_LEGIBLE: Final = ("Inter", "Noto Sans", "Open Sans", "Cantarell")


def make_application() -> QApplication:
    """Return the process's QApplication, on the window system of choice."""
    choose_platform()
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["cti-desk"])
    application.setApplicationName("cti-desk")
    application.setApplicationDisplayName("CTI Desk")
    application.setDesktopFileName("cti-desk")
    application.setWindowIcon(app_icon())
    choose_font(application, os.environ)
    # Closing the strip is never quitting; with it, the loop and every task would end.
    application.setQuitOnLastWindowClosed(False)
    return application


def choose_font(application: QApplication, environment: Mapping[str, str]) -> None:
    """Choose a good font where no desktop names one: nobody has chosen the default of a bare X
    server.
    """
    font = application.font()
    if environment.get("XDG_CURRENT_DESKTOP") or font.family() not in _NOBODYS_CHOICE:
        return
    for family in _LEGIBLE:
        if QFontInfo(QFont(family)).family() == family:
            font.setFamily(family)
            application.setFont(font)
            return
