"""Says when one of some files changed, without waking up to look."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QTimer

SETTLE_MS: Final = 200


class FileWatch:
    """Watches files and their directories: editors replace a file rather than write into it.

    Each of ``changed`` is called once a burst of changes is over; those who own the files then look
    what is new.
    """

    def __init__(self, *changed: Callable[[], None]) -> None:
        self._watcher = QFileSystemWatcher()
        self._settle = QTimer(singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self._changed = changed
        self._files: tuple[Path, ...] = ()
        self._watcher.fileChanged.connect(self._touched)
        self._watcher.directoryChanged.connect(self._touched)

    def watch(self, files: Iterable[Path]) -> None:
        """Watch these files instead of those before; one that does not exist may appear."""
        self._files = tuple(files)
        self._renew()

    def close(self) -> None:
        self._settle.stop()
        self._files = ()
        self._renew()

    def _touched(self, path: str) -> None:
        self._settle.start()

    def _settled(self) -> None:
        self._renew()
        for changed in self._changed:
            changed()

    def _renew(self) -> None:
        """A replaced file is a new one: the watcher has lost it and must be told again."""
        wanted = {str(file) for file in self._files if os.path.exists(file)}
        wanted |= {str(file.parent) for file in self._files if os.path.isdir(file.parent)}
        present = set(self._watcher.files()) | set(self._watcher.directories())
        if gone := present - wanted:
            self._watcher.removePaths(sorted(gone))
        if new := wanted - present:
            self._watcher.addPaths(sorted(new))
