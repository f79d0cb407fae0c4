"""Where the local API listens: one function, for the desk and for its clients, without Qt.

On POSIX the socket lies in a directory of the user's own (0700, owner and mode checked); on
Windows the pipe's name carries the user's SID and the session, so that two users never meet.

Programs of one user may have different XDG_RUNTIME_DIRs, or none. So the desk also leaves a note of
its address beside its journal, where every one of them looks.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from typing import NamedTuple

from cti_desk.core.errors import SettingsError, UsageError

# sun_path holds 104 bytes with its end on the BSDs and macOS, 108 on Linux. Qt binds a temporary
# name of ten bytes in the directory first, which is no longer than any of ours.
LONGEST_PATH = 103

LOGIN_SESSIONS = "/run/user"  # where systemd makes a directory for each user who is logged in

_INSTANCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_DEFAULT = "desk"


def address(instance: str | None = None) -> str:
    """The absolute path of the socket (Windows: the pipe's name) of an instance.

    Creates the directory. Raises `UsageError` for a bad instance name and `SettingsError` when
    no directory of the user's own can be had.
    """
    name = instance_name(instance)
    if sys.platform == "win32":
        from cti_desk.api.pipe_name import pipe_name

        return pipe_name(name)
    directory = runtime_directory()
    path = os.path.join(directory, f"{name}.sock")
    if len(os.fsencode(path)) > LONGEST_PATH:
        raise SettingsError(f"The path of the local API is too long: {path}")
    return path


def addresses(instance: str | None = None) -> tuple[str, ...]:
    """Where the instance may listen: its own address, then the one that it has noted.

    Raises as `address`.
    """
    own = address(instance)
    noted = _noted(instance)
    return (own,) if noted is None or noted.address == own else (own, noted.address)


class Note(NamedTuple):
    """What a running desk leaves so that others find it."""

    address: str
    host: str


def note_path(instance: str | None = None) -> str:
    """The file in the instance's state directory that says where it listens."""
    return os.path.join(state_directory(instance), "address")


def write_note(instance: str | None, where: str) -> None:
    """Note where the instance listens; its state directory must be there."""
    path = note_path(instance)
    part = f"{path}.new"
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{where}\n{_host()}\n")
    os.replace(part, path)


def noted_host(instance: str | None = None) -> str | None:
    """The name of the computer that the desk runs on, if another one shares these files."""
    noted = _noted(instance)
    return None if noted is None or noted.host in ("", _host()) else noted.host


def _host() -> str:
    """This computer's name; empty on Windows, where nobody asks for it."""
    if sys.platform == "win32":
        return ""
    return os.uname().nodename


def _noted(instance: str | None) -> Note | None:
    """The address in the note. A note by another user does not count: that user's socket must never
    be asked.
    """
    if sys.platform == "win32":
        return None
    try:
        with open(note_path(instance), encoding="utf-8", errors="replace") as file:
            found = os.fstat(file.fileno())
            lines = file.read(2 * LONGEST_PATH + 2).splitlines()
    except OSError:
        return None
    if found.st_uid != os.getuid() or found.st_mode & 0o022 or not lines:
        return None
    if not os.path.isabs(lines[0]) or len(os.fsencode(lines[0])) > LONGEST_PATH:
        return None
    return Note(lines[0], lines[1] if len(lines) > 1 else "")


def state_directory(instance: str | None = None) -> str:
    """The directory of the instance's journal and memory, which may not exist yet.

    The same as `cti_desk.system.paths` has, without the imports of that module.
    """
    name = instance_name(instance)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
        return os.path.join(base, "cti-desk", "state", name)
    if sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Application Support")
        return os.path.join(base, "cti-desk", "state", name)
    base = os.environ.get("XDG_STATE_HOME", "")
    if not base.strip():
        base = os.path.expanduser("~/.local/state")
    return os.path.join(base, "cti-desk", name)


def lock_path(instance: str | None = None) -> str:
    """The file whose lock says that the instance runs."""
    return os.path.join(runtime_directory(), f"{instance_name(instance)}.lock")


def instance_name(instance: str | None) -> str:
    """The name as used in paths. Raises `UsageError`."""
    if instance is None:
        return _DEFAULT
    if not _INSTANCE.fullmatch(instance):
        raise UsageError(
            f"“{instance}” cannot name an instance: use letters, digits, dot, dash and underscore, "
            "at most 32."
        )
    return instance


def runtime_directory() -> str:
    """The user's own directory for sockets and locks, made when missing."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
        directory = os.path.join(base, "CTI Desk", "run")
        os.makedirs(directory, exist_ok=True)
        return directory
    user = os.getuid()
    # A program without the variable looks where the login session has its directory.
    given = os.environ.get("XDG_RUNTIME_DIR") or os.path.join(LOGIN_SESSIONS, str(user))
    if _usable(given, user):
        return _own_directory(os.path.join(given, "cti-desk"), user)
    return _own_directory(_fallback(os.environ.get("XDG_RUNTIME_DIR", ""), user), user)


def make_private(directory: str) -> None:
    """Make a directory and what is missing above it, each for its owner only."""
    missing = []
    while not os.path.isdir(directory):
        missing.append(directory)
        directory = os.path.dirname(directory)
    for each in reversed(missing):
        os.makedirs(each, mode=0o700, exist_ok=True)


def _usable(given: str, user: int) -> bool:
    """Whether XDG_RUNTIME_DIR is ours and short enough for a socket's path."""
    if not os.path.isabs(given):
        return False
    usual = os.path.join(given, "cti-desk", "x" * 16 + ".sock")
    try:
        found = os.lstat(given)
    except OSError:
        return False
    fits = len(os.fsencode(usual)) <= LONGEST_PATH
    return stat.S_ISDIR(found.st_mode) and found.st_uid == user and fits


def _fallback(given: str, user: int) -> str:
    """A directory in /tmp; different ones for different XDG_RUNTIME_DIRs that are too long."""
    if not os.path.isabs(given):
        return f"/tmp/cti-desk-{user}"  # noqa: S108 -- owner and mode are checked
    import zlib

    return f"/tmp/cti-desk-{user}-{zlib.crc32(os.fsencode(given)):08x}"  # noqa: S108


def _own_directory(path: str, user: int) -> str:
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        pass
    except OSError as error:
        raise SettingsError(f"{path} cannot be made: {error.strerror}") from error
    found = os.lstat(path)
    mine = stat.S_ISDIR(found.st_mode) and found.st_uid == user
    if not mine or stat.S_IMODE(found.st_mode) & 0o077:
        raise SettingsError(
            f"{path} is not a directory that only you can use: its owner or mode is wrong. "
            "Remove it and start again."
        )
    return path
