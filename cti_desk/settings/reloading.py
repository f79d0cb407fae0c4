"""Reads changed settings again; a bad file is reported while the last good settings stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cti_desk.core.errors import SettingsError
from cti_desk.settings.model import Settings

Stamp = tuple[int, int, int] | None


class Reloader:
    """Looks whether a file changed when `check` is called (a file watcher's call, or a timer's)."""

    def __init__(
        self, load: Callable[[], Settings], first: Settings, policy: Path | None = None
    ) -> None:
        """``load`` reads the settings, ``first`` is what it gave at the start."""
        self._load = load
        self._paths = tuple(path for path in (first.path, policy) if path is not None)
        self._stamps = self._read_stamps()
        self.settings = first
        self._was_there = first.path.exists()
        self.error: SettingsError | None = None

    def check(self) -> bool:
        """Read again if a file changed; true when `settings` or `error` is new.

        ``error`` is the bad file's, ``None`` again once it is good; ``settings`` the last good.
        """
        stamps = self._read_stamps()
        if stamps == self._stamps:
            return False
        self._stamps = stamps
        before = (self.settings, self.error)
        try:
            self.settings, self.error = self._good(self._load()), None
        except SettingsError as error:
            self.error = error
        return before != (self.settings, self.error)

    def _good(self, loaded: Settings) -> Settings:
        """A file that is gone (moved, a share not mounted) is a bad one, not a fresh start."""
        found = loaded.path.exists()
        if self._was_there and not found:
            raise SettingsError(f"The settings file {loaded.path} is gone.")
        self._was_there = found
        return loaded

    def _read_stamps(self) -> tuple[Stamp, ...]:
        return tuple(_stamp(path) for path in self._paths)


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
