"""A real Prosody of the simulator's own: started in the foreground, ended by its pid."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Final

from cti_desk.vendors.compass.simulator.prosody_config import (
    Ports,
    Site,
    account,
    account_file,
    config,
)

OWN_MODULES: Final = Path(__file__).with_name("prosody_modules")
MODULE_PATHS: Final = (Path("/usr/lib/prosody/modules"), Path("/usr/local/lib/prosody/modules"))
_NEEDED: Final = "mod_privacy_lists"
_ATTEMPTS: Final = 3
_PATIENCE_S: Final = 10.0

INSTALL: Final = "On Debian: sudo apt-get install prosody prosody-modules"


# Windows has neither this signal nor Prosody; there `find_program` says so.
_KILL: Final = getattr(signal, "SIGKILL", signal.SIGTERM)


class ProsodyError(Exception):
    """Prosody is missing or does not start; `str()` says what to do."""


class Prosody:
    """One server for its `Site`; ports and accounts survive `restart`."""

    def __init__(self, site: Site, program: str | None = None) -> None:
        self.site = site
        self.secret = secrets.token_urlsafe(16)
        self.ports = Ports(0, 0, 0)
        self._program = find_program(program)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def set_password(self, host: str, user: str, password: str) -> None:
        """Make or change an account; Prosody reads it at each login."""
        path = account_file(self.site, host, user)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(account(password))
        fresh.replace(path)

    def start(self) -> None:
        """Raises ProsodyError when it does not listen in time."""
        self.site.data.mkdir(parents=True, exist_ok=True)
        ports = self.ports
        for _ in range(_ATTEMPTS):
            # A port found free may be taken by somebody else before Prosody has it.
            self.ports = ports if ports.xmpp else Ports(*_free_ports(3))
            self._launch()
            if self._listens():
                return
            self.kill()
        raise ProsodyError(f"Prosody does not start. Its log ends with: {self._last_words()}")

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it without a farewell to anybody."""
        self._end(_KILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def _launch(self) -> None:
        file = self.site.directory / "prosody.cfg.lua"
        paths = (OWN_MODULES, *MODULE_PATHS)
        text = config(self.site, self.ports, self.secret, paths, os.getpid())
        file.touch(mode=0o600)
        file.write_text(text)
        with (self.site.directory / "prosody.out").open("ab") as output:
            # Its own group: Ctrl+C is for the simulator, which ends it then.
            self._process = subprocess.Popen(  # noqa: S603 - found by find_program
                [self._program, "-F", "--config", str(file)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.site.directory,
                start_new_session=True,
            )

    def _listens(self) -> bool:
        deadline = time.monotonic() + _PATIENCE_S
        ports = [self.ports.xmpp, self.ports.web, self.ports.components]
        while ports and time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                return False
            if _answers(ports[0]):
                ports.pop(0)
            else:
                time.sleep(0.01)
        return not ports

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(how)
        try:
            process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _last_words(self) -> str:
        for name in ("prosody.log", "prosody.out"):
            path = self.site.directory / name
            lines = path.read_text(errors="replace").splitlines() if path.exists() else []
            if lines:
                return " / ".join(lines[-3:])
        return "(nothing)"


def find_program(program: str | None = None) -> str:
    """Prosody's path; raises ProsodyError that says what is missing."""
    found = shutil.which(program or "prosody", path=_path())
    if found is None:
        name = program or "Prosody"
        raise ProsodyError(
            f"{name} is not installed, and it is the XMPP server that Compass is simulated with. "
            f"{INSTALL}"
        )
    if not any((path / _NEEDED).exists() for path in MODULE_PATHS):
        raise ProsodyError(
            f"Prosody lacks its module {_NEEDED.removeprefix('mod_')} (invisible presence). "
            f"{INSTALL}"
        )
    return found


def _path() -> str:
    return os.pathsep.join((os.environ.get("PATH", ""), "/usr/bin", "/usr/sbin", "/usr/local/bin"))


def _free_ports(count: int) -> list[int]:
    found = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [int(one.getsockname()[1]) for one in found]
    finally:
        for one in found:
            one.close()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
