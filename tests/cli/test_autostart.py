from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cti_desk import __version__
from cti_desk.system.autostart import autostart_file
from tests.support.cli import run


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def entry(instance: str | None = None) -> list[str]:
    lines = autostart_file(instance).read_text(encoding="utf-8").splitlines()
    return shlex.split(
        next(line for line in lines if line.startswith("Exec=")).removeprefix("Exec=")
    )


def test_on_and_off() -> None:
    off = run("autostart", "status")
    assert (off.code, off.out) == (1, "CTI Desk does not start by itself.\n")
    assert run("autostart", "on").out == "CTI Desk starts with your session.\n"
    assert run("autostart", "status").code == 0
    assert run("autostart", "off").code == 0
    assert run("autostart", "status").code == 1


def test_the_entry_carries_the_options() -> None:
    assert run("autostart", "on", "--profile", "office", "--instance", "two").code == 0
    assert entry("two")[-4:] == ["--profile", "office", "--instance", "two"]


def test_the_options_may_stand_before_the_word(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.touch()
    assert run("--config", str(file), "--profile", "office", "autostart", "on").code == 0
    assert entry()[-4:] == ["--profile", "office", "--config", str(file)]


def test_a_relative_settings_file_is_found_at_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.toml").touch()
    assert run("autostart", "on", "--config", "own.toml").code == 0
    assert entry()[-2:] == ["--config", str(tmp_path / "own.toml")]


def test_a_settings_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused = run("autostart", "on", "--config", str(tmp_path / "none.toml"))
    assert refused.code == 2
    assert "none.toml" in refused.err
    assert not autostart_file().exists()


def test_instances_have_entries_of_their_own() -> None:
    assert run("autostart", "on").code == 0
    first = entry()
    assert run("autostart", "on", "--instance", "two").out == (
        "The desk “two” starts with your session.\n"
    )
    assert entry() == first
    assert run("--instance", "two", "autostart", "off").code == 0
    assert run("autostart", "status", "--instance", "two").code == 1
    assert run("autostart", "status").code == 0
    assert run("autostart", "on", "--instance", "no/such").code == 2


@pytest.mark.parametrize("words", [("off", "--profile", "x"), ("status", "--config", "x")])
def test_what_means_nothing_is_refused(words: tuple[str, ...]) -> None:
    refused = run("autostart", *words)
    assert refused.code == 2
    assert "“on” only" in refused.err


def test_the_entry_starts_this_program_whatever_lies_where_it_is_started(tmp_path: Path) -> None:
    assert run("autostart", "on").code == 0
    (tmp_path / "cti_desk.py").write_text("raise SystemExit('not the desk')")
    done = subprocess.run(
        [*entry(), "--version"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == f"CTI Desk {__version__}\n", done.stderr
    assert entry()[0] == sys.executable


def test_an_entry_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file where the folder would be")
    refused = run("autostart", "on")
    assert refused.code == 2
    assert "cannot be written" in refused.err
