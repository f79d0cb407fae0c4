"""Queues of the vendor's raw events, for programs that poll them (docs/contracts.md §4)."""

from __future__ import annotations

import json
import logging
from collections import OrderedDict, deque
from collections.abc import Mapping
from typing import Any, Final

from cti_desk.api.desk import DeskPort

KEPT_EVENTS: Final = 10_000
KEPT_CLIENTS: Final = 100

_FIELDS: Final = ("direction", "callerid", "type", "uniqueid", "agent")  # in the manual's order

_log = logging.getLogger(__name__)


class _Queue:
    __slots__ = ("dropped", "events", "stopped")

    def __init__(self) -> None:
        self.events: deque[Mapping[str, Any]] = deque(maxlen=KEPT_EVENTS)
        self.dropped = 0
        self.stopped = False


class EventQueues:
    """One queue for each client: a name, or the connection itself.

    A queue begins with the client's first call. Queues with a name outlive their connection. When
    there are more than 100, the one that was idle longest is dropped.
    """

    def __init__(self, desk: DeskPort) -> None:
        self._desk = desk
        self._queues: OrderedDict[object, _Queue] = OrderedDict()
        self._served: set[str] = set()

    def serve(self, agent_id: str) -> None:
        """This agent's events are wanted, by every client and also after it restarts."""
        self._served.add(agent_id)

    def touch(self, client: object) -> _Queue:
        """The client's queue; it begins now if there was none."""
        queue = self._queues.get(client)
        if queue is None:
            queue = self._queues[client] = _Queue()
            self._bound()
        self._queues.move_to_end(client)
        return queue

    def has_queue(self, client: object) -> bool:
        """Whether events are kept for this client."""
        queue = self._queues.get(client)
        return queue is not None and not queue.stopped

    def start(self, client: object) -> None:
        """Begin the client's queue, or begin it again after `stop`."""
        self.touch(client).stopped = False

    def stop(self, client: object) -> None:
        """End this client's queue; nobody else notices."""
        queue = self.touch(client)
        queue.stopped = True
        queue.events.clear()

    def forget(self, client: object) -> None:
        """The connection is gone, and its queue with it."""
        self._queues.pop(client, None)

    def vendor_event(self, agent_id: str | None, fields: Mapping[str, Any]) -> None:
        """Queue a raw event of a served agent for every client."""
        own = self._desk.snapshot().agent.id
        if agent_id is not None and agent_id != own and agent_id not in self._served:
            return  # a supervisor's profile hears of everybody; these programs do not
        event = {name: fields.get(name, "") for name in _FIELDS}
        event.update(fields)
        for client, queue in self._queues.items():
            if not queue.stopped:
                self._append(client, queue, event)

    def poll(self, client: object) -> str:
        """A JSON array of the events since the last call, ``[]`` when there were none."""
        queue = self.touch(client)
        events = list(queue.events)
        queue.events.clear()
        queue.dropped = 0
        return json.dumps(events, default=str)

    def _append(self, client: object, queue: _Queue, event: Mapping[str, Any]) -> None:
        if len(queue.events) == KEPT_EVENTS:
            if queue.dropped % KEPT_EVENTS == 0:
                name = client if isinstance(client, str) else "a connected program"
                _log.warning(
                    "%s does not poll: the oldest of its %d events are dropped", name, KEPT_EVENTS
                )
            queue.dropped += 1
        queue.events.append(event)

    def _bound(self) -> None:
        named = [client for client in self._queues if isinstance(client, str)]
        if len(named) > KEPT_CLIENTS:
            _log.warning("The event queue of %s is given up: too many clients", named[0])
            del self._queues[named[0]]
