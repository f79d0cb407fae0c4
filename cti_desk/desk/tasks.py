"""Tasks that go on beside each other until they are done, or until all are ended."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class Tasks:
    """Keeps its tasks alive: the loop alone would not. What one dies of, the loop reports."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin some work in the running loop."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def cancel(self) -> None:
        """Cancel what still runs."""
        for task in self._running:
            task.cancel()

    async def close(self) -> None:
        """Cancel what still runs, and wait until it has ended."""
        self.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
