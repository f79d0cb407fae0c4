"""The desktop entry that starts the desk with the session, read by GLib as a desktop would."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.system import autostart
from tests.support.waiting import wait_for


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


def test_on_and_off_again(config: Path) -> None:
    assert not autostart.is_enabled()
    autostart.enable(["/opt/cti desk/cti-desk", "--profile", "office"])
    assert autostart.is_enabled()
    assert (
        'Exec="/opt/cti desk/cti-desk" --profile office\n' in autostart.autostart_file().read_text()
    )
    assert [path.name for path in (config / "autostart").iterdir()] == ["cti-desk.desktop"]
    autostart.disable()
    autostart.disable()
    assert not autostart.is_enabled()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled = false"])
def test_a_desktop_may_have_switched_it_off(line: str) -> None:
    autostart.enable(["cti-desk"])
    with autostart.autostart_file().open("a") as entry:
        entry.write(line + "\n")
    assert not autostart.is_enabled()


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (["cti-desk"], "cti-desk"),
        (["/opt/my desk", ""], '"/opt/my desk" ""'),
        (["100%", "%u"], "100%% %%u"),
        (['a"b', "$HOME", "c`d"], r'"a\\"b" "\\$HOME" "c\\`d"'),
        (["back\\slash"], r'"back\\\\slash"'),
    ],
)
def test_quoting(command: list[str], line: str) -> None:
    assert autostart.exec_line(command) == line


@pytest.mark.parametrize("command", [[], ["two\nlines"], ["nul\0"]])
def test_what_no_entry_can_carry(command: list[str]) -> None:
    with pytest.raises(SettingsError, match="cannot be started"):
        autostart.exec_line(command)


def test_a_desktop_starts_exactly_this_command(tmp_path: Path) -> None:
    """`gio launch` is how GLib's desktops start an entry."""
    if shutil.which("gio") is None:
        pytest.skip("gio (libglib2.0-bin) is not installed")
    script = tmp_path / "my $desk `x`"
    record = tmp_path / "arguments"
    script.write_text(
        f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {shlex.quote(str(record))}~\n"
        f"mv {shlex.quote(str(record))}~ {shlex.quote(str(record))}\n"
    )
    script.chmod(0o755)
    arguments = ["plain", "two words", "a\"b'c", "$HOME", "\\n \\", "50%", "%f", "`id`", ";|&<>"]
    autostart.enable([str(script), *arguments])
    subprocess.run(["gio", "launch", str(autostart.autostart_file())], check=True)

    wait_for(record.exists, what="the entry's command")
    assert record.read_text().split("\n")[:-1] == arguments


def test_a_directory_that_cannot_be_written_is_told(config: Path) -> None:
    config.write_text("a file in its place")
    with pytest.raises(SettingsError, match="cannot be written"):
        autostart.enable([sys.executable])
