"""Where files go, and that nobody else can look into them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cti_desk.core.errors import SettingsError, UsageError
from cti_desk.system.paths import Paths


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return tmp_path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_settings_are_shared_and_asking_makes_nothing(home: Path) -> None:
    assert Paths(None).settings_file == home / "config/cti-desk/settings.toml"
    assert Paths("demo").settings_file == Paths(None).settings_file
    assert list(home.iterdir()) == []


def test_no_variable_moves_the_policy(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(home))
    assert Paths().policy_file == Path("/etc/cti-desk/policy.toml")


def test_instances_share_no_state(home: Path) -> None:
    usual, demo = Paths(None), Paths("demo")
    files = [
        path
        for each in (usual, demo)
        for path in (each.memory_file, each.journal_file, each.log_file)
    ]
    assert len(set(files)) == 6
    assert usual.state_dir == home / "state/cti-desk/desk"
    assert demo.state_dir == home / "state/cti-desk/demo"


def test_state_is_for_its_owner_only(home: Path) -> None:
    before = os.umask(0)
    try:
        made = Paths().state_dir
    finally:
        os.umask(before)
    assert mode(made) == mode(made.parent) == mode(made.parent.parent) == 0o700


def test_an_open_state_directory_is_closed(home: Path) -> None:
    directory = home / "state/cti-desk/desk"
    directory.mkdir(parents=True)
    directory.chmod(0o755)
    assert mode(Paths().state_dir) == 0o700


def test_a_state_directory_that_cannot_be_made_is_told_in_words(home: Path) -> None:
    (home / "state").write_text("a file in its place")
    with pytest.raises(SettingsError, match=r"state/cti-desk/desk cannot be made"):
        _ = Paths().log_file


@pytest.mark.parametrize("name", ["../other", "", "a/b", ".hidden"])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot name an instance"):
        Paths(name)
