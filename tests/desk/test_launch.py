"""Starting the real program where it cannot show a window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.desk import launch
from cti_desk.desk.start_options import StartOptions
from tests.support.bus_services import Notifications
from tests.support.keyring import private_bus


def start(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the desk without a terminal, as a session does at login."""
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS")
    env = {name: value for name, value in os.environ.items() if name not in gone}
    runtime = folder / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    env |= {"XDG_RUNTIME_DIR": str(runtime), "XDG_STATE_HOME": str(folder / "state")}
    env |= {"XDG_CONFIG_HOME": str(folder / "config")} | environment
    return subprocess.run(
        [sys.executable, "-P", "-m", "cti_desk", "--instance", "start"],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def log_of(folder: Path) -> str:
    return (folder / "state/cti-desk/start/cti-desk.log").read_text(encoding="utf-8")


def test_without_a_display_it_says_so_and_where_a_person_sees_it(tmp_path: Path) -> None:
    with private_bus(tmp_path / "bus") as bus, Notifications(bus) as shown:
        done = start(tmp_path, DBUS_SESSION_BUS_ADDRESS=bus)
    assert done.returncode == 1
    assert "there is no display" in done.stderr
    assert "Traceback" not in done.stderr
    assert "there is no display" in log_of(tmp_path)
    (notice,) = shown.notices
    assert "there is no display" in notice


def test_a_display_that_cannot_be_opened_is_said_without_a_core_dump(tmp_path: Path) -> None:
    done = start(tmp_path, DISPLAY=":9999")
    assert done.returncode == 1
    assert "could not connect to display" in done.stderr
    assert "cannot show a window" in done.stderr
    assert "could not connect to display" in log_of(tmp_path)


def test_an_internal_error_is_said_too(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(launch, "report_failure", lambda text, *more: said.append(text))

    def fail(options: StartOptions) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(launch, "_start", fail)
    assert launch.main(StartOptions()) == 1
    assert "internal error" in said[0]


def test_an_error_in_words_has_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(launch, "report_failure", lambda text, *more: said.append(text))

    def refuse(options: StartOptions) -> int:
        raise SettingsError("line 3: no.")

    monkeypatch.setattr(launch, "_start", refuse)
    assert launch.main(StartOptions()) == 2
    assert said == ["line 3: no."]


def test_another_one_that_runs_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[str | None] = []

    def claim() -> None:
        raise launch.AnotherRuns("It runs.")

    instance = SimpleNamespace(claim=claim)
    monkeypatch.setattr(launch, "Instance", lambda name: instance)
    monkeypatch.setattr(launch, "show_running", lambda one, profile, path: raised.append(profile))
    assert launch.main(StartOptions(profile="office")) == 0
    assert raised == ["office"]
