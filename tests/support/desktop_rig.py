"""A desktop of our own on a virtual screen: window manager, tray, session bus, mouse, keyboard.

The stage is the demo's; here are the eyes and hands.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.processes import Program
from tests.support.waiting import wait_for

if TYPE_CHECKING:
    from cti_desk.demo.stage import Stage


@dataclass(frozen=True)
class Area:
    """A window, or an icon in the tray, and where it is on the screen."""

    id: str
    name: str
    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


_TREE_LINE = re.compile(
    r"^\s+(?P<id>0x[0-9a-f]+) (?:\"(?P<name>.*)\"|\(has no name\)):.*?"
    r"(?P<width>\d+)x(?P<height>\d+)\+-?\d+\+-?\d+\s+\+(?P<x>-?\d+)\+(?P<y>-?\d+)$"
)


def parse_tree(text: str) -> list[Area]:
    """Read the children in what ``xwininfo -tree`` prints, at their places on the screen."""
    return [
        Area(
            found["id"],
            found["name"] or "",
            *(int(found[key]) for key in ("x", "y", "width", "height")),
        )
        for found in map(_TREE_LINE.match, text.splitlines())
        if found
    ]


class Desktop:
    """Eyes and hands on one stage. ``env`` is what programs on it are started with."""

    def __init__(self, stage: Stage, directory: Path) -> None:
        self._stage = stage
        self.directory = directory
        self.env = dict(stage.env)
        wait_for(lambda: "window id" in self._root("_NET_SUPPORTING_WM_CHECK"), what="openbox")
        wait_for(self._tray_window, what="trayer")

    def run(self, *command: str) -> str:
        """Run a small program on this desktop and return what it prints."""
        done = subprocess.run(
            command, env=self.env, capture_output=True, text=True, check=False, timeout=30
        )
        return done.stdout

    def _root(self, name: str) -> str:
        return self.run("xprop", "-root", name)

    def _tray_window(self) -> str:
        return self.run("xdotool", "search", "--onlyvisible", "--class", "^trayer$").strip()

    def tray_icons(self) -> list[Area]:
        """Return the icons in the tray."""
        tree = self.run("xwininfo", "-tree", "-id", self._tray_window().split()[0])
        return [area for area in parse_tree(tree) if min(area.width, area.height) >= 16]

    def windows(self, name: str = "", pid: int | None = None) -> list[Area]:
        """Return the visible windows whose title matches, of one process or of all."""
        search = ["xdotool", "search", "--onlyvisible"]
        if pid is not None:
            search += ["--all", "--pid", str(pid)]
        found = []
        for window in self.run(*search, "--name", name).split():
            area = self._area(window)
            if area and area.width > 1:
                found.append(area)
        return found

    def _area(self, window: str) -> Area | None:
        lines = self.run("xdotool", "getwindowgeometry", "--shell", window).splitlines()
        values = dict(line.split("=", 1) for line in lines if "=" in line)
        if "WIDTH" not in values:  # it went while we looked
            return None
        title = self.run("xdotool", "getwindowname", window).rstrip("\n")
        numbers = (int(values[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
        return Area(window, title, *numbers)

    def window(self, name: str = "", pid: int | None = None) -> Area:
        """Wait for a visible window whose title matches, and return it."""
        return wait_for(lambda: self.windows(name, pid), what=f"window {name!r}")[0]

    def focused(self) -> str:
        """Return the title of the window that has the keyboard."""
        return self.run("xdotool", "getwindowfocus", "getwindowname").strip()

    def point(self, x: int, y: int) -> None:
        """Move the mouse."""
        self.run("xdotool", "mousemove", str(x), str(y))

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the mouse and click."""
        self.run("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def key(self, *keys: str) -> None:
        """Press keys, by their X names: ``Return``, ``ctrl+c``."""
        self.run("xdotool", "key", *keys)

    def type(self, text: str, delay_ms: int = 12) -> None:
        """Type into whatever has the keyboard; returns when the last key was released."""
        self.run("xdotool", "type", "--delay", str(delay_ms), "--", text)

    def picture(self, path: Path) -> Path:
        """Photograph the screen."""
        self._stage.picture(path)
        return path


class Typist:
    """Somebody at work in another program: an xterm that keeps every key it gets."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._keys = desktop.directory / "keys"
        self._keys.touch()
        script = f"stty -icanon -echo min 1; exec cat >{self._keys}"
        self._xterm = Program(
            ["xterm", "-T", "typist", "-geometry", "60x8+40+40", "-e", "sh", "-c", script],
            desktop.directory / "xterm.log",
            {**desktop.env, "HOME": str(desktop.directory)},
        )
        try:
            self._xterm.wait_until(lambda: desktop.windows("^typist$"), what="the xterm")
        except AssertionError:
            self._xterm.end()
            raise
        self.window = desktop.window("^typist$")

    def sit_down(self) -> None:
        """Take the keyboard by clicking into the window, and see that keys arrive."""
        self._desktop.click(*self.window.centre)
        wait_for(lambda: self._desktop.focused() == "typist", what="the xterm has the keyboard")
        self._desktop.type(".")
        wait_for(lambda: self.received == ".", what="a key arrives in the xterm")

    def type(self, text: str) -> None:
        self._desktop.type(text)

    @property
    def received(self) -> str:
        """All keys that arrived, in order."""
        return self._keys.read_text()

    def leave(self) -> None:
        self._xterm.end()


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    """A desktop with window manager and tray, for one test."""
    # Imported here: only tests with a desktop should need what the demo needs.
    from cti_desk.demo.stage import Stage

    with Stage() as stage:
        yield Desktop(stage, tmp_path)


@pytest.fixture
def typist(desktop: Desktop) -> Iterator[Typist]:
    """Somebody who sits at the desktop and types into an xterm."""
    person = Typist(desktop)
    try:
        person.sit_down()
        yield person
    finally:
        person.leave()
