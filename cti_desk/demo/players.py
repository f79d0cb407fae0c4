"""The programs of the demo: a simulator and a desk, started as a user would start them."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from cti_desk.api.client import Client, connect
from cti_desk.core.errors import CtiError, DeskNotRunning
from cti_desk.demo.stage import StageError, end_all
from cti_desk.installation.own_program import command
from cti_desk.simulator.cast import Cast
from cti_desk.simulator.client import ControlClient, ControlError, NotReached

INSTANCE: Final = "demo"
START_S: Final = 30.0


class Players:
    """Starts the simulator and the desk, and speaks to both. Use as a context manager."""

    def __init__(
        self, vendor: str, cast: Cast, env: dict[str, str], say: Callable[[str], None]
    ) -> None:
        self._vendor = vendor
        self._cast = cast
        self._env = env
        self._say = say
        self._directory = TemporaryDirectory(prefix="cti-desk-demo-")
        self._processes: list[subprocess.Popen[bytes]] = []
        self._sim: ControlClient | None = None
        self._client: Client | None = None
        self.desk_process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Players:
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _start(self) -> None:
        simulator = self._spawn(["simulate", self._vendor, "--json"], stdout=subprocess.PIPE)
        assert simulator.stdout is not None
        line = simulator.stdout.readline()
        if not line:
            raise StageError(f"The {self._vendor} simulator did not start.")
        about = json.loads(line)
        self._sim = ControlClient(about["addresses"]["control"])
        settings = furnish(Path(about["profile"]), Path(self._directory.name), self._cast.contacts)
        self.desk_process = self._spawn(["--config", str(settings), "--instance", INSTANCE])
        self._client = self._connect(self.desk_process)
        listener = threading.Thread(target=self._listen, name="demo-events", daemon=True)
        listener.start()

    def _spawn(
        self, arguments: list[str], stdout: int | IO[bytes] | None = None
    ) -> subprocess.Popen[bytes]:
        program = command(*arguments)
        process = subprocess.Popen(program, env=self._env, stdin=subprocess.DEVNULL, stdout=stdout)
        self._processes.append(process)
        return process

    def _connect(self, process: subprocess.Popen[bytes]) -> Client:
        deadline = time.monotonic() + START_S
        while True:
            try:
                return connect(INSTANCE)
            except DeskNotRunning:
                if process.poll() is not None:
                    raise StageError(f"The desk ended with code {process.returncode}.") from None
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def _listen(self) -> None:
        """Say what happens, as it happens; ends with the desk."""
        try:
            with connect(INSTANCE) as client:
                for event in client.events():
                    self._say(f"   {describe(event)}")
        except (CtiError, OSError):
            return

    def sim(self, verb: str, **params: Any) -> Any:
        """Drive the simulator by a verb of its control API."""
        assert self._sim is not None
        try:
            return self._sim.call(verb, params)
        except (ControlError, NotReached) as error:
            raise StageError(f"The simulator could not {verb}: {error}") from error

    def cut(self, seconds: float, **what: Any) -> None:
        """Cut the link to the telephone system, or one of its doors, for so long."""
        self.sim("fault", kind="cut", **what, **{"for": seconds})

    def ring(self, caller: str, **params: Any) -> str:
        """Let somebody call; returns the simulator's id of the call."""
        return str(self.sim("ring", **{"from": caller}, **params))

    def desk(self, method: str, **params: Any) -> Any:
        """Call a method of the desk's API."""
        assert self._client is not None
        return self._client.call(method, **params)

    def offers(self, command: str) -> bool:
        """Whether the agent can do this from the desk, for any call that there is."""
        offer = self.desk("session.capabilities")["commands"][command]["offer"]
        return bool(offer != "NOT_OFFERED")

    def until(
        self, holds: Callable[[dict[str, Any]], bool], what: str, seconds: float
    ) -> dict[str, Any]:
        """Wait until the desk's snapshot shows something; raises `StageError` otherwise."""
        deadline = time.monotonic() + seconds
        while True:
            snapshot: dict[str, Any] = self.desk("session.snapshot")
            if holds(snapshot):
                return snapshot
            if time.monotonic() > deadline:
                raise StageError(f"Waited {seconds:g} s for {what}. Last seen: {snapshot}")
            time.sleep(0.05)

    def ready(self) -> bool:
        """Whether calls reach the agent."""
        return bool(self.desk("session.snapshot")["agent"]["state"] == "READY")

    def desk_has_ended(self) -> bool:
        return self.desk_process is None or self.desk_process.poll() is not None

    def quarantine(self, queue: str, seconds: int = 30) -> None:
        """Have agents who miss a call of this queue get no calls for a while."""
        self.sim("queue", queue=queue, quarantine_time=seconds)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        if self._sim is not None:
            self._sim.close()
        end_all(self._processes)
        self._directory.cleanup()


def furnish(profile: Path, directory: Path, people: str) -> Path:
    """Give the simulator's profile what an office has besides: people one knows."""
    (directory / "contacts.csv").write_text(people, encoding="utf-8")
    settings = directory / "settings.toml"
    contacts = json.dumps(str(directory / "contacts.csv"))
    settings.write_text(f"{profile.read_text()}\n[contacts]\nfile = {contacts}\n")
    return settings


def describe(event: dict[str, Any]) -> str:
    """One event in a line: its name, who it is about, and why."""
    parts = [f"{event.get('event', '?'):<24}"]
    call = event.get("call")
    if call:
        remote = call["remote"]
        parts.append(remote["name"] or remote["display"] or remote["number"] or "unknown number")
        parts.append(f"{call['local_state']}/{call['remote_state'] or '?'}")
    agent = event.get("agent")
    if agent:
        reason = (agent.get("reason") or {}).get("text")
        parts.append(agent["state"] + (f" ({reason})" if reason else ""))
    link = event.get("link")
    if link:
        parts.append(link["state"])
    parts += [str(event[key]) for key in ("cause", "text") if event.get(key)]
    return "  ".join(parts).rstrip()
