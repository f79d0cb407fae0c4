"""Logging of the whole program: one file, no secrets, and every unhandled exception.

At level ``info`` the desk's own messages from INFO and all others from WARNING are written; at
``debug`` the desk's from DEBUG and the others' from INFO. Libraries are never asked for their DEBUG
messages: stomp.py would write frames, qasync a line for each turn of the loop.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from cti_desk.system.redaction import Redaction

_log = logging.getLogger(__name__)

OURS: Final = "cti_desk"
Failed = Callable[[str, BaseException], None]
_redaction: Final = Redaction()


def register_secret(value: str) -> None:
    """Keep a password or key out of the log from now on, in messages and in tracebacks."""
    _redaction.register(value)


def set_up_logging(file: Path, level: str = "info", megabytes: float = 5, files: int = 4) -> None:
    """Log to ``file``; called again (changed settings) it replaces the former file and level.

    ``level`` is ``info`` or ``debug``; the file is rotated at ``megabytes``, and ``files`` older
    ones are kept beside it. Nothing is raised when the file cannot be written.
    """
    from cti_desk.system.log_file import LogFile

    _remove_file()
    detailed = level == "debug"
    root = logging.getLogger()
    root.addHandler(LogFile(file, megabytes, files, _redaction))
    root.setLevel(logging.INFO if detailed else logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.DEBUG if detailed else logging.INFO)
    _hooks.install()


def end_logging() -> None:
    """Close the file and give the interpreter's hooks back."""
    _remove_file()
    _hooks.remove()
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.NOTSET)


def log_loop_errors(
    loop: asyncio.AbstractEventLoop, failed: Failed = lambda what, error: None
) -> None:
    """Write what a task or callback of this loop raises and nobody awaits.

    ``failed(what, error)`` is told of each, and of every thread that ends by an exception, there.
    """
    _hooks.failed = failed

    def handler(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        where = context.get("future") or context.get("handle") or ""
        _log.error("%s %s", context.get("message", "in the loop"), where, exc_info=error)
        if isinstance(error, Exception):
            failed("A part of the desk", error)

    loop.set_exception_handler(handler)


def _remove_file() -> None:
    root = logging.getLogger()
    for handler in [each for each in root.handlers if _is_log_file(each)]:
        root.removeHandler(handler)
        handler.close()


def _is_log_file(handler: logging.Handler) -> bool:
    return bool(getattr(handler, "is_desk_log", False))


class _Hooks:
    """The interpreter's last resorts: they log first, then do what they did before."""

    def __init__(self) -> None:
        self._installed = False
        self.failed: Failed = lambda what, error: None

    def install(self) -> None:
        """Take the three hooks over, once. A slot that raises comes here too (PySide)."""
        if self._installed:
            return
        self._installed = True
        self._except, self._thread = sys.excepthook, threading.excepthook
        self._unraisable = sys.unraisablehook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable

    def remove(self) -> None:
        """Give them back."""
        self.failed = lambda what, error: None
        if self._installed:
            self._installed = False
            sys.excepthook, threading.excepthook = self._except, self._thread
            sys.unraisablehook = self._unraisable

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, Exception):
            _log.critical("nobody handled this", exc_info=(kind, error, trace))
        self._except(kind, error, trace)

    def _on_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and issubclass(arguments.exc_type, Exception):
            name = arguments.thread.name if arguments.thread else "a thread"
            found = (arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
            _log.critical("%s ended by what nobody handled", name, exc_info=found)
            self.failed(f"A thread of the desk ({name})", arguments.exc_value)
        self._thread(arguments)

    def _on_unraisable(self, arguments: Any) -> None:
        error = arguments.exc_value
        if error is not None:
            found = (type(error), error, arguments.exc_traceback)
            _log.error("ignored in %r", arguments.object, exc_info=found)
        self._unraisable(arguments)


_hooks: Final = _Hooks()
