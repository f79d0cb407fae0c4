"""Where running simulators leave their profile and say that they run: this user's only."""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any

from cti_desk.simulator.errors import ExchangeError


class UnsafeDirectory(ExchangeError):
    """The directory belongs to somebody else or is open to others."""


def directory() -> Path:
    """Return the directory (0700, made if missing); raises UnsafeDirectory."""
    base = os.environ.get("XDG_RUNTIME_DIR")
    if base and Path(base).is_dir():
        path = Path(base) / "cti-desk-simulators"
    else:
        owner = os.getuid() if hasattr(os, "getuid") else "user"
        path = Path(tempfile.gettempdir()) / f"cti-desk-simulators-{owner}"
    path.mkdir(mode=0o700, exist_ok=True)
    if sys.platform != "win32":
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise UnsafeDirectory(f"{path} belongs to somebody else.")
        if found.st_mode & 0o077:
            raise UnsafeDirectory(f"{path} is open to others (it should have mode 0700).")
    return path


def register(entry: dict[str, Any], folder: Path | None = None) -> Path:
    """Note a running simulator for `running`; remove the returned file when it ends."""
    path = (folder or directory()) / f"{os.getpid()}-{entry['vendor']}.running.json"
    path.write_text(json.dumps({"pid": os.getpid(), **entry}))
    return path


def running(folder: Path | None = None) -> list[dict[str, Any]]:
    """Entries of simulators whose process lives; the others are removed."""
    entries = []
    for path in sorted((folder or directory()).glob("*.running.json")):
        try:
            entry = json.loads(path.read_text())
            alive = _lives(int(entry["pid"]))
        except (OSError, ValueError, KeyError, TypeError):
            alive = False
        if alive:
            entries.append(entry)
        else:
            path.unlink(missing_ok=True)
    return entries


def _lives(pid: int) -> bool:
    if os.name != "posix":
        # os.kill would end the process there: its own file is all there is to go by.
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
