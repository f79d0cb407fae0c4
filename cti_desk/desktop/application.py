"""The Qt application: one for the process, named, and not ended by closing a window."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from cti_desk.desktop.platform import choose_platform


def make_application() -> QApplication:
    """Return the process's QApplication, on the window system of choice."""
    choose_platform()
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["cti-desk"])
    application.setApplicationName("cti-desk")
    application.setApplicationDisplayName("CTI Desk")
    application.setDesktopFileName("cti-desk")
    application.setWindowIcon(QIcon.fromTheme("call-start"))
    # Closing the strip is never quitting; with it, the loop and every task would end.
    application.setQuitOnLastWindowClosed(False)
    return application
