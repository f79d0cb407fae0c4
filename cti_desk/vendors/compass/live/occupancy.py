"""Who waits in which queue, told twice: by where a call leads, and by enter and leave.

Which of the two comes first is promised nowhere, so either is believed at once and the other,
when it comes, changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping


class Occupancy:
    """The calls that wait, by queue, each with the time since when (`None`: not told)."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[str, float | None]] = {}
        self._queue_of: dict[str, str] = {}
        self._left: dict[str, str] = {}  # calls that still seem to lead to the queue they left

    def of(self, queue_id: str) -> Mapping[str, float | None]:
        return self._waiting.get(queue_id, {})

    def queue_of(self, call_id: str) -> str | None:
        return self._queue_of.get(call_id)

    def entered(self, queue_id: str, call_id: str, since: float | None) -> tuple[str, ...]:
        """Told in so many words; returns the queues that this changed."""
        self._left.pop(call_id, None)
        return self._put(queue_id, call_id, since)

    def left(self, queue_id: str, call_id: str) -> tuple[str, ...]:
        """Told in so many words. A late one, of a queue it has been in before, says nothing."""
        if self._queue_of.get(call_id) != queue_id:
            return ()
        self._left[call_id] = queue_id
        return self._remove(call_id)

    def leads_to(
        self, queue_id: str | None, call_id: str, since: float | None = None
    ) -> tuple[str, ...]:
        """Where a call leads now; ``None`` is somewhere else than a queue, or nowhere."""
        if queue_id is None or self._left.get(call_id) != queue_id:
            self._left.pop(call_id, None)
            return (
                self._remove(call_id) if queue_id is None else self._put(queue_id, call_id, since)
            )
        return ()

    def close(self, queue_id: str) -> None:
        """A queue is no more."""
        for call_id in self._waiting.pop(queue_id, {}):
            del self._queue_of[call_id]

    def _put(self, queue_id: str, call_id: str, since: float | None) -> tuple[str, ...]:
        before = self._queue_of.get(call_id)
        if before == queue_id:
            waiting = self._waiting[queue_id]
            if waiting[call_id] is not None or since is None:
                return ()
            waiting[call_id] = since
            return (queue_id,)
        gone = self._remove(call_id)
        self._queue_of[call_id] = queue_id
        self._waiting.setdefault(queue_id, {})[call_id] = since
        return (*gone, queue_id)

    def _remove(self, call_id: str) -> tuple[str, ...]:
        queue_id = self._queue_of.pop(call_id, None)
        if queue_id is None:
            return ()
        del self._waiting[queue_id][call_id]
        return (queue_id,)
