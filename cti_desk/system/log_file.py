"""The rotating log file: for its owner only, without secrets, and never in the program's way."""

from __future__ import annotations

import logging
import os
import stat
import sys
import time
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from cti_desk.system.redaction import Redaction, mask_numbers


class RedactingFormatter(logging.Formatter):
    """One line for each message, time in UTC; tracebacks follow. Secrets are replaced last.

    Of telephone numbers only the last digits are written: a log goes to others than the agent.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, redaction: Redaction) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        text = mask_numbers(self._redaction.apply(super().format(record)))
        return f"{self.formatTime(record)} {text}"


class LogFile(RotatingFileHandler):
    """A log file of mode 0600. What cannot be written (disk full, directory gone) is counted and
    reported later.

    Nothing is raised into the program. The file is opened anew after each failure, so the log goes
    on by itself when there is room again.
    """

    is_desk_log = True

    def __init__(self, path: Path, megabytes: float, files: int, redaction: Redaction) -> None:
        # Without an older file to move to, rotation would never happen: keep at least one.
        super().__init__(
            path,
            maxBytes=int(megabytes * 1_000_000),
            backupCount=max(files, 1),
            encoding="utf-8",
            errors="backslashreplace",
            delay=True,
        )
        self.setFormatter(RedactingFormatter(redaction))
        self._lost = 0
        self._said = False

    def emit(self, record: logging.LogRecord) -> None:
        lost = self._lost
        super().emit(record)
        if lost and self._lost == lost:  # that one was written
            self._lost = 0
            super().emit(_note(f"{lost} messages before this one could not be written"))

    def handleError(self, record: logging.LogRecord) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):  # a mistake of ours in the arguments
            super().emit(_note(f"{record.name} logged what cannot be formatted: {record.msg!r}"))
            return
        self._lost += 1
        # A failed flush keeps its text and fails again, and a failed rotation leaves a closed file.
        stream, self.stream = self.stream, None
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.close()
        if self._said:
            return
        self._said = True
        with suppress(OSError, ValueError, AttributeError):  # pythonw has no standard error
            sys.stderr.write(f"cti-desk: the log cannot be written: {error}\n")

    def close(self) -> None:
        with suppress(OSError, ValueError):  # what is left in a full disk's buffer
            super().close()

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        descriptor = os.open(self.baseFilename, flags, 0o600)
        if sys.platform != "win32":  # there the folder's access list is the file's
            with suppress(OSError):  # not ours
                status = os.fstat(descriptor)
                if stat.S_ISREG(status.st_mode) and status.st_mode & 0o077:
                    os.fchmod(descriptor, 0o600)
        return open(descriptor, "a", encoding=self.encoding, errors=self.errors)


def _note(text: str) -> logging.LogRecord:
    return logging.LogRecord(__name__, logging.WARNING, __file__, 0, text, None, None)
