"""A worker that dies says so and is started again."""

from __future__ import annotations

import asyncio

import pytest

from cti_desk.core.workers import (
    LONGEST_PAUSE_S,
    MOST_REMEMBERED,
    REMEMBERED_S,
    SOUND_S,
    Workers,
)
from tests.support.waiting import until


class Time:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.expected_log("The journal died")
@pytest.mark.parametrize("error", [ValueError("bug"), MemoryError(), SystemExit(1)])
def test_a_thread_is_started_again_whatever_it_dies_of(error: BaseException) -> None:
    said: list[str] = []
    pauses: list[float] = []
    runs = 0

    def work() -> None:
        nonlocal runs
        runs += 1
        if runs < 4:
            raise error

    workers = Workers(said.append)
    workers.keep("The journal", work, pauses.append)
    assert runs == 4
    assert pauses == [1.0, 2.0, 4.0]
    [sentence] = said
    assert sentence.startswith("The journal stopped because of an internal error and is started")
    [death] = workers.deaths
    assert (death.what, death.times, death.text) == ("The journal", 3, sentence)


@pytest.mark.expected_log("The link died")
async def test_a_task_is_too_and_can_be_cancelled() -> None:
    pauses: list[float] = []
    deaths: list[float] = []
    runs = 0

    async def work() -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise ExceptionGroup("several", [ValueError("bug")])
        await asyncio.Event().wait()

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    workers = Workers()
    task = asyncio.ensure_future(workers.keep_task("The link", work, pause, deaths.append))
    await until(lambda: runs == 2)
    assert pauses == deaths == [1.0]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(workers.deaths) == 1, "to be cancelled is no death"


def test_the_pause_grows_to_a_minute_and_begins_anew_for_who_was_sound() -> None:
    workers = Workers()
    pauses = [workers.died("A", again=True) for _ in range(12)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE_S
    assert workers.died("A", again=True, ran_s=SOUND_S) == 1.0
    assert workers.died("B", again=True) == 1.0


def test_the_same_is_told_once_an_hour_and_then_forgotten() -> None:
    said: list[str] = []
    time = Time()
    workers = Workers(said.append, time)
    workers.died("A", again=False)
    workers.died("A", again=False)
    workers.died("B", again=False)
    assert len(said) == 2
    assert said[0].startswith("A failed because of an internal error; ")
    time.now += REMEMBERED_S
    assert workers.deaths == ()
    workers.died("A", again=False)
    assert len(said) == 3
    assert [death.what for death in workers.deaths] == ["A"]


def test_what_is_remembered_is_bounded() -> None:
    workers = Workers()
    for number in range(100):
        workers.died(f"part {number}", again=False)
    assert len(workers.deaths) == MOST_REMEMBERED
    assert workers.deaths[-1].what == "part 99"
