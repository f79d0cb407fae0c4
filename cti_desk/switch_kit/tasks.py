"""What a switch does beside the loop's callbacks: started, kept track of, ended together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from cti_desk.core.workers import Workers

_log = logging.getLogger(__name__)


class Tasks:
    """Tasks that live as long as their switch. ``owner`` is its name, for the agent.

    ``workers`` is told what failed inside the desk.
    """

    def __init__(self, owner: str, workers: Workers) -> None:
        self._owner = owner
        self._workers = workers
        self._running: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Run something in the background; what goes wrong in it is logged and reported."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("%s failed", task.get_name(), exc_info=error)
            self._workers.failed(f"{self._owner}: {task.get_name()}", error)

    async def end(self) -> None:
        """Cancel what still runs and wait for its end."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
