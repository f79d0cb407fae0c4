from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cti_desk.api.client import Client, connect
from cti_desk.core.errors import DeskNotRunning, OutcomeUnknown
from cti_desk.ipc.com.deadline import Deadline
from cti_desk.ipc.com.desk_line import DeskLine
from tests.ipc.com.rig import FakeStarter, refuse
from tests.support.api import from_thread, served
from tests.support.fake_desk import FakeDesk


@contextmanager
def line_to(name: str, starter: FakeStarter | None = None) -> Iterator[tuple[DeskLine, list[str]]]:
    greeted: list[str] = []
    line = DeskLine(
        lambda: connect(name), starter or FakeStarter(refuse), lambda _: greeted.append("hello")
    )
    try:
        yield line, greeted
    finally:
        line.close()


def profile(line: DeskLine) -> str:
    return str(line.request("session.snapshot", {}, Deadline(10))["profile"])


async def test_one_connection_for_many_calls() -> None:
    with served() as server, line_to(server.name) as (line, greeted):
        assert not line.reached
        assert [await from_thread(lambda: profile(line)) for _ in range(3)] == ["office"] * 3
        assert greeted == ["hello"]
        assert line.reached
        assert server.endpoint.connections == 1


async def test_a_desk_that_was_restarted_between_calls_is_found_without_a_fault() -> None:
    with served() as first, line_to(first.name) as (line, greeted):
        await from_thread(lambda: profile(line))
        epoch = line.epoch
        first.endpoint.close()
        first.instance.release()
        with served(FakeDesk(profile_name="new"), name=first.name):
            assert await from_thread(lambda: profile(line)) == "new"
        assert greeted == ["hello"] * 2
        assert line.epoch != epoch


def test_nobody_home_and_none_to_be_started() -> None:
    starter = FakeStarter(refuse)
    with line_to("nobody", starter) as (line, _):
        with pytest.raises(DeskNotRunning):
            line.client(Deadline(10), start=False)
        assert starter.asked == 0
        with pytest.raises(DeskNotRunning, match="cannot be started"):
            line.client(Deadline(10))
        assert not line.reached


def test_a_desk_that_takes_its_time_is_told_to_be_starting() -> None:
    starter = FakeStarter()
    with (
        line_to("nobody", starter) as (line, _),
        pytest.raises(DeskNotRunning, match="is being started"),
    ):
        line.client(Deadline(0.2))
    assert starter.asked > 1


async def test_a_started_desk_is_waited_for() -> None:
    with served() as server:
        found = iter([DeskNotRunning("Not yet."), DeskNotRunning("Not yet.")])

        def connect_late() -> Client:
            for error in found:
                raise error
            return connect(server.name)

        starter = FakeStarter()
        line = DeskLine(connect_late, starter, lambda _: None)
        assert await from_thread(lambda: profile(line)) == "office"
        assert starter.asked == 2
        line.close()


def test_a_turn_is_waited_for_and_given_back() -> None:
    with line_to("nobody") as (line, _):
        with line.turn(10) as deadline:
            assert deadline.left > 5

            def second() -> None:
                with pytest.raises(OutcomeUnknown, match="Another call"), line.turn(0.05):
                    pass

            thread = threading.Thread(target=second)
            thread.start()
            thread.join()
        with line.turn(0.05):
            pass
