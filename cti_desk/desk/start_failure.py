"""A start that comes to nothing says so where a person sees it, and in the log.

On a terminal that is the terminal. At login there is none: then it is a notification of the desktop
(Linux) or a message box (the windowed program on Windows).
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cti_desk.core.errors import CtiError
from cti_desk.core.text import clean
from cti_desk.system.logging_setup import set_up_logging
from cti_desk.system.notification import notify
from cti_desk.system.paths import Paths

TITLE: Final = "CTI Desk"
FATAL: Final = 1
"""The exit code of a start that Qt gives up."""

_NEEDS_DISPLAY: Final = not sys.platform.startswith(("win", "darwin"))
_WINDOWLESS: Final = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")

_log = logging.getLogger(__name__)


class NoDisplay(CtiError):
    """There is nothing to show the strip on."""


def check_display(environment: Mapping[str, str] = os.environ) -> None:
    """Raise `NoDisplay` where no window can be shown: Qt would end the process without a word."""
    if not _NEEDS_DISPLAY:
        return
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if chosen in _WINDOWLESS or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return
    raise NoDisplay(
        "The desk cannot show a window: there is no display (neither DISPLAY nor WAYLAND_DISPLAY "
        "is set). Start it in your graphical session."
    )


@contextlib.contextmanager
def fatal_reported(instance: str | None) -> Iterator[None]:
    """Report what Qt gives a start up for, as a display that cannot be opened: it ends the process.

    Everything else that Qt says meanwhile is written as usual.
    """
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    warnings: list[str] = []

    def handle(kind: QtMsgType, context: Any, text: str) -> None:
        if kind is not QtMsgType.QtFatalMsg:
            warnings.append(clean(text))
            _write(text)
            return
        why = " ".join(warnings) or clean(text)
        report_failure(f"The desk cannot show a window: {why}", instance)
        os._exit(FATAL)  # else Qt aborts, and leaves a core dump behind

    before = qInstallMessageHandler(handle)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def report_failure(
    sentence: str, instance: str | None = None, error: BaseException | None = None
) -> None:
    """Say a sentence to whoever tried to start the desk, and write it to the log."""
    _write(f"cti-desk: {sentence}")
    with contextlib.suppress(CtiError, OSError):  # a bad instance name, a full disk
        set_up_logging(Paths(instance).log_file)
        _log.error("%s", sentence, exc_info=error)
    if not _on_terminal():
        notify(TITLE, sentence)


def _on_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _write(text: str) -> None:
    if sys.stderr is not None:  # as in a windowed program on Windows
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
