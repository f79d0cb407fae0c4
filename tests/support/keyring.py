"""A bus and a real gnome-keyring of the test's own."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import Program
from tests.support.waiting import wait_for

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def private_bus(directory: Path) -> Iterator[str]:
    """A message bus that starts no services by itself; yields its address."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / "bus"
    config = directory / "bus.conf"
    config.write_text(_BUS.format(socket=path))
    bus = Program(
        ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"],
        directory / "bus.log",
    )
    try:
        bus.wait_until(lambda: _accepts(path), what="the message bus")
        yield f"unix:path={path}"
    finally:
        bus.end()


def _accepts(path: Path) -> bool:
    """Whether somebody listens there: the socket's file exists a moment before that."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


@contextmanager
def gnome_keyring(directory: Path, bus: str, password: str | None) -> Iterator[dict[str, str]]:
    """The keyring daemon, unlocked with the password, or locked when there is none.

    Yields the environment in which the keyring is found. ``directory`` keeps its files.
    """
    runtime = directory / "run"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    hidden = ("PYTHON_KEYRING_BACKEND", "DISPLAY", "WAYLAND_DISPLAY")
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    env |= {
        "DBUS_SESSION_BUS_ADDRESS": bus,
        "HOME": str(directory),
        "XDG_DATA_HOME": str(directory / "data"),
        "XDG_CONFIG_HOME": str(directory / "config"),
        "XDG_RUNTIME_DIR": str(runtime),
    }
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
    if password is not None:
        command.append("--unlock")
    daemon = Program(command, directory / "keyring.log", env, stdin=subprocess.PIPE)
    try:
        assert daemon.process.stdin is not None
        daemon.process.stdin.write((password or "").encode())
        daemon.process.stdin.close()
        wait_for(lambda: _owned(env), what="the keyring on its bus")
        yield env
    finally:
        daemon.end()


def _owned(env: dict[str, str]) -> bool:
    command = ["gdbus", "call", "--session", "--dest=org.freedesktop.DBus"]
    command += ["--object-path=/", "--method=org.freedesktop.DBus.NameHasOwner"]
    asked = subprocess.run(
        [*command, "org.freedesktop.secrets"], env=env, capture_output=True, text=True, check=False
    )
    return "true" in asked.stdout
