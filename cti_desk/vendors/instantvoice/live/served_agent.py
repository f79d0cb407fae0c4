"""An agent this desk serves: what is known of them, their calls, lines and queues."""

from __future__ import annotations

from typing import Final

from cti_desk.core.model import AgentState, Queue, QueueAgents, QueueMember, QueueRef
from cti_desk.vendors.instantvoice.live.source import EventSource
from cti_desk.vendors.instantvoice.messages.records import Line, QueueInfo
from cti_desk.vendors.instantvoice.messages.values import AgentName, same_name

ROUNDED_S: Final = 2.0


class Members:
    """What was read of the queues' members: by queue who they are, by agent the state."""

    def __init__(self) -> None:
        self.lists: dict[str, tuple[str, ...]] = {}
        self.listed_at: dict[str, float] = {}
        self.states: dict[str, QueueMember] = {}


class ServedAgent:
    """``own`` is the desk's agent: reports do not name them. ``source`` is how they are known."""

    def __init__(self, name: AgentName, source: EventSource, *, own: bool) -> None:
        agent_id = None if own else name.full
        self.name = name
        self.own = own
        self.tracker = source.tracker(agent_id)
        self.book = source.book(name.full, agent_id)
        self.lines: tuple[Line, ...] | None = None
        self.queues: tuple[QueueInfo, ...] | None = None
        self.members = Members()
        self.waiting_since: dict[str, float] = {}  # of the longest wait in a queue

    def queue_by_id(self, queue_id: str) -> QueueInfo | None:
        """The queue a line names. That ``queues_id`` is QueueInfo's ``id`` is inferred."""
        for queue in self.queues or ():
            if queue.id is not None and same_name(queue.id, queue_id):
                return queue
        return None

    def core_queues(self) -> tuple[Queue, ...] | None:
        """The queues as the core sees them; ``None`` while they are not known."""
        if self.queues is None:
            return None
        for queue in self.queues:
            self._keep_wait(queue)
        return tuple(core_queue(queue, self) for queue in self.queues)

    def member(self, agent: str) -> QueueMember:
        """An agent as a member of a queue: this one as events tell, others as read."""
        known = self.members.states.get(agent, QueueMember(agent))
        if agent != self.name.full:
            return known
        tracker = self.tracker
        paused = tracker.state is AgentState.NOT_READY
        state = AgentState.BUSY if self.book.busy else tracker.state
        reason = tracker.reason if paused else None
        return QueueMember(agent, known.name, state, reason, paused=paused)

    def keep_queue(self, fresh: QueueInfo) -> None:
        """Replace what is known of one queue."""
        self._keep_wait(fresh)
        self.queues = tuple(
            fresh if queue.number == fresh.number else queue for queue in self.queues or ()
        )

    def _keep_wait(self, queue: QueueInfo) -> None:
        """Since when the longest wait has lasted: told in whole seconds, so it is kept if near."""
        if queue.read_at is None or queue.longest_wait_s is None or not queue.waiting:
            self.waiting_since.pop(queue.number, None)
            return
        since = queue.read_at - queue.longest_wait_s
        if abs(self.waiting_since.get(queue.number, float("-inf")) - since) > ROUNDED_S:
            self.waiting_since[queue.number] = since


def queue_ref(queue: QueueInfo) -> QueueRef:
    return QueueRef(queue.number, queue.description)


def core_queue(queue: QueueInfo, served: ServedAgent) -> Queue:
    """A queue of the agent's as the core sees it. Who waits in it is not told, only how many."""
    agents = None
    if queue.idle is not None or queue.paused is not None or queue.on_call is not None:
        agents = QueueAgents(queue.idle, queue.paused, queue.on_call)
    return Queue(
        queue.number,
        queue.description,
        member=True,
        agents=agents,
        members=_members(queue, served),
        waiting_count=queue.waiting,
        waiting_since=served.waiting_since.get(queue.number),
        service_levels=queue.service_levels or None,
        read_at=queue.read_at if queue.has_figures else None,
    )


def _members(queue: QueueInfo, served: ServedAgent) -> tuple[QueueMember, ...] | None:
    agents = served.members.lists.get(queue.number)
    if agents is None:
        return None
    return tuple(served.member(agent) for agent in agents)
