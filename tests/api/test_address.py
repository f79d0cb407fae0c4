from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cti_desk.api.address import (
    LONGEST_PATH,
    address,
    addresses,
    lock_path,
    make_private,
    note_path,
    noted_host,
    runtime_directory,
    state_directory,
    write_note,
)
from cti_desk.core.errors import SettingsError, UsageError
from cti_desk.system.paths import Paths


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cti-") as root:
        monkeypatch.setenv("XDG_RUNTIME_DIR", root)
        yield Path(root)


def test_the_socket_lies_in_a_directory_of_the_user_s_own(runtime: Path) -> None:
    assert address() == str(runtime / "cti-desk" / "desk.sock")
    assert address("crm-2") == str(runtime / "cti-desk" / "crm-2.sock")
    assert lock_path("crm-2") == str(runtime / "cti-desk" / "crm-2.lock")
    assert (runtime / "cti-desk").stat().st_mode & 0o777 == 0o700


def test_the_umask_changes_nothing(runtime: Path) -> None:
    before = os.umask(0)
    try:
        address()
    finally:
        os.umask(before)
    assert (runtime / "cti-desk").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 33, "a b", "é"])
def test_an_instance_name_cannot_leave_the_directory(runtime: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name an instance"):
        address(name)


def test_a_directory_that_others_can_read_is_refused(runtime: Path) -> None:
    (runtime / "cti-desk").mkdir(mode=0o755)
    with pytest.raises(SettingsError, match="owner or mode"):
        address()


def test_a_link_is_refused(runtime: Path) -> None:
    (runtime / "elsewhere").mkdir(mode=0o700)
    (runtime / "cti-desk").symlink_to(runtime / "elsewhere")
    with pytest.raises(SettingsError, match="owner or mode"):
        address()


def test_a_file_in_the_way_is_refused(runtime: Path) -> None:
    (runtime / "cti-desk").write_text("")
    with pytest.raises(SettingsError):
        address()


@pytest.fixture
def fallback(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Directories that a test makes directly under /tmp, removed after it."""
    made: list[str] = []
    yield made
    for directory in made:
        Path(directory).rmdir()


def test_a_runtime_directory_too_long_for_a_socket_is_replaced(
    runtime: Path, monkeypatch: pytest.MonkeyPatch, fallback: list[str]
) -> None:
    long = runtime / ("x" * 90)
    long.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
    found = runtime_directory()
    fallback.append(found)
    assert found.startswith(f"/tmp/cti-desk-{os.getuid()}-")
    assert runtime_directory() == found
    assert len(address("x" * 32)) <= LONGEST_PATH


def test_a_runtime_directory_that_does_not_exist_is_replaced(
    runtime: Path, monkeypatch: pytest.MonkeyPatch, fallback: list[str]
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime / "gone"))
    found = runtime_directory()
    fallback.append(found)
    assert found.startswith(f"/tmp/cti-desk-{os.getuid()}-")


def test_a_path_too_long_for_a_socket_is_told(
    runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = LONGEST_PATH - len(str(runtime)) - len("/" + "/cti-desk/" + "x" * 21)
    long = runtime / ("y" * rest)
    long.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
    assert address("x" * 16)
    with pytest.raises(SettingsError, match="too long"):
        address("x" * 32)


@pytest.fixture
def noted(runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The note of a desk that listens with another runtime directory."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    make_private(state_directory())
    write_note(None, "/run/user/4711/cti-desk/desk.sock")
    return Path(note_path())


def test_a_desk_is_found_by_its_note(noted: Path) -> None:
    assert addresses() == (address(), "/run/user/4711/cti-desk/desk.sock")
    assert addresses("other") == (address("other"),)
    assert noted.stat().st_mode & 0o777 == 0o600
    write_note(None, address())
    assert addresses() == (address(),)


@pytest.mark.parametrize("text", ["", "relative/desk.sock\n", "/" + "x" * 200, "\n/x\n"])
def test_a_note_that_makes_no_sense_is_none(noted: Path, text: str) -> None:
    noted.write_text(text)
    assert addresses() == (address(),)


def test_a_note_that_others_may_write_is_none(noted: Path) -> None:
    noted.chmod(0o620)
    assert addresses() == (address(),)


def test_a_note_of_another_computer_names_it(noted: Path) -> None:
    assert noted_host() is None
    noted.write_text("/run/user/4711/cti-desk/desk.sock\nreception\n")
    assert noted_host() == "reception"
    noted.unlink()
    assert noted_host() is None


@pytest.mark.parametrize("home", ["state", ""])
def test_the_state_directory_is_the_one_of_the_journal(
    home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / home) if home else "")
    assert state_directory("crm-2") == str(Paths("crm-2").state_dir)
    assert Path(state_directory("crm-2")).is_dir()


def test_directories_are_made_for_their_owner_only(tmp_path: Path) -> None:
    make_private(str(tmp_path / "a" / "b"))
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b")] == [0o700, 0o700]
    make_private(str(tmp_path / "a" / "b"))


def test_without_the_variable_the_login_session_s_directory_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory(prefix="cti-") as root:
        mine = Path(root, str(os.getuid()))
        mine.mkdir(mode=0o700)
        monkeypatch.setattr("cti_desk.api.address.LOGIN_SESSIONS", root)
        monkeypatch.delenv("XDG_RUNTIME_DIR")
        assert address() == str(mine / "cti-desk" / "desk.sock")
