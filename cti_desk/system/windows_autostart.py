"""Starting with the login session on Windows: a value below the user's ``Run`` key."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import contextlib
    import subprocess
    import winreg
    from collections.abc import Sequence
    from typing import Final

    from cti_desk.core.errors import SettingsError

    VALUE: Final = "CTI Desk"
    _KEY: Final = r"Software\Microsoft\Windows\CurrentVersion"
    RUN: Final = rf"{_KEY}\Run"
    # Where Windows' own list of start-up programs notes those that were switched off there.
    _APPROVED: Final = rf"{_KEY}\Explorer\StartupApproved\Run"

    def value_name(instance: str | None) -> str:
        """The name of an instance's value; ``None``: the usual desk's."""
        return VALUE if instance is None else f"{VALUE} ({instance})"

    def is_enabled(instance: str | None = None) -> bool:
        """Whether the desk starts with the session, as far as this user's registry says."""
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN) as key:
                winreg.QueryValueEx(key, value_name(instance))
        except OSError:
            return False
        return not _switched_off(value_name(instance))

    def enable(command: Sequence[str], instance: str | None = None) -> None:
        """Start ``command`` with every session from now on. Raises `SettingsError`."""
        line = subprocess.list2cmdline(command)
        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN) as key:
                winreg.SetValueEx(key, value_name(instance), 0, winreg.REG_SZ, line)
        except OSError as error:
            raise SettingsError(f"Windows refused the entry ({error.strerror}).") from error
        _forget(_APPROVED, value_name(instance))

    def disable(instance: str | None = None) -> None:
        """Start no more with the session. Raises `SettingsError`."""
        try:
            _forget(RUN, value_name(instance))
        except OSError as error:
            raise SettingsError(f"The entry cannot be removed ({error.strerror}).") from error

    def _switched_off(name: str) -> bool:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _APPROVED) as key:
                value, _kind = winreg.QueryValueEx(key, name)
        except OSError:
            return False
        return isinstance(value, bytes) and value[:1] in {b"\x03", b"\x01"}

    def _forget(where: str, name: str) -> None:
        with (
            contextlib.suppress(FileNotFoundError),
            winreg.OpenKey(winreg.HKEY_CURRENT_USER, where, 0, winreg.KEY_SET_VALUE) as key,
        ):
            winreg.DeleteValue(key, name)
