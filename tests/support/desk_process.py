"""The real program, as a user starts it: a simulator, a desk on its profile, verbs in a shell."""

from __future__ import annotations

import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.desktop_rig import Desktop
from tests.support.processes import Program
from tests.support.rabbitmq import RabbitMQ
from tests.support.waiting import wait_for

PROGRAM = Path(sys.executable).parent / "cti-desk"
AGENT = "default_1001"
DEVICE = "SIP/default_0001"
QUEUE = "7012"
CUSTOMER = "2198765456"
ANSWERING = "6100"

_numbers = itertools.count(1)


class Lines:
    """A line-based JSON-RPC connection without any code of the program's own."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._file = link.makefile("rb")
        self._number = 0

    def send(self, line: bytes) -> None:
        self._link.sendall(line + b"\n")

    def read(self, timeout: float = 10) -> Any:
        """Return the next message; None when the peer closed."""
        self._link.settimeout(timeout)
        try:
            line = self._file.readline()
        except ConnectionResetError:
            return None
        return json.loads(line) if line else None

    def ask(self, method: str, params: Any = None, timeout: float = 10) -> Any:
        """Call a method and return the whole reply, an error too; skips events on the way."""
        self._number += 1
        message = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": params or {}}
        self.send(json.dumps(message).encode())
        while True:
            reply = self.read(timeout)
            assert reply is not None, f"the connection was closed instead of answering {method}"
            if reply.get("id") == self._number:
                return reply

    def call(self, method: str, params: Any = None, timeout: float = 10) -> Any:
        """The same, for replies that must be results."""
        reply = self.ask(method, params, timeout)
        assert "result" in reply, reply
        return reply["result"]

    def close(self) -> None:
        self._file.close()
        self._link.close()

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Simulator:
    """``cti-desk simulate VENDOR``."""

    def __init__(
        self,
        directory: Path,
        env: dict[str, str],
        *options: str,
        broker: RabbitMQ | None = None,
        vendor: str = "instantvoice",
    ) -> None:
        command = [PROGRAM, "simulate", vendor, "--json", *options]
        if broker:
            command += ["--broker", broker.address, "--broker-user", broker.user]
            env = {**env, "CTI_DESK_BROKER_PASSWORD": broker.password}
        self.program = Program(command, directory / f"simulator{next(_numbers)}.log", env)
        self.program.wait_until(self._about, what="the simulator's addresses")
        about = self._about()
        self.addresses: dict[str, str] = about["addresses"]
        self.profile = Path(about["profile"])
        self._control = self.control()

    def _about(self) -> Any:
        first = next((x for x in self.program.output().splitlines() if x.startswith("{")), None)
        return json.loads(first) if first else None

    def control(self) -> Lines:
        """Open a connection to the control API, for verbs while another one lasts."""
        host, _, port = self.addresses["control"].rpartition(":")
        return Lines(socket.create_connection((host, int(port)), timeout=10))

    def call(self, verb: str, **params: Any) -> Any:
        """Call a method of the control API and return its result."""
        return self._control.call(verb, params)

    def ring(self, caller: str = CUSTOMER, **params: Any) -> str:
        """Have somebody call; ``agent`` or ``queue`` says whom."""
        return str(self.call("ring", **{"from": caller}, **params))

    @property
    def state(self) -> Any:
        return self.call("state")

    @property
    def stats(self) -> Any:
        return self.call("stats")

    def close(self) -> None:
        self._control.close()
        self.program.end()


class Desk:
    """``cti-desk --config FILE --instance NAME`` and the verbs of its command line."""

    def __init__(
        self,
        directory: Path,
        env: dict[str, str],
        config: Path,
        *options: str,
        start: bool = True,
        secrets: Mapping[str, str] | None = None,
    ) -> None:
        """``secrets``: given on standard input, for a profile that has none of its own."""
        number = next(_numbers)
        self.instance = f"test{number}"
        self.env = env
        self.config = config
        self._options = (*options, "--secrets-stdin") if secrets else options
        self._secrets = "".join(f"{name}={value}\n" for name, value in (secrets or {}).items())
        self._log = directory / f"desk{number}.log"
        self.program: Program | None = None
        if start:
            self.start()

    def start(self) -> None:
        """Start it; returns when its API answers."""
        command = [PROGRAM, "--config", self.config, "--instance", self.instance, *self._options]
        with tempfile.TemporaryFile() as secrets:
            secrets.write(self._secrets.encode())
            secrets.seek(0)
            self.program = Program(command, self._log, self.env, stdin=secrets.fileno())
        self.program.wait_until(lambda: self.cli("snapshot").returncode == 0, what="the desk's API")

    @property
    def pid(self) -> int:
        assert self.program
        return self.program.pid

    def cli(self, *arguments: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        """Run a verb as in a shell, to its end."""
        return subprocess.run(
            [str(PROGRAM), "--instance", self.instance, *arguments],
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )

    def do(self, *arguments: str) -> str:
        """Run a verb that must succeed, and return what it prints."""
        done = self.cli(*arguments)
        assert done.returncode == 0, f"{arguments}: {done.returncode} {done.stdout} {done.stderr}"
        return done.stdout

    def connect(self) -> Lines:
        """Open a raw connection to the local socket."""
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(10)
        try:
            link.connect(self.socket_path())
        except OSError:
            link.close()
            raise
        return Lines(link)

    def socket_path(self) -> str:
        # Documented: the runtime directory's cti-desk/INSTANCE.sock.
        return str(Path(self.env["XDG_RUNTIME_DIR"], "cti-desk", f"{self.instance}.sock"))

    def snapshot(self) -> Any:
        with self.connect() as link:
            return link.call("session.snapshot")

    def until(
        self, holds: Callable[[Any], object], what: str, timeout: float = 20
    ) -> dict[str, Any]:
        """Wait until the snapshot is as wanted, and return it."""
        seen: dict[str, Any] = {}

        def look() -> bool:
            assert self.program is None or self.program.running, "the desk has ended"
            seen.clear()
            seen.update(self.snapshot())
            return bool(holds(seen))

        try:
            wait_for(look, timeout, what)
        except (AssertionError, OSError) as fault:
            raise AssertionError(f"{fault}\nlast seen: {seen}\n{self.output()}") from None
        return seen

    def link_up(self) -> None:
        self.until(lambda s: s["link"]["state"] == "UP", "the link is up")

    def log_in(self, device: str | None = DEVICE) -> None:
        """Log the agent in and wait until they are ready."""
        self.link_up()
        self.do("login", *([device] if device else []), "--wait")
        self.until(lambda s: s["agent"]["state"] == "READY", "the agent is ready")

    def output(self) -> str:
        """All that the program printed, over all its starts."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def close(self) -> int:
        """End it as a session end would; returns the exit status."""
        if self.program is None:
            return 0
        program, self.program = self.program, None
        return program.end()


