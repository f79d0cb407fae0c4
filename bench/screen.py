"""A virtual screen whose pixels can be watched from outside, a few thousand times in a frame.

Xvfb keeps its frame buffer in a file (``-fbdir``), which is mapped into this process: when a pixel
has changed there, the program has painted, whatever the program itself believes.
"""

from __future__ import annotations

import mmap
import os
import struct
import subprocess
import time
from pathlib import Path

from tests.support.processes import Program
from tests.support.waiting import wait_for

WIDTH, HEIGHT = 1280, 720
TRAY = 32  # lines at the bottom of the screen
LOOK_S = 0.0002  # between two looks: a watcher that never sleeps takes the program's core


class Screen:
    """Xvfb with a session bus, a window manager and a tray."""

    def __init__(self, directory: Path) -> None:
        self._programs: list[Program] = []
        self.env = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
        self.env.pop("WAYLAND_DISPLAY", None)
        number = self._start_server(directory)
        self.env["DISPLAY"] = f":{number}"
        bus = directory / "bus"
        self._start("dbus-daemon", "--session", "--nofork", f"--address=unix:path={bus}")
        self.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={bus}"
        ready = directory / "managed"
        self._start("openbox", "--sm-disable", "--startup", f"touch {ready}")
        wait_for(ready.exists, what="openbox")  # a tray that comes before it may stay invisible
        self._start("trayer", "--edge", "bottom", "--align", "right", "--height", str(TRAY))
        with (directory / "Xvfb_screen0").open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack(">25I", self._map[:100])
        self._start_of_pixels = header[0] + header[19] * 12
        self._line = header[12]
        wait_for(self._has_tray, 20, "trayer")

    def _start_server(self, directory: Path) -> str:
        read_end, write_end = os.pipe()
        size = f"{WIDTH}x{HEIGHT}x24"
        command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", size]
        command += ["-fbdir", str(directory), "-nolisten", "tcp", "-noreset"]
        server = Program(command, directory / "xvfb.log", pass_fds=(write_end,))
        self._programs.append(server)
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            return pipe.readline().strip()

    def _start(self, *command: str) -> None:
        log = Path(os.devnull)
        self._programs.append(Program(command, log, self.env))

    def _has_tray(self) -> bool:
        search = ["xdotool", "search", "--onlyvisible", "--class", "^trayer$"]
        found = subprocess.run(search, env=self.env, capture_output=True, check=False)
        return bool(found.stdout)

    def picture(self) -> bytes:
        """Return all pixels above the tray, four bytes each."""
        end = self._start_of_pixels + self._line * (HEIGHT - TRAY)
        return self._map[self._start_of_pixels : end]

    def settled(self, quiet_s: float = 0.5) -> bytes:
        """Wait until nothing has changed for a while, and return that picture."""
        deadline = time.monotonic() + 20
        last, since = self.picture(), time.monotonic()
        while time.monotonic() - since < quiet_s:
            assert time.monotonic() < deadline, "the screen does not come to rest"
            time.sleep(0.02)
            now = self.picture()
            if now != last:
                last, since = now, time.monotonic()
        return last

    def await_change(self, before: bytes, timeout: float = 30) -> float:
        """Return when (perf_counter) the first pixel differed."""
        deadline = time.perf_counter() + timeout
        while self.picture() == before:
            assert time.perf_counter() < deadline, "nothing was painted"
        return time.perf_counter()

    def await_pixel(self, offset: int, value: bytes, timeout: float = 5) -> float:
        """Wait until the pixel at ``offset`` has this value; return when (perf_counter)."""
        return self._watch(offset, value, True, timeout)

    def await_other(self, offset: int, value: bytes, timeout: float = 5) -> float:
        """Wait until the pixel has another value; return when (perf_counter)."""
        return self._watch(offset, value, False, timeout)

    def _watch(self, offset: int, value: bytes, equal: bool, timeout: float) -> float:
        place = self._start_of_pixels + offset
        picture, clock = self._map, time.perf_counter
        deadline = clock() + timeout
        while (picture[place : place + 4] == value) is not equal:
            if clock() > deadline:
                raise AssertionError("the pixel did not change in time")
            time.sleep(LOOK_S)
        return clock()

    def close(self) -> None:
        self._map.close()
        while self._programs:
            self._programs.pop().end()
