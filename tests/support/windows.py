"""The built Windows program, under Wine: a Windows of each test's own, and a desk in it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.support.processes import Program
from tests.support.waiting import wait_for

CHECKOUT = Path(__file__).parents[2]
SCRIPTS = CHECKOUT / "installer" / "windows"
# The wrappers in PATH complain about a 32 bit half nobody needs.
WINE = Path("/usr/lib/wine/wine64")
WINESERVER = Path("/usr/lib/wine/wineserver64")
# Windows programs cannot write to a file that Linux opened; bash tells how the first one ended.
_PIPED = ["bash", "-o", "pipefail", "-c", '"$@" 2>&1 | cat', "wine"]


def script(name: str, *arguments: str | Path, timeout: float = 600) -> str:
    """Run a script of installer/windows and return the last line that it prints."""
    done = subprocess.run(
        [SCRIPTS / name, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip().rpartition("\n")[2]


class Wine:
    """One Windows: a prefix, and the programs that run in it. End it with `close`."""

    def __init__(self, directory: Path, env: dict[str, str]) -> None:
        self.directory = directory
        self.prefix = directory / "prefix"
        self.env = {
            **env,
            "HOME": str(directory),
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=d;mshtml=d;winemenubuilder.exe=d",
        }
        if "DISPLAY" in env:
            self.env.pop("QT_QPA_PLATFORM", None)
        self._programs: list[Program] = []
        self.home = Path(os.environ.get("CTI_WINDOWS_PYTHON") or script("make-python.sh"))
        script("new-prefix.sh", self.prefix)
        self._keeper = self._boot()

    def _boot(self) -> subprocess.Popen[bytes]:
        """Start what runs beside every program, and something that keeps it running.

        Else the first program's pipes would be theirs too, and stay open when it has ended.
        """
        nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": self.env}
        keeper = subprocess.Popen([WINE, "cmd.exe"], stdin=subprocess.PIPE, **nowhere)
        desktop = "import ctypes; ctypes.windll.user32.GetDesktopWindow()"
        for command in (["wineboot"], [self.home / "python" / "python.exe", "-c", desktop]):
            subprocess.run(
                [WINE, *command], stdin=subprocess.DEVNULL, check=True, timeout=60, **nowhere
            )
        return keeper

    @staticmethod
    def path(linux: Path) -> str:
        """The Windows name of a file: drive Z: is the root."""
        return "Z:" + str(linux).replace("/", "\\")

    @cached_property
    def app_data(self) -> Path:
        """%LOCALAPPDATA% of this Windows' user."""
        users = self.prefix / "drive_c" / "users"
        return next(user for user in users.iterdir() if user.name != "Public") / "AppData/Local"

    def write_settings(self, text: str) -> None:
        """Give the user these settings."""
        file = self.app_data / "cti-desk" / "settings.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(
        self,
        command: Sequence[str | Path],
        timeout: float = 60,
        input: str | None = None,
        env: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a Windows program to its end; it is given an empty standard input, or ``input``."""
        words = [str(WINE), *map(str, command)]
        given: Any = {"stdin": subprocess.DEVNULL} if input is None else {"input": input}
        try:
            return subprocess.run(
                words,
                env={**self.env, **(env or {})},
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
                timeout=timeout,
                **given,
            )
        except subprocess.TimeoutExpired as late:
            raise AssertionError(f"{words} did not end: {late.stdout!r} {late.stderr!r}") from None

    def start(self, command: Sequence[str | Path], input: str | None = None) -> Program:
        """Start a Windows program; it is ended with this Windows."""
        log = self.directory / f"{len(self._programs)}-{Path(str(command[0])).name}.log"
        stdin = subprocess.DEVNULL if input is None else subprocess.PIPE
        program = Program([*_PIPED, WINE, *command], log, self.env, stdin=stdin)
        self._programs.append(program)
        if program.process.stdin is not None:
            with program.process.stdin as stream:
                stream.write((input or "").encode())
        return program

    def python(self, *words: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        """Run the Windows Python (without this project's source) with these words."""
        return self.run([self.home / "python" / "python.exe", *words], timeout)

    def probe(self, name: str, *words: str) -> str:
        """Run tests/windows/probes/NAME.py on this checkout's source; what it prints."""
        source = {"PYTHONPATH": self.path(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"}
        file = self.path(CHECKOUT / "tests" / "windows" / "probes" / f"{name}.py")
        done = self.run([self.home / "python" / "python.exe", file, *words], env=source)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def server(self, option: str, timeout: float = 30) -> None:
        """Call this Windows' own wineserver: ``--kill`` or ``--wait``."""
        subprocess.run(
            [WINESERVER, option], env=self.env, check=False, timeout=timeout, capture_output=True
        )

    def close(self) -> None:
        """End everything that runs in it."""
        self.server("--kill")
        assert self._keeper.stdin
        self._keeper.stdin.close()
        self._keeper.wait(30)
        for program in self._programs:
            program.end()
        self.server("--wait")


class WindowsDesk:
    """The desk of the build, and its command line."""

    def __init__(self, wine: Wine, build: Path, *options: str | Path) -> None:
        self.wine = wine
        self.build = build
        self._options = [each if isinstance(each, str) else wine.path(each) for each in options]
        self._verbs = []
        if "--instance" in self._options:
            at = self._options.index("--instance")
            self._verbs = self._options[at : at + 2]
        self.program: Program | None = None

    def start(self, *more: str, input: str | None = None) -> None:
        """Start it as a shortcut would, without a console; returns when its API answers."""
        command = [self.build / "cti-deskw.exe", *self._options, *more]
        self.program = self.wine.start(command, input)
        try:
            self.program.wait_until(lambda: self.cli("snapshot").returncode == 0, 40, "the API")
        except AssertionError as fault:
            raise AssertionError(f"{fault}\n{self.log()}") from None

    def cli(
        self,
        *words: str,
        timeout: float = 60,
        input: str | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a verb as in a console, to its end."""
        command = [self.build / "cti-desk.exe", *self._verbs, *words]
        return self.wine.run(command, timeout, input)

    def do(self, *words: str) -> str:
        """Run a verb that must succeed, and return what it prints."""
        done = self.cli(*words)
        assert done.returncode == 0, f"{words}: {done.returncode} {done.stdout} {done.stderr}"
        return done.stdout

    def snapshot(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.do("snapshot", "--json"))
        return found

    def until(
        self, holds: Callable[[Any], object], what: str, timeout: float = 30
    ) -> dict[str, Any]:
        """Wait until the snapshot is as wanted, and return it."""
        seen: dict[str, Any] = {}

        def look() -> bool:
            seen.clear()
            seen.update(self.snapshot())
            return bool(holds(seen))

        try:
            wait_for(look, timeout, what)
        except AssertionError as fault:
            raise AssertionError(f"{fault}\nlast seen: {seen}\n{self.log()}") from None
        return seen

    def link_up(self) -> None:
        self.until(lambda s: s["link"]["state"] == "UP", "the link is up")

    def log(self) -> str:
        """All logs of this Windows' desks."""
        files = self.wine.app_data.glob("cti-desk/state/*/cti-desk.log")
        return "\n".join(file.read_text(errors="replace") for file in files)


def without_python(env: dict[str, str]) -> dict[str, str]:
    """An environment in which nothing points to this Linux side's Python or its display."""
    return {
        name: value
        for name, value in env.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "XDG_", "PYTEST"))
        and name != "DBUS_SESSION_BUS_ADDRESS"
    } | {"PATH": os.environ["PATH"]}
