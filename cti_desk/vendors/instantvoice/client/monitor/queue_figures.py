"""The figures and members of the agent's queues: no event tells of them, so they are read.

They are read again after the agent's own events, and again and again while somebody looks: one
reading for everybody who does, at most so many requests in a round, and seldom where InstantVoice
is slow or refuses. What was read is as old as its ``read_at`` says.
"""

from __future__ import annotations

import asyncio
from typing import Final

from msgspec.structs import replace

from cti_desk.core.reports import QueueReported, StateRead
from cti_desk.vendors.instantvoice.client.monitor.context import Context
from cti_desk.vendors.instantvoice.client.monitor.queue_members import QueueMembers
from cti_desk.vendors.instantvoice.client.reader import Reader
from cti_desk.vendors.instantvoice.live.served_agent import ServedAgent, core_queue
from cti_desk.vendors.instantvoice.messages.records import QueueInfo
from cti_desk.vendors.instantvoice.messages.values import same_name

SETTLE_S: Final = 1.0
"""So long after the first of a row of events: one reading tells what all of them have moved."""

MOST_REQUESTS: Final = 10
"""In a round; each queue beyond that makes the round longer, so that the rate is bounded."""

FEWEST_MEMBERS: Final = 2
"""So many members are read in a round, however many queues there are."""

SHARE: Final = 4.0
"""A slow server is given time: so many times what its answers to the last round took."""

SLOWEST_S: Final = 60.0
LIST_EVERY_S: Final = 60.0
"""How often it is asked which queues are the agent's, beginning with the first round."""


class QueueFigures:
    """Reads the own agent's queues."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._due = False
        self._every_s: float | None = None
        self._wake = asyncio.Event()
        self._failures = 0
        self._watching: asyncio.Task[None] | None = None
        self._reading = asyncio.Lock()
        self._read_at = self._listed_at = float("-inf")  # on the loop's clock

    def moved(self, served: ServedAgent) -> None:
        """Something happened that the queues of this agent count."""
        if self._due or not served.own or not served.queues:
            return
        self._due = True
        self._context.tasks.spawn(self._read_soon(served), "reading the queues")

    def watch(self, every_s: float | None) -> None:
        """Somebody looks (or nobody any more): read about so often."""
        if self._every_s is None:
            self._failures = 0
        self._every_s = every_s
        self._wake.set()
        if every_s is not None and (self._watching is None or self._watching.done()):
            watching = self._context.workers.keep_task(
                "Reading the queues", self._watch, asyncio.sleep
            )
            self._watching = self._context.tasks.spawn(watching, "watching the queues")

    def member_moved(self, agent: str) -> None:
        """An agent followed by events may be in another state: read it before the others."""
        served = self._context.agents.own
        known = served.members.states.get(agent) if served is not None else None
        if served is not None and known is not None:
            served.members.states[agent] = replace(known, read_at=None)

    # -- after events

    async def _read_soon(self, served: ServedAgent) -> None:
        try:
            await asyncio.sleep(SETTLE_S)
        finally:
            self._due = False
        reader = self._context.reader
        if reader is not None:  # else the next link reads everything
            async with self._reading:
                await self._read_figures(served, reader)

    # -- while somebody looks

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while (every_s := self._every_s) is not None:
            self._wake.clear()
            began = loop.time()
            requests = await self._round(every_s)
            try:
                took_s = loop.time() - began
                async with asyncio.timeout(rest_s(every_s, requests, took_s, self._failures)):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _round(self, every_s: float) -> int:
        """Read all figures, then some of the members; returns how many requests it took."""
        context = self._context
        served, reader = context.agents.own, context.reader
        now = asyncio.get_running_loop().time()
        if served is None or reader is None or served.queues is None:
            return 0
        if now - self._read_at < every_s / 2:
            return 0  # who opens and closes a window all the time makes no difference
        async with self._reading:
            self._read_at = now
            figures = await self._read_list(served, reader, now)
            figures += await self._read_figures(served, reader)
            if self._failures:
                return figures
            members = QueueMembers(self._context, served, reader)
            return figures + await members.read(max(FEWEST_MEMBERS, MOST_REQUESTS - figures))

    async def _read_list(self, served: ServedAgent, reader: Reader, now: float) -> int:
        """Which queues are the agent's? No event tells of that either; it changes seldom."""
        if now - self._listed_at < LIST_EVERY_S or "AgentQueueList" in reader.denied:
            return 0
        self._listed_at = now
        numbers = await reader.queue_numbers(served.name)
        if numbers is None or reader is not self._context.reader:
            return 1
        before, after = served.queues or (), list[QueueInfo]()
        requests = 1
        for number in numbers:
            queue = _known(number, before)
            if queue is None:
                requests += 1
                queue = await reader.queue(served.name, number) or QueueInfo(number)
            after.append(queue)
        if tuple(after) != before and reader is self._context.reader:
            served.queues = tuple(after)
            self._context.report(StateRead(queues=served.core_queues()))
        return requests

    async def _read_figures(self, served: ServedAgent, reader: Reader) -> int:
        """Read the queues one after the other; returns how many requests it took."""
        requests = answers = 0
        for queue in served.queues or ():
            if "QueueInfo" in reader.denied or ("QueueInfo" in reader.unanswered and requests):
                break
            if self._tells_nothing(queue):
                continue
            requests += 1
            fresh = await reader.queue(served.name, queue.number)
            if reader is not self._context.reader:
                return requests  # the next link reads everything
            if fresh is not None:
                answers += 1
                served.keep_queue(fresh)
                self._context.report(QueueReported(core_queue(fresh, served)))
        refused = requests > 0 and not answers and "QueueInfo" not in reader.denied
        self._failures = self._failures + 1 if refused else 0
        self._context.capabilities.denied = frozenset(reader.denied)
        self._context.offer()
        return requests

    def _tells_nothing(self, queue: QueueInfo) -> bool:
        """Whether QueueInfo told no figures a short while ago: over SOAP it has none."""
        if queue.has_figures or queue.read_at is None:
            return False
        return 0 <= self._context.clock.now() - queue.read_at < SLOWEST_S


def _known(number: str, queues: tuple[QueueInfo, ...]) -> QueueInfo | None:
    """A queue of the list as it is known; the list may have lost its leading zeros."""
    return next((one for one in queues if same_name(one.number, number)), None)


def rest_s(every_s: float, requests: int, took_s: float, failures: int) -> float:
    """How long to wait after a round of so many requests, ``failures`` after rounds in vain."""
    spread = every_s * max(1.0, requests / MOST_REQUESTS)
    slower = max(spread - took_s, SHARE * took_s, every_s / 2)
    for _ in range(failures):
        slower = min(2 * slower, SLOWEST_S)
    return min(slower, max(SLOWEST_S, spread))
