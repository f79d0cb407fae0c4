from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cti_desk.api.address import lock_path
from cti_desk.core.errors import DeskNotRunning, UsageError
from cti_desk.ipc.instance import AnotherRuns, Instance
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
        assert await from_thread(lambda: second.raise_running()) == "office"
        assert await from_thread(lambda: second.raise_running("office")) == "office"
        assert server.desk.raised == 2


async def test_another_profile_is_refused_by_name() -> None:
    with served(FakeDesk()) as server:
        second = Instance(server.name)
        with pytest.raises(UsageError, match="office"):
            await from_thread(lambda: second.raise_running("home"))
        assert server.desk.raised == 0


def test_a_desk_that_never_answers_is_told() -> None:
    with pytest.raises(DeskNotRunning):
        Instance("silent").raise_running(within_s=0.01)


def test_a_bad_name_makes_no_file() -> None:
    before = set(os.listdir(Path(lock_path()).parent))
    with pytest.raises(UsageError):
        Instance("../x")
    assert set(os.listdir(Path(lock_path()).parent)) == before
