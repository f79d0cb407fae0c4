"""Where is measured: a screen, directories of its own, programs and their figures from /proc."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.screen import Screen
from cti_desk.declarations.references import load
from cti_desk.installation.registry import installed_vendors
from cti_desk.simulator.acts import Demo
from tests.support.desk_process import Desk, Simulator, own_directories
from tests.support.processes import Program


def _device_of(vendor: str) -> str | None:
    """Where the agent logs in; ``None`` where they are logged on to their telephone already."""
    demo: Demo = load(installed_vendors()[vendor].demo)
    return demo.cast.device


class Lab:
    """One for a whole run."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        runtime = directory / "run"
        runtime.mkdir(mode=0o700)
        self.screen = Screen(directory)
        self.env = own_directories(self.screen.env, directory)
        self.env["XDG_RUNTIME_DIR"] = str(runtime)
        self._simulators: dict[str, Simulator] = {}

    def simulator_of(self, vendor: str) -> Simulator:
        """A telephone system, started when first needed."""
        if vendor not in self._simulators:
            started = Simulator(self.directory, self.env, vendor=vendor)
            self._simulators[vendor] = started
        return self._simulators[vendor]

    @contextmanager
    def desk(self, vendor: str, *options: str) -> Iterator[Desk]:
        """A desk that is connected to a simulator and logged in."""
        profile = self.simulator_of(vendor).profile
        desk = Desk(self.directory, self.env, profile, *options)
        try:
            desk.log_in(_device_of(vendor))
            yield desk
            desk.do("logout", "--wait")
        finally:
            desk.close()

    @contextmanager
    def python(self, module: str, *arguments: str | Path) -> Iterator[Program]:
        """Run a module of ours in another process."""
        command: Sequence[str | Path] = [sys.executable, "-m", module, *arguments]
        program = Program(command, self.directory / f"{module}.log", self.env)
        try:
            yield program
        finally:
            program.end()

    def connect(self, path: str | Path) -> socket.socket:
        """Connect to a local socket as soon as it is there."""
        deadline = time.monotonic() + 20
        while True:
            link = socket.socket(socket.AF_UNIX)
            link.settimeout(20)
            try:
                link.connect(str(path))
                return link
            except OSError:
                link.close()
                assert time.monotonic() < deadline, f"nobody listens at {path}"
                time.sleep(0.01)

    def close(self) -> None:
        for simulator in self._simulators.values():
            simulator.close()
        self.screen.close()


def pss_mb(pid: int) -> float:
    """Return the proportional set size of a process in MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(f"no Pss for {pid}")


def cpu_s(pid: int) -> float:
    """Return the seconds of processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wake_ups(pid: int) -> int:
    """Return how often a process's threads went to sleep of their own will, and so woke up."""
    total = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        for line in status.read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches:"):
                total += int(line.split()[1])
    return total
