"""An agent this desk serves: what is known of him, his calls, lines and queues."""

from __future__ import annotations

import asyncio

from cti_desk.core.model import Queue, QueueAgents, QueueRef
from cti_desk.vendors.instantvoice.agent_state import AgentTracker
from cti_desk.vendors.instantvoice.calls import CallBook
from cti_desk.vendors.instantvoice.own_request import Habit
from cti_desk.vendors.instantvoice.polled_calls import PolledBook
from cti_desk.vendors.instantvoice.reasons import Reasons
from cti_desk.vendors.instantvoice.records import Line, QueueInfo
from cti_desk.vendors.instantvoice.values import AgentName, same_name


class Served:
    """``own`` is the desk's agent: in reports he has no name. ``polled``: no events tell of him."""

    def __init__(
        self,
        name: AgentName,
        reasons: Reasons,
        *,
        own: bool,
        polled: bool = False,
        habit: Habit | None = None,
    ) -> None:
        agent_id = None if own else name.full
        self.name = name
        self.own = own
        self.polled = polled
        self.tracker = AgentTracker(agent_id, reasons, polled=polled)
        book = PolledBook if polled else CallBook
        self.book: CallBook = book(name.full, agent_id, habit=habit)
        self.lines: tuple[Line, ...] | None = None
        self.queues: tuple[QueueInfo, ...] | None = None
        self.login_told: asyncio.Task[None] | None = None  # ends when a LOGIN has been told

    def queue_by_id(self, queue_id: str) -> QueueInfo | None:
        """The queue a line names. That ``queues_id`` is QueueInfo's ``id`` is inferred."""
        for queue in self.queues or ():
            if queue.id is not None and same_name(queue.id, queue_id):
                return queue
        return None

    def keep_queue(self, fresh: QueueInfo) -> None:
        """Replace what is known of one queue."""
        self.queues = tuple(
            fresh if queue.number == fresh.number else queue for queue in self.queues or ()
        )


def queue_ref(queue: QueueInfo) -> QueueRef:
    return QueueRef(queue.number, queue.description)


def core_queue(queue: QueueInfo) -> Queue:
    """A queue of the agent's as the core sees it. Who waits in it is not told, only how many."""
    agents = None
    if queue.idle is not None or queue.paused is not None or queue.on_call is not None:
        agents = QueueAgents(queue.idle, queue.paused, queue.on_call)
    return Queue(
        queue.number,
        queue.description,
        member=True,
        agents=agents,
        waiting_count=queue.waiting,
    )
