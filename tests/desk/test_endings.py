"""Quitting, the session's end and a locked screen: each by its own setting, then the stop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from cti_desk.core.commands import LogOut, SetNotReady
from cti_desk.core.errors import RefusedByVendor
from cti_desk.core.model import AgentState
from cti_desk.core.reports import AgentChanged
from cti_desk.desk.endings import Endings
from cti_desk.desk.observers import Observers
from cti_desk.desk.tasks import Tasks
from cti_desk.settings.model import Settings
from cti_desk.settings.sections import Desk
from tests.support.fake_switch import running
from tests.support.waiting import until

DESK = Desk(on_quit="pause 7", on_lock="pause 2", on_session_end="logout")


class InUse:
    settings = Settings(Path("settings.toml"), desk=DESK)


class It:
    def __init__(self, outcome: Exception | None) -> None:
        self.runner, self.switch, self.events = running(outcome)
        self.switch.report(AgentChanged(state=AgentState.READY))
        self.stops: list[str] = []
        self.tasks = Tasks()
        self.endings = Endings(
            self.runner, InUse(), self.tasks, lambda: self.stops.append("stopped")
        )


@asynccontextmanager
async def ready(outcome: Exception | None = None) -> AsyncIterator[It]:
    it = It(outcome)
    try:
        yield it
    finally:
        await it.tasks.close()
        await it.runner.close()


async def test_a_locked_screen_pauses_and_the_desk_goes_on() -> None:
    async with ready() as it:
        it.endings.locked()
        await until(lambda: it.switch.performed)
        assert it.switch.performed == [SetNotReady("2")]
        assert it.stops == []


async def test_the_sessions_end_is_carried_out_before_the_stop() -> None:
    async with ready() as it:
        it.endings.session_ends("SIGTERM")
        await until(lambda: it.stops)
        assert it.switch.performed == [LogOut()]


async def test_quitting_pauses_with_the_reason_that_is_set() -> None:
    async with ready() as it:
        it.endings.quit("pause")
        await until(lambda: it.stops)
        assert it.switch.performed == [SetNotReady("7")]


async def test_who_chooses_to_stay_is_left_as_they_are() -> None:
    async with ready() as it:
        it.endings.quit("stay")
        await until(lambda: it.stops)
        assert it.switch.performed == []


@pytest.mark.expected_log("failed")
async def test_a_pause_that_is_refused_when_the_screen_locks_is_said() -> None:
    said: list[str | None] = []
    async with ready(RefusedByVendor("Not now.", code=5)) as it:
        it.runner.observe(Observers(events=(lambda event, at: said.append(event.text),)))
        it.endings.locked()
        await until(lambda: "Not now." in said)
        assert it.stops == []
