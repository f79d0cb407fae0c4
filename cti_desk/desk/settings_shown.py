"""What changed settings change at once: the log, what the desktop shows, the files watched."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from cti_desk import __version__
from cti_desk.desk.settings_in_use import SettingsInUse
from cti_desk.desktop.options import DesktopOptions
from cti_desk.settings.model import Settings
from cti_desk.system.logging_setup import set_up_logging


class HasOptions(Protocol):
    """The desktop, as far as the settings concern it."""

    def use(self, options: DesktopOptions) -> None: ...


class Watches(Protocol):
    """The watch over files."""

    def watch(self, files: Iterable[Path]) -> None: ...


def set_up_log(file: Path, settings: Settings) -> None:
    """Write the log as the settings say."""
    log = settings.log
    set_up_logging(file, log.level, log.megabytes, log.files)


class SettingsShown:
    """Begins by watching the files that the settings in use come from."""

    def __init__(
        self, in_use: SettingsInUse, log_file: Path, desktop: HasOptions, files: Watches
    ) -> None:
        self._in_use = in_use
        self._log_file = log_file
        self._desktop = desktop
        self._files = files
        files.watch(in_use.files)

    def use(self, before: Settings) -> None:
        """Follow the settings that are in use now instead of those before."""
        after = self._in_use.settings
        if before.log != after.log:
            set_up_log(self._log_file, after)
        shown = (before.desk, before.profile, before.queues)
        if shown != (after.desk, after.profile, after.queues):
            self._desktop.use(self._in_use.desktop_options(__version__))
        self._files.watch(self._in_use.files)
