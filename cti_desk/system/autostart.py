"""Starting with the login session: a desktop entry in the XDG autostart directory.

On Windows `cti_desk.system.windows_autostart` does all of it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cti_desk.api.address import instance_name
from cti_desk.core.errors import NotOffered, SettingsError
from cti_desk.system.paths import NAME

# Desktop Entry Specification 1.5: characters that make quotes necessary, and those that
# are escaped within quotes.
_RESERVED: Final = frozenset(" \t\n\"'\\><~|&;$*?#()`")
_ESCAPED: Final = frozenset('"`$\\')


def autostart_file(instance: str | None = None) -> Path:
    """Where an instance's entry is, or would be; ``None``: the usual desk's."""
    config = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(config) if os.path.isabs(config) else Path.home() / ".config"
    own = "" if instance is None else f"-{instance_name(instance)}"
    return base / "autostart" / f"{NAME}{own}.desktop"


def is_enabled(instance: str | None = None) -> bool:
    """Whether an instance starts with the session, as far as this user's own entry says."""
    if sys.platform == "win32":
        from cti_desk.system import windows_autostart

        return windows_autostart.is_enabled(instance)
    try:
        lines = autostart_file(instance).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return False
    set_here = {line.replace(" ", "").casefold() for line in lines}
    # Desktops switch an entry off in these ways rather than remove it.
    return not {"hidden=true", "x-gnome-autostart-enabled=false"} & set_here


def enable(command: Sequence[str], instance: str | None = None) -> None:
    """Start ``command`` (program and arguments) with every session from now on.

    Another instance's entry stays as it is.

    Raises `SettingsError` when the entry cannot be written, `NotOffered` where there is no XDG.
    """
    if sys.platform == "win32":
        from cti_desk.system import windows_autostart

        windows_autostart.enable(command, instance)
        return
    if sys.platform == "darwin":
        raise NotOffered("On this system the desk cannot set this: use the system's own settings.")
    file = autostart_file(instance)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{NAME}")
        with os.fdopen(handle, "w", encoding="utf-8") as entry:
            entry.write(_entry(command, instance))
        Path(name).replace(file)
    except OSError as error:
        raise SettingsError(f"{file} cannot be written ({error.strerror}).") from error


def disable(instance: str | None = None) -> None:
    """Start an instance no more with the session.

    Raises `SettingsError` when the entry cannot be removed.
    """
    if sys.platform == "win32":
        from cti_desk.system import windows_autostart

        windows_autostart.disable(instance)
        return
    file = autostart_file(instance)
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"{file} cannot be removed ({error.strerror}).") from error


def _entry(command: Sequence[str], instance: str | None) -> str:
    name = "CTI Desk" if instance is None else f"CTI Desk ({instance})"
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        "Version=1.5\n"
        f"Name={name}\n"
        "Comment=Telephone controls beside the CRM\n"
        f"Exec={exec_line(command)}\n"
        f"Icon={NAME}\n"
        "Terminal=false\n"
        "X-GNOME-Autostart-enabled=true\n"
    )


def exec_line(command: Sequence[str]) -> str:
    """The value of ``Exec``: each argument quoted as the specification wants it.

    Raises `SettingsError` for what no entry can carry (an empty command, a line break).
    """
    if not command or any("\n" in word or "\0" in word for word in command):
        raise SettingsError("This command cannot be started with the session.")
    quoted = " ".join(_quoted(word) for word in command)
    return quoted.replace("\\", "\\\\")  # the value is a string, which is unescaped first


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")  # else a field code
    if word and not _RESERVED & set(word):
        return word
    return '"' + "".join(f"\\{each}" if each in _ESCAPED else each for each in word) + '"'
