"""Opens pages and files in the programs that the person has chosen for them.

Linux: the commands in ``BROWSER`` (for web pages), then ``xdg-open``, ``gio open`` and the system's
browser; Windows and macOS have one way each. The started program lives on when the desk ends.
"""

from __future__ import annotations

import asyncio
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

    Raises `UsageError` for what is no URL and `CtiError` when nothing on this computer opens it.
    A program that starts and then cannot open it is logged, and told to ``failed`` if the caller
    runs on a loop.
    """
    scheme = urlsplit(url).scheme
    if not scheme:  # would be taken for a file, or for an option
        raise UsageError("The page was not opened: its address is not a URL.")
    _open(url, "The page was not opened", scheme in WEB, failed)


def open_path(path: Path, failed: Failed | None = None) -> None:
    """Open a file in the program for its kind. Raises `CtiError`; ``failed`` as in `open_url`."""
    if not path.exists():
        raise CtiError(f"{path} was not opened: it does not exist.")
    _open(str(path.resolve()), f"{path} was not opened", False, failed)


def _open(target: str, not_opened: str, web: bool, failed: Failed | None) -> None:
    if sys.platform == "win32":
        try:
            os.startfile(target)  # noqa: S606 -- checked above, never a command line
        except OSError as error:
            raise CtiError(f"{not_opened}: {error.strerror}.") from error
        return
    for command in _commands(target, web):
        if shutil.which(command[0]) is not None:
            _start(command, not_opened, failed)
            return
    raise CtiError(
        f"{not_opened}: no program for it was found. Install xdg-utils, or name a browser in the "
        "environment variable BROWSER."
    )


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


def _start(command: list[str], not_opened: str, failed: Failed | None) -> None:
    import subprocess

    try:
        process = subprocess.Popen(  # noqa: S603 -- no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a signal to the desk's group is not for the browser
            cwd=Path.home(),
            env=_environment(),
        )
    except OSError as error:
        raise CtiError(f"{not_opened}: {command[0]} did not start ({error.strerror}).") from error
    tell = _teller(failed)
    name = f"waits for {command[0]}"
    arguments = (process, command[0], not_opened, tell)
    # Somebody must collect its exit status; a browser may stay for hours, the thread costs nothing.
    threading.Thread(target=_wait, args=arguments, name=name, daemon=True).start()


def _wait(process: Popen[bytes], program: str, not_opened: str, tell: Failed) -> None:
    status = process.wait()
    if status != 0:
        tell(CtiError(f"{not_opened}: {program} could not open it (exit status {status})."))


def _teller(failed: Failed | None) -> Failed:
    """A function for the waiting thread: it logs, and hands the error over to the loop."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        loop = None

    def tell(error: CtiError) -> None:
        _log.warning("%s", error)
        if failed is not None and loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(failed, error)

    return tell


def _environment() -> dict[str, str]:
    """Ours, without the library path that a frozen program sets for itself."""
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        environment.pop("LD_LIBRARY_PATH", None)
        original = environment.pop("LD_LIBRARY_PATH_ORIG", None)
        if original is not None:
            environment["LD_LIBRARY_PATH"] = original
    return environment
