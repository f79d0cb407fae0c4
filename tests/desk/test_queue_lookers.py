"""Who looks: one wish for all of them; an answer waits for figures that are old, not for ever."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from cti_desk.core.freshness import FIGURES_S, FOR_A_PERSON_S, FOR_PROGRAMS_S
from cti_desk.core.model import LinkState, Queue
from cti_desk.core.reports import LinkChanged, QueueReported
from cti_desk.core.session import Session
from cti_desk.desk import queue_lookers
from cti_desk.desk.observers import Observers
from cti_desk.desk.queue_lookers import QueueLookers
from cti_desk.desk.session_runner import SessionRunner
from tests.support.fake_switch import FakeSwitch, HandClock
from tests.support.waiting import until


class Reading(FakeSwitch):
    """A switch that has to read its queues."""

    def __init__(self) -> None:
        super().__init__()
        self.watched: list[float | None] = []

    def watch_queues(self, every_s: float | None) -> None:
        self.watched.append(every_s)


class It:
    def __init__(self) -> None:
        self.clock, self.switch = HandClock(), Reading()
        self.runner = SessionRunner(Session(), self.clock)
        self.lookers = QueueLookers(self.runner, self.clock)
        lookers = self.lookers
        self.runner.observe(Observers(changes=(lookers.changed,), closing=(lookers.close,)))
        self.runner.attach(self.switch)
        self.answers: list[float] = []

    def read(self) -> None:
        queue = Queue("7012", waiting_count=5, read_at=self.clock.now())
        self.switch.report(QueueReported(queue))

    def ask(self) -> None:
        self.lookers.when_fresh(lambda: self.answers.append(self.clock.now()))


@asynccontextmanager
async def a_desk() -> AsyncIterator[It]:
    made = It()
    try:
        yield made
    finally:
        await made.runner.close()


async def test_the_panel_and_subscribers_are_one_wish() -> None:
    async with a_desk() as it:
        it.lookers.look("subscribers", True)
        it.lookers.look("panel", True)
        it.lookers.look("panel", True)
        it.lookers.look("subscribers", False)
        it.lookers.look("panel", False)
        it.lookers.look("panel", False)
        assert it.switch.watched == [FOR_PROGRAMS_S, FOR_A_PERSON_S, None]


async def test_another_switch_is_told_who_looks() -> None:
    async with a_desk() as it:
        it.lookers.look("panel", True)
        other = Reading()
        it.runner.attach(other)
        assert other.watched == [FOR_A_PERSON_S]
        it.runner.attach(FakeSwitch())  # whose events tell everything
        it.lookers.look("panel", False)
        assert other.watched == [FOR_A_PERSON_S]


async def test_a_glance_lasts_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_desk() as it:
        monkeypatch.setattr(queue_lookers, "GLANCE_S", 0.02)
        it.lookers.glance()
        it.lookers.glance()
        assert it.switch.watched == [FOR_PROGRAMS_S]
        await until(lambda: it.switch.watched == [FOR_PROGRAMS_S, None])


async def test_an_answer_is_given_at_once_when_figures_are_fresh() -> None:
    async with a_desk() as it:
        it.ask()  # no queue is known
        it.read()
        it.clock.time += FIGURES_S
        it.ask()
        assert len(it.answers) == 2


async def test_an_answer_waits_for_old_figures() -> None:
    async with a_desk() as it:
        it.read()
        it.clock.time += 75
        it.ask()
        it.ask()
        assert it.answers == []
        it.read()
        await until(lambda: it.answers == [it.clock.now()] * 2)


async def test_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_desk() as it:
        monkeypatch.setattr(queue_lookers, "WAIT_S", 0.02)
        it.read()
        it.clock.time += 75
        it.ask()
        await until(lambda: len(it.answers) == 1)


async def test_nor_without_a_link() -> None:
    async with a_desk() as it:
        it.read()
        it.clock.time += 75
        it.switch.report(LinkChanged(LinkState.DOWN))
        it.ask()
        assert len(it.answers) == 1


async def test_no_timer_outlives_the_runner() -> None:
    async with a_desk() as it:
        it.read()
        it.clock.time += 75
        it.ask()
        timers = [it.lookers._glance, *it.lookers._waiting.values()]
    assert [timer is not None and timer.cancelled() for timer in timers] == [True, True]
    assert it.answers == []
