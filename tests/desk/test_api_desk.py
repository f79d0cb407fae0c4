"""The desk behind the API: the session's truth, the journal, the contacts, the dial rules."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.api.desk import CheckItem
from cti_desk.core.commands import LogIn
from cti_desk.core.errors import CtiError
from cti_desk.core.events import Event
from cti_desk.core.moment import Moment
from cti_desk.core.ports import Contact
from cti_desk.core.reports import Result
from cti_desk.desk.api_desk import ApiDesk
from cti_desk.desk.queue_lookers import QueueLookers
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.desk.settings_in_use import Followers, SettingsInUse
from cti_desk.settings.model import Profile, Settings
from cti_desk.settings.sections import Dialing
from tests.support.fake_switch import TABLE, HandClock, running
from tests.support.waiting import until

BROKEN = 13


class Knows:
    def look_up(self, number: str) -> Contact:
        return Contact(name=f"Name of {number}")


class Rows:
    problem: str | None = None

    def record(self, event: Event, at: Moment) -> None:
        raise AssertionError("the API records nothing")

    def last_with(self, number: str, but_not: str | None = None) -> None:
        return None

    def remembered(self, root: str) -> None:
        return None

    def list(self, limit: int = 100, before: float | None = None) -> list[dict[str, Any]]:
        if limit == BROKEN:
            raise OSError("no such disk")
        return [{"limit": limit, "before": before, "thread": threading.current_thread()}]


OFFICE = Profile("office", "fake", {}, Dialing(country="BR", outside_line="0"))
SETTINGS = Settings(Path("settings.toml"), OFFICE)


class AnyFollower:
    """Takes any call of those who follow the settings."""

    def __getattr__(self, name: str) -> Any:
        return self

    def __call__(self, *given: Any) -> Any:
        return self


def make(
    runner: SessionRunner,
    settings: Settings = SETTINGS,
    show_strip: Callable[[], None] = lambda: None,
) -> ApiDesk:
    clock, followed = HandClock(1234.5), AnyFollower()
    in_use = SettingsInUse(lambda: settings, settings, Path("policy"), False)
    in_use.follow(Followers(followed, followed, followed, followed, {"fake": followed}, followed))

    async def look() -> None:
        """There is no file to look at."""

    return ApiDesk(
        runner,
        clock,
        Knows(),
        Rows(),
        QueueLookers(runner, clock),
        in_use,
        show_strip=show_strip,
        shown_on=(":0",),
        look_at_files=look,
    )


async def test_answers_what_the_api_asks(tmp_path: Path) -> None:
    runner, _, _ = running()
    desk = make(runner, replace(SETTINGS, path=tmp_path / "x" / ".." / "settings.toml"))
    assert desk.snapshot() is runner.session.snapshot
    assert desk.table() == TABLE
    assert (desk.profile(), desk.vendor(), desk.now()) == ("office", "fake", 1234.5)
    assert desk.look_up("1").name == "Name of 1"
    assert desk.dialled("+55 21 9876-5456") == "002198765456"
    found = desk.explain("6100", False, None)
    assert (found.dialled, found.contact, found.problem) == ("6100", "Name of 6100", None)
    assert desk.explain("+49 30 123456", False, "9").dialled == "9004930123456"
    assert (desk.settings_file(), desk.displays()) == (str(tmp_path / "settings.toml"), (":0",))
    assert desk.file_items() == []
    await runner.close()


async def test_a_worker_that_died_is_in_the_check() -> None:
    runner, _, _ = running()
    runner.workers.failed("Something", ValueError("bug"))
    answers: list[Any] = []
    make(runner).check(lambda *answer: answers.append(answer))
    await until(lambda: answers)
    last = answers[0][0][-1]
    assert (last.what, last.state) == ("desk", "warning")
    assert last.text.startswith("Something failed because of an internal error")
    await runner.close()


async def test_the_journal_is_read_beside_the_loop() -> None:
    runner, _, _ = running()
    answers: list[Any] = []
    make(runner).journal(5, 1.0, lambda rows, error: answers.append((rows, error)))
    await until(lambda: answers)
    ((rows, error),) = answers
    assert error is None
    assert (rows[0]["limit"], rows[0]["before"]) == (5, 1.0)
    assert rows[0]["thread"] is not threading.current_thread()
    await runner.close()


@pytest.mark.expected_log("the journal cannot be read")
async def test_a_journal_that_cannot_be_read_is_told() -> None:
    runner, _, _ = running()
    answers: list[Any] = []
    make(runner).journal(BROKEN, None, lambda rows, error: answers.append((rows, error)))
    await until(lambda: answers)
    assert answers[0][0] is None
    assert "cannot be read" in str(answers[0][1])
    await runner.close()


async def test_passes_commands_and_methods_on() -> None:
    runner, switch, _ = running()
    desk = make(runner)
    answers: list[Result] = []
    desk.submit(LogIn("SIP/1"), answers.append)
    await until(lambda: answers)
    assert switch.performed == [LogIn("SIP/1")]
    replies: list[Any] = []
    desk.call_vendor("AgentInfo", {}, lambda data, error: replies.append(data))
    await until(lambda: replies)
    assert replies == [{"method": "AgentInfo"}]
    await runner.close()


async def test_raises_the_strip() -> None:
    runner, _, _ = running()
    raised: list[bool] = []
    desk = make(runner, show_strip=lambda: raised.append(True))
    desk.raise_strip()
    assert raised == [True]
    await runner.close()


async def test_what_comes_later_can_be_cancelled() -> None:
    runner, _, _ = running()
    desk = make(runner)
    done: list[str] = []
    cancel = desk.later(0.0, lambda: done.append("cancelled"))
    desk.later(0.0, lambda: done.append("kept"))
    cancel()
    await until(lambda: done)
    await asyncio.sleep(0)
    assert done == ["kept"]
    await runner.close()


async def test_a_check_reads_what_can_be_read_first() -> None:
    runner, switch, _ = running()
    desk = make(runner)
    answers: list[tuple[list[CheckItem] | None, CtiError | None]] = []
    desk.check(lambda *answer: answers.append(answer))
    await until(lambda: answers)
    assert switch.reads == 1
    found, error = answers[0]
    assert error is None
    assert found is not None
    assert found[0].state == "ok"
    for _ in range(5):
        desk.check(lambda *answer: answers.append(answer))
    await until(lambda: len(answers) == 6)
    assert switch.reads == 2, "one reading serves all who asked before it began"
    await runner.close()
