"""Where the desk keeps its files: settings for all instances, everything else for each its own.

Linux (the XDG variables move the first and the last; nothing moves the policy):
``~/.config/cti-desk/settings.toml``, ``/etc/cti-desk/policy.toml``, and for the instance NAME
``~/.local/state/cti-desk/NAME/``.

Windows: ``%LOCALAPPDATA%\\cti-desk\\settings.toml``, ``%PROGRAMDATA%\\cti-desk\\policy.toml``, and
for the instance NAME ``%LOCALAPPDATA%\\cti-desk\\state\\NAME\\``.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Final

from cti_desk.api.address import instance_name
from cti_desk.core.errors import SettingsError

NAME: Final = "cti-desk"


class Paths:
    """The files of one instance (``None``: the usual desk).

    Nothing is made by asking where the settings are. The state directory is made, for its owner
    only (0700), by the first question about a file in it. Raises `UsageError` for a bad instance
    name and, from what lies in the state directory, `SettingsError` when it cannot be made.
    """

    def __init__(self, instance: str | None = None) -> None:
        self._instance = instance_name(instance)

    @cached_property
    def settings_file(self) -> Path:
        """The settings, shared by all instances."""
        from platformdirs import user_config_path

        return user_config_path(NAME, appauthor=False) / "settings.toml"

    @cached_property
    def policy_file(self) -> Path:
        """What the administrator set or locked."""
        if sys.platform == "win32":
            return _windows_program_data() / NAME / "policy.toml"
        if sys.platform == "darwin":
            return Path("/Library/Application Support") / NAME / "policy.toml"
        return Path("/etc") / NAME / "policy.toml"

    @cached_property
    def state_dir(self) -> Path:
        """The directory of this instance's own files."""
        from platformdirs import user_state_path

        base = user_state_path(NAME, appauthor=False)
        # On Windows and macOS the settings lie in the same folder: keep instances apart from them.
        if sys.platform in {"win32", "darwin"}:
            base /= "state"
        return _private(base / self._instance)

    @property
    def memory_file(self) -> Path:
        """What is remembered between starts (`cti_desk.settings.memory`)."""
        return self.state_dir / "memory.json"

    @property
    def journal_file(self) -> Path:
        """Calls and states (`cti_desk.journal`)."""
        return self.state_dir / "journal.sqlite"

    @property
    def log_file(self) -> Path:
        """The log; older ones lie beside it with a number at the end."""
        return self.state_dir / "cti-desk.log"


def _private(directory: Path) -> Path:
    """Make a directory and what is missing above it, each for the owner only."""
    missing = [directory, *directory.parents]
    try:
        for each in reversed([path for path in missing if not path.is_dir()]):
            each.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"{directory} cannot be made ({error.strerror}): the desk keeps its log and journal "
            "there and does not start without it."
        ) from error
    with suppress(OSError):  # a file system without modes
        if directory.stat().st_mode & 0o077:
            directory.chmod(0o700)
    return directory


def _windows_program_data() -> Path:
    from platformdirs import site_data_path

    return site_data_path(appname=None, appauthor=False)
