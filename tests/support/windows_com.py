"""COM programs in a test's own Windows: our objects registered, scripts run, a desk killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

from tests.support.processes import Program
from tests.support.waiting import wait_for
from tests.support.windows import WINE, Wine

SCRIPTS = Path(__file__).parents[1] / "windows" / "com_scripts"
USER_CLASSES = r"HKCU\Software\Classes"


class ComPrograms:
    """The build's objects, and programs that use them."""

    def __init__(self, wine: Wine, build: Path) -> None:
        self.wine = wine
        self.build = build

    def com(self, *words: str) -> str:
        """Run ``cti-desk com`` with these words and return what it says."""
        done = self.wine.run([self.build / "cti-desk.exe", "com", *words])
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def register(self, *options: str) -> None:
        """Register for the user, and let Wine see it.

        Wine 8 looks up classes in HKEY_LOCAL_MACHINE alone; on Windows the user's come first.
        """
        self.com("register", *options)
        copied = self.reg("copy", USER_CLASSES, r"HKLM\Software\Classes", "/s", "/f")
        assert copied.returncode == 0, copied.stdout + copied.stderr

    def reg(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.wine.run(["reg", *words])

    def run(self, script: str, *words: str, timeout: float = 60, input: str | None = None) -> str:
        """Run a script to its good end and return what it wrote.

        Under Wine the COM server inherits the pipes of the program that it is started for, and so
        does the desk: the script's own end is what counts, not that of its pipe.
        """
        code, output = self._run([*self._interpreter(script), *words], timeout, input or "")
        assert code == 0, f"{script}: {code} {output}\n{self.log()}"
        return output

    def _run(self, command: list[str], timeout: float, given: str) -> tuple[int, str]:
        script = subprocess.Popen(
            [WINE, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.wine.env,
        )
        assert script.stdin
        assert script.stdout
        with script.stdin, script.stdout:
            script.stdin.write(given.encode())
            script.stdin.close()
            try:
                code = script.wait(timeout)
            except subprocess.TimeoutExpired:
                script.kill()
                code = script.wait()
            os.set_blocking(script.stdout.fileno(), False)
            return code, (script.stdout.read() or b"").decode("utf-8", "replace")

    def values(self, script: str) -> list[tuple[str, str]]:
        """The same for a script that writes NAME=VALUE lines."""
        lines = self.run(script).splitlines()
        return [(name, value) for name, _, value in (line.partition("=") for line in lines)]

    def start(self, script: str, *words: str, input: str | None = None) -> Program:
        return self.wine.start([*self._interpreter(script), *words], input)

    def calls(self, *calls: list[Any], timeout: float = 100) -> list[Any]:
        """Call methods one after the other; [method, result, seconds] of each."""
        return results(self.run("calls.py", timeout=timeout, input="".join(map(_line, calls))))

    def start_calls(self, *calls: list[Any]) -> Program:
        return self.start("calls.py", input="".join(map(_line, calls)))

    def _interpreter(self, script: str) -> list[str]:
        path = self.wine.path(SCRIPTS / script)
        if script.endswith(".vbs"):
            return ["cscript.exe", "//nologo", path]
        return [str(self.wine.home / "python" / "python.exe"), path]

    def processes(self, *, server: bool) -> list[int]:
        """The desks of this Windows, or the COM servers."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                ours = f"WINEPREFIX={self.wine.prefix}".encode() in (
                    (entry / "environ").read_bytes().split(b"\0")
                )
            except OSError:
                continue
            if ours and b"cti-deskw.exe" in words[0] and (b"com" in words) is server:
                found.append(int(entry.name))
        return found

    def kill_desk(self) -> None:
        """Kill the desk, and wait until Windows has given its pipe back."""
        desks = self.processes(server=False)
        assert desks, "no desk runs"
        for pid in desks:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not self.processes(server=False), 20, "the desk's end")

    def log(self) -> str:
        """The log of the COM server."""
        file = self.wine.app_data / "CTI Desk" / "com" / "com.log"
        return file.read_text(errors="replace") if file.exists() else "(no com.log)"


def heard(program: Program, words: str, timeout: float = 30) -> None:
    """Wait until the program has said this; it may end with it."""
    try:
        wait_for(lambda: words in program.output(), timeout, words)
    except AssertionError as late:
        raise AssertionError(f"{late}\n{program.output()}") from None


def results(output: str) -> list[Any]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("[")]


def _line(call: list[Any]) -> str:
    return json.dumps(call) + "\n"
