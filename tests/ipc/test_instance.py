from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cti_desk.api.address import lock_path
from cti_desk.core.errors import DeskNotRunning, UsageError
from cti_desk.ipc.instance import AnotherRuns, Instance, Running
from tests.support.api import from_thread, served
from tests.support.fake_desk import FakeDesk
from tests.support.waiting import wait_for

HOLDER = """
import sys
from cti_desk.ipc.instance import Instance
held = Instance("killed")
held.claim()
print("held", flush=True)
sys.stdin.read()
"""


def test_one_desk_for_each_name() -> None:
    first, second, other = Instance("one"), Instance("one"), Instance("two")
    first.claim()
    other.claim()
    assert first.held
    with pytest.raises(AnotherRuns):
        second.claim()
    assert not second.held
    first.release()
    second.claim()
    for instance in (second, other):
        instance.release()
        instance.release()


def test_the_lock_file_is_the_owner_s_alone() -> None:
    instance = Instance("mode")
    instance.claim()
    assert Path(lock_path("mode")).stat().st_mode & 0o777 == 0o600
    instance.release()


def test_a_killed_desk_leaves_nothing_that_stops_the_next() -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdin
    assert holder.stdout
    with holder:
        assert holder.stdout.readline() == b"held\n"
        instance = Instance("killed")
        with pytest.raises(AnotherRuns):
            instance.claim()
        holder.kill()
        wait_for(lambda: holder.poll() is not None)
    instance.claim()
    instance.release()


def test_a_child_process_does_not_inherit_the_lock() -> None:
    instance = Instance("child")
    instance.claim()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with child:
        instance.release()
        again = Instance("child")
        again.claim()
        again.release()
        child.communicate(b"\n")


async def test_the_running_desk_is_raised() -> None:
    with served(FakeDesk()) as server:
        second = Instance(server.name)
        assert await from_thread(lambda: second.raise_running()) == Running("office", ())
        assert (await from_thread(lambda: second.raise_running("office"))).profile == "office"
        assert server.desk.raised == 2


async def test_another_profile_is_refused_by_name() -> None:
    with served(FakeDesk()) as server:
        second = Instance(server.name)
        with pytest.raises(UsageError, match="office"):
            await from_thread(lambda: second.raise_running("home"))
        assert server.desk.raised == 0


async def test_another_settings_file_is_refused_by_name() -> None:
    with served(FakeDesk(shown_on=(":7",))) as server:
        second = Instance(server.name)
        with pytest.raises(UsageError, match=r"/home/agent/settings.toml.*/other.toml"):
            await from_thread(lambda: second.raise_running(None, "/other.toml"))
        assert server.desk.raised == 0
        found = await from_thread(lambda: second.raise_running(None, "/home/agent/settings.toml"))
        assert found == Running("office", (":7",))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes this program one with another runtime directory, or none."""

    def go(name: str) -> None:
        if name:
            (tmp_path / name).mkdir(mode=0o700, exist_ok=True)
            monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / name))
        else:
            monkeypatch.delenv("XDG_RUNTIME_DIR")
            monkeypatch.setattr("cti_desk.api.address.LOGIN_SESSIONS", str(tmp_path))
            (tmp_path / str(os.getuid())).mkdir(mode=0o700, exist_ok=True)

    return go


@pytest.mark.parametrize("other", ["", "b"])
def test_one_desk_whatever_the_runtime_directory(
    elsewhere: Callable[[str], None], other: str
) -> None:
    first = Instance("everywhere")
    first.claim()
    elsewhere(other)
    second = Instance("everywhere")
    assert second.address != first.address
    with pytest.raises(AnotherRuns):
        second.claim()
    assert not second.held
    first.release()
    second.claim()
    second.release()


@pytest.mark.parametrize("other", ["", "b"])
async def test_the_desk_is_found_whatever_the_runtime_directory(
    elsewhere: Callable[[str], None], other: str
) -> None:
    with served(FakeDesk()) as server:
        elsewhere(other)
        second = Instance(server.name)
        assert (await from_thread(second.raise_running)).profile == "office"
        assert server.desk.raised == 1


@pytest.mark.expected_log("no lock or note in")
def test_a_file_system_without_locks_does_not_stop_the_desk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(name: str | None, where: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cti_desk.ipc.instance.write_note", fails)
    instance = Instance("full")
    instance.claim()
    assert instance.held
    instance.release()


def test_a_desk_on_another_computer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = Instance("far")
    instance.claim()
    monkeypatch.setattr("cti_desk.ipc.instance.noted_host", lambda name: "reception")
    with pytest.raises(DeskNotRunning, match="reception"):
        Instance("far").raise_running(within_s=0.01)
    instance.release()


def test_a_desk_that_never_answers_is_told() -> None:
    with pytest.raises(DeskNotRunning):
        Instance("silent").raise_running(within_s=0.01)


def test_a_bad_name_makes_no_file() -> None:
    before = set(os.listdir(Path(lock_path()).parent))
    with pytest.raises(UsageError):
        Instance("../x")
    assert set(os.listdir(Path(lock_path()).parent)) == before
