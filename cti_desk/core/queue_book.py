"""The queues the agent belongs to or follows."""

from __future__ import annotations

from msgspec.structs import replace

from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Queue


class QueueBook:
    """Keeps the queues by their id, and publishes each change once.

    A queue that was read again and has not changed is no change: only `Queue.read_at` follows.
    """

    def __init__(self) -> None:
        self._queues: dict[str, Queue] = {}

    @property
    def queues(self) -> tuple[Queue, ...]:
        return tuple(self._queues.values())

    def report(self, queue: Queue, event: EventType = EventType.QUEUE_CHANGED) -> list[Event]:
        known = self._queues.get(queue.id)
        if known == queue:
            return []
        self._queues[queue.id] = queue
        if known is not None and _without_ages(known) == _without_ages(queue):
            return []
        return [Event(event, queue=queue)]

    def read(self, queues: tuple[Queue, ...]) -> list[Event]:
        """Apply a complete list: a queue that is not in it is no longer the agent's."""
        events = [event for queue in queues for event in self.report(queue)]
        listed = {queue.id for queue in queues}
        for gone in [key for key in self._queues if key not in listed]:
            queue = replace(self._queues.pop(gone), member=False)
            events.append(Event(EventType.QUEUE_MEMBERSHIP_CHANGED, queue=queue))
        return events


def _without_ages(queue: Queue) -> Queue:
    if queue.read_at is None:
        return queue
    members = queue.members
    if members is not None:
        members = tuple(replace(member, read_at=None) for member in members)
    return replace(queue, read_at=None, members=members)
