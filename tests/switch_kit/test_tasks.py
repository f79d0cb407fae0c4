"""Tasks of a switch: a crash is logged and reported, all end together."""

from __future__ import annotations

import asyncio

import pytest

from cti_desk.core.workers import Workers
from cti_desk.switch_kit.tasks import Tasks
from tests.support.waiting import until


@pytest.mark.expected_log("odd errand failed")
async def test_what_goes_wrong_is_logged_and_reported() -> None:
    workers = Workers()
    tasks = Tasks("Acme", workers)

    async def wrong() -> None:
        raise RuntimeError

    tasks.spawn(wrong(), "odd errand")
    await until(lambda: not tasks)
    assert [death.what for death in workers.deaths] == ["Acme: odd errand"]


async def test_what_still_runs_is_ended() -> None:
    workers = Workers()
    tasks = Tasks("Acme", workers)
    task = tasks.spawn(asyncio.sleep(1000), "long")
    assert len(tasks) == 1
    await tasks.end()
    assert task.cancelled()
    await until(lambda: not tasks)
    assert not workers.deaths
