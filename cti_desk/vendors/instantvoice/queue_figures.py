"""How many agents of a queue are ready: no event tells, so it is read again when it may differ."""

from __future__ import annotations

import asyncio
from typing import Final

from cti_desk.core.reports import StateRead
from cti_desk.vendors.instantvoice.served import Served, core_queue
from cti_desk.vendors.instantvoice.site import Site

SETTLE_S: Final = 1.0
"""So long after the first of a row of events: one reading tells what all of them have moved."""


class QueueFigures:
    """Reads the own agent's queues again after his own events: those of others are not known."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._due = False

    def moved(self, served: Served) -> None:
        """Something happened that the queues of this agent count."""
        if self._due or not served.own or not served.queues:
            return
        self._due = True
        self._site.spawn(self._read_soon(served), "reading the queues")

    async def _read_soon(self, served: Served) -> None:
        try:
            await asyncio.sleep(SETTLE_S)
        finally:
            self._due = False
        reader = self._site.reader
        if reader is None:
            return  # the next link reads everything
        for queue in served.queues or ():
            fresh = await reader.queue(served.name, queue.number)
            if fresh is None:
                return  # no right to read it, or no link any more
            served.keep_queue(fresh)
        self._site.report(StateRead(queues=tuple(map(core_queue, served.queues or ()))))
        self._site.offer()
