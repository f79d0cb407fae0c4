"""A display to play on: a virtual one with a window manager and a tray, or the real one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

NEEDED: Final = ("Xvfb", "openbox", "trayer", "scrot", "dbus-daemon", "xsetroot")
PACKAGES: Final = "xvfb openbox trayer scrot dbus-daemon x11-xserver-utils"
START_S: Final = 20.0
TRAY: Final = (
    "trayer --edge bottom --align right --widthtype request --heighttype pixel --height 32 "
    "--SetDockType true --SetPartialStrut true"
)
BACKGROUND: Final = "#c9d2de"


class StageError(Exception):
    """The virtual display cannot be set up; the text says what is missing."""


class Stage:
    """A private X display on which the demo runs. Use as a context manager."""

    def __init__(self, size: str = "1280x720") -> None:
        self._size = size
        self._processes: list[subprocess.Popen[bytes]] = []
        self.env: dict[str, str] = {}

    def __enter__(self) -> Stage:
        missing = [name for name in NEEDED if shutil.which(name) is None]
        if missing:
            raise StageError(
                f"{', '.join(missing)} not found. Install with: apt-get install {PACKAGES}"
            )
        try:
            self._raise_curtain()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _raise_curtain(self) -> None:
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("WAYLAND")}
        self.env["DISPLAY"] = self._start_display()
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._start_bus()
        self.env["QT_QPA_PLATFORM"] = "xcb"
        subprocess.run(["xsetroot", "-solid", BACKGROUND], env=self.env, check=False)
        self._start_window_manager()
        self._spawn(TRAY.split())

    def _start_window_manager(self) -> None:
        """Start openbox; a tray that comes before it is ready may stay invisible for good."""
        with tempfile.TemporaryDirectory(prefix="cti-desk-stage-") as folder:
            ready = Path(folder, "ready")
            self._spawn(["openbox", "--sm-disable", "--startup", f"touch {ready}"])
            wait_for(ready.exists, START_S, "openbox did not start.")

    def _start_display(self) -> str:
        read_end, write_end = os.pipe()
        command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{self._size}x24"]
        self._spawn([*command, "-nolisten", "tcp", "-noreset"], pass_fds=(write_end,))
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise StageError("Xvfb did not start.")
        return f":{number}"

    def _start_bus(self) -> str:
        read_end, write_end = os.pipe()
        command = ["dbus-daemon", "--session", "--nofork", f"--print-address={write_end}"]
        self._spawn(command, pass_fds=(write_end,))
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            return pipe.readline().strip()

    def _spawn(self, command: list[str], pass_fds: tuple[int, ...] = ()) -> None:
        process = subprocess.Popen(
            command,
            env=self.env,
            pass_fds=pass_fds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)

    def picture(self, path: Path) -> None:
        """Photograph the whole display."""
        path.unlink(missing_ok=True)
        subprocess.run(["scrot", "-o", str(path)], env=self.env, check=True, capture_output=True)

    def close(self) -> None:
        """End what was started here, last first."""
        end_all(self._processes)


def end_all(processes: list[subprocess.Popen[bytes]], patience_s: float = 10.0) -> None:
    """Ask each process to end, the youngest first, and see that it does."""
    while processes:
        process = processes.pop()
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(patience_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def wait_for(what: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Poll until something is true; raises `StageError` with the words given."""
    deadline = time.monotonic() + seconds
    while not what():
        if time.monotonic() > deadline:
            raise StageError(otherwise)
        time.sleep(0.02)
