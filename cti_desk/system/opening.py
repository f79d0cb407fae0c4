"""Opens pages and files in the programs that the person has chosen for them.

Linux: the commands in ``BROWSER`` (for web pages), then ``xdg-open``, ``gio open`` and the system's
browser. If one of them fails at once, the next is tried. Windows and macOS have one way each. The
started program lives on when the desk ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shlex
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from cti_desk.core.errors import CtiError, UsageError
from cti_desk.core.screen_pop import check_url
from cti_desk.system.uritemplate_shim import expand

if TYPE_CHECKING:
    from subprocess import Popen

_log = logging.getLogger(__name__)

WEB: Final = ("http", "https")

FAILS_AT_ONCE_S: Final = 2.0
"""A program that ends with an error within this time has not opened anything.

One that ends later has: the person has closed it, or it crashed, and neither is news about the
page.
"""

Failed = Callable[[CtiError], None]


def open_page(
    template: str,
    variables: Mapping[str, str],
    schemes: tuple[str, ...],
    hosts: tuple[str, ...],
    failed: Failed | None = None,
) -> None:
    """Open the page of a call: expand the RFC 6570 template, check the address, open it.

    Raises `SettingsError` for what is no template, `UsageError` for an address that is not
    allowed, and `CtiError` when nothing on this computer opens it. ``failed`` as in `open_url`.
    """
    url = expand(template, variables)
    check_url(url, schemes, hosts)
    open_url(url, failed)


def open_url(url: str, failed: Failed | None = None) -> None:
    """Open an address, without waiting for it.

    Raises `UsageError` for what is no URL and `CtiError` when no program on this computer starts.
    If all that start fail at once, ``failed`` is called on the caller's loop, if there is one.
    """
    scheme = urlsplit(url).scheme
    if not scheme:  # would be taken for a file, or for an option
        raise UsageError("The page was not opened: its address is not a URL.")
    _open(url, "The page was not opened", scheme in WEB, failed)


def open_path(path: Path, failed: Failed | None = None) -> None:
    """Open a file in the program for its kind. Raises `CtiError`; ``failed`` as in `open_url`."""
    if not os.path.exists(path):
        raise CtiError(f"{path} was not opened: it does not exist.")
    _open(str(path.resolve()), f"{path} was not opened", False, failed)


def _open(target: str, not_opened: str, web: bool, failed: Failed | None) -> None:
    if sys.platform == "win32":
        try:
            os.startfile(target)  # noqa: S606 -- checked above, never a command line
        except OSError as error:
            raise CtiError(f"{not_opened}: {error.strerror}.") from error
        return
    commands = [each for each in _commands(target, web) if shutil.which(each[0]) is not None]
    attempt = _Attempt(commands, not_opened, _reporter(failed))
    if not attempt.start_next():
        raise attempt.error()
    # Somebody must collect its exit status; a browser may run for hours, the thread costs nothing.
    threading.Thread(target=attempt.follow, name="waits for a program", daemon=True).start()


def _commands(target: str, web: bool) -> Iterator[list[str]]:
    """The command lines that could open it, the person's own choice first."""
    if sys.platform == "darwin":
        yield ["open", target]
        return
    if web:
        yield from _named_browsers(target)
    yield ["xdg-open", target]
    yield ["gio", "open", target]
    if web:
        yield ["x-www-browser", target]
    else:
        yield from _named_browsers(target)


def _named_browsers(target: str) -> Iterator[list[str]]:
    """``BROWSER``: commands between colons, in which ``%s`` stands for the address."""
    for text in os.environ.get("BROWSER", "").split(":"):
        try:
            words = shlex.split(text)
        except ValueError:
            _log.warning("BROWSER contains what is no command: %s", text)
            continue
        if any("%s" in word for word in words):
            yield [word.replace("%s", target) for word in words]
        elif words:
            yield [*words, target]


class _Attempt:
    """The programs that could open something, tried one after the other."""

    def __init__(self, commands: list[list[str]], not_opened: str, report: Failed) -> None:
        self._commands = commands
        self._not_opened = not_opened
        self._report = report
        self._tried = bool(commands)
        self._process: Popen[bytes] | None = None
        self._program = ""  # its arguments carry a caller's number and are not logged

    def start_next(self) -> bool:
        """Start the next program; false when there is none left that starts."""
        import subprocess

        while self._commands:
            command = self._commands.pop(0)
            self._program = command[0]
            try:
                self._process = subprocess.Popen(  # noqa: S603 -- no shell
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # a signal to the desk's group is not for the browser
                    cwd=Path.home(),
                    env=_environment(),
                )
            except OSError as error:
                _log.info("%s: %s did not start (%s)", self._not_opened, self._program, error)
                continue
            _log.info("%s was started", self._program)
            return True
        return False

    def follow(self) -> None:
        """On a thread of its own: try the next program while one fails at once."""
        while self._failed_at_once():
            if not self.start_next():
                self._report(self.error())
                return

    def _failed_at_once(self) -> bool:
        import subprocess

        assert self._process is not None
        try:
            status = self._process.wait(FAILS_AT_ONCE_S)
        except subprocess.TimeoutExpired:
            self._process.wait()
            return False
        if status != 0:
            _log.info("%s: %s ended with status %s", self._not_opened, self._program, status)
        return status != 0

    def error(self) -> CtiError:
        """Why nothing was opened, in words for the agent; the log names the programs."""
        if not self._tried:
            return CtiError(
                f"{self._not_opened}: no program for it was found. Install xdg-utils, or name a "
                "browser in the environment variable BROWSER."
            )
        return CtiError(
            f"{self._not_opened}: no program on this computer could open it. Ask your "
            "administrator; the desk's log says more."
        )


def _reporter(failed: Failed | None) -> Failed:
    """A function for the waiting thread: it logs, and hands the error over to the loop."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        loop = None

    def report(error: CtiError) -> None:
        _log.warning("%s", error)
        if failed is not None and loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(failed, error)

    return report


def _environment() -> dict[str, str]:
    """Ours, without the library path that a frozen program sets for itself."""
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        environment.pop("LD_LIBRARY_PATH", None)
        original = environment.pop("LD_LIBRARY_PATH_ORIG", None)
        if original is not None:
            environment["LD_LIBRARY_PATH"] = original
    return environment