class Events:
    """``cti-desk events --follow`` in the background."""

    def __init__(self, desk: Desk, directory: Path) -> None:
        command = [PROGRAM, "--instance", desk.instance, "events", "--follow"]
        self._program = Program(command, directory / f"events{next(_numbers)}.jsonl", desk.env)
        # The first line is the snapshot the events follow on.
        self._program.wait_until(lambda: self._program.output().count("\n") > 0, what="a snapshot")

    def all(self) -> list[dict[str, Any]]:
        lines = self._program.output().split("\n")[:-1]
        return [message for line in lines if "event" in (message := json.loads(line))]

    def names(self) -> list[str]:
        return [event["event"] for event in self.all()]

    def until(self, name: str, timeout: float = 20) -> dict[str, Any]:
        """Wait for an event of this name, and return it."""
        wait_for(lambda: name in self.names(), timeout, f"event {name}; came: {self.names()}")
        return next(event for event in self.all() if event["event"] == name)

    def close(self) -> None:
        self._program.end()


class Office:
    """Starts simulators and desks, and ends them all."""

    def __init__(self, directory: Path, env: dict[str, str]) -> None:
        self.directory = directory
        self.env = env
        self._open: list[Simulator | Desk | Events] = []

    def simulator(
        self, *options: str, broker: RabbitMQ | None = None, vendor: str = "instantvoice"
    ) -> Simulator:
        started = Simulator(self.directory, self.env, *options, broker=broker, vendor=vendor)
        self._open.append(started)
        return started

    def desk(
        self,
        config: Path,
        *options: str,
        start: bool = True,
        secrets: Mapping[str, str] | None = None,
    ) -> Desk:
        started = Desk(self.directory, self.env, config, *options, start=start, secrets=secrets)
        self._open.append(started)
        return started

    def events(self, desk: Desk) -> Events:
        started = Events(desk, self.directory)
        self._open.append(started)
        return started

    def close(self) -> None:
        while self._open:
            self._open.pop().close()


def own_directories(base: dict[str, str], root: Path) -> dict[str, str]:
    """Return an environment whose settings, data and runtime directories are below ``root``."""
    env = dict(base)
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        env[f"XDG_{name}_HOME"] = str(root / name.lower())
    env["HOME"] = str(root)
    # A user's second start finds compiled modules; so shall every start here but the first.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Programs without a screen: Qt draws into memory, and there is no tray."""
    started = Office(tmp_path, own_directories(dict(os.environ), tmp_path))
    try:
        yield started
    finally:
        started.close()


@pytest.fixture
def desktop_office(desktop: Desktop, tmp_path: Path) -> Iterator[Office]:
    """Programs on a desktop with window manager and tray."""
    started = Office(tmp_path, own_directories(desktop.env, tmp_path))
    try:
        yield started
    finally:
        started.close()
