"""Remembers small things between starts: the strip's place, the last device, learned texts."""

from __future__ import annotations

import json
import logging
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cti_desk.core.text import clean_values

_log = logging.getLogger(__name__)


class FileMemory:
    """A JSON file (0600) behind `cti_desk.core.ports.Memory`.

    Nothing is written by ``set``: ``on_dirty`` tells that something waits, and whoever owns this
    calls `flush` when it is quiet, and at the end. ``notices`` are sentences about what could not
    be read or written, for the desk to show.
    """

    def __init__(self, path: Path, on_dirty: Callable[[], None] = lambda: None) -> None:
        """``on_dirty`` is called when there is something to `flush`."""
        self._path = path
        self._on_dirty = on_dirty
        self._dirty = False
        self.notices: list[str] = []
        self._values: dict[str, Any] = self._read()

    def get(self, key: str, default: Any = None) -> Any:
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        """Remember a JSON value; ``None`` forgets it."""
        value = clean_values(value)
        if self._values.get(key) == value:
            return
        if value is None:
            self._values.pop(key, None)
        else:
            json.dumps(value)  # a mistake shows here, not later in flush
            self._values[key] = value
        if not self._dirty:
            self._dirty = True
            self._on_dirty()

    def flush(self) -> None:
        """Write what changed, in one step: a kill leaves the old file or the new one."""
        if not self._dirty:
            return
        try:
            self._write(json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True))
        except OSError as error:
            self._notice(f"What the desk remembers could not be saved ({error.strerror}).")
        self._dirty = False

    def _write(self, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
            Path(name).replace(self._path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            self._notice(f"What the desk remembered cannot be read ({error.strerror}).")
            return {}
        except (ValueError, RecursionError):
            return self._set_aside()
        return clean_values(values) if isinstance(values, dict) else self._set_aside()

    def _set_aside(self) -> dict[str, Any]:
        aside = self._path.with_name(f"{self._path.name}.damaged-{int(time.time())}")
        try:
            self._path.replace(aside)
        except OSError:
            _log.info("the damaged file could not be moved", exc_info=True)
        self._notice(
            f"What the desk remembered was damaged and is kept in {aside.name}: window place, "
            "last device and learned texts start afresh."
        )
        return {}

    def _notice(self, sentence: str) -> None:
        self.notices.append(sentence)
        _log.info("%s", sentence)
