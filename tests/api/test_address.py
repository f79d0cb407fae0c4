from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cti_desk.api.address import LONGEST_PATH, address, lock_path, runtime_directory
from cti_desk.core.errors import SettingsError, UsageError


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
