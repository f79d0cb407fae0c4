"""Which screens a program of this session draws on."""

from __future__ import annotations

import os
import sys


def displays() -> tuple[str, ...]:
    """Names of the displays that the environment offers: X11's first, then Wayland's.

    Two programs see the same screen when they have one of them in common. Empty where there is
    none, and on Windows and macOS, where a user's programs find each other in one session only.
    """
    if sys.platform in {"win32", "darwin"}:
        return ()
    x11, wayland = os.environ.get("DISPLAY", ""), os.environ.get("WAYLAND_DISPLAY", "")
    found = []
    if x11:
        host, _, number = x11.rpartition(":")
        host = "" if host in ("unix", "localhost/unix") else host
        found.append(f"{host}:{number.partition('.')[0]}")  # without the screen's number
    if wayland:
        found.append(os.path.basename(wayland))
    return tuple(found)
