"""Tasks are kept until they are done; at the end those that are left are cancelled."""

from __future__ import annotations

import asyncio

from cti_desk.desk.tasks import Tasks
from tests.support.waiting import until


async def test_work_goes_on_beside_until_it_is_done() -> None:
    tasks, done = Tasks(), list[str]()

    async def work() -> None:
        done.append("done")

    task = tasks.spawn(work())
    await until(lambda: done == ["done"])
    await tasks.close()
    assert not task.cancelled()


async def test_what_is_left_is_cancelled_and_waited_for() -> None:
    tasks, ended = Tasks(), list[str]()
    began = asyncio.Event()

    async def work() -> None:
        try:
            began.set()
            await asyncio.Event().wait()
        finally:
            ended.append("ended")

    tasks.spawn(work())
    await began.wait()
    await tasks.close()
    assert ended == ["ended"]
