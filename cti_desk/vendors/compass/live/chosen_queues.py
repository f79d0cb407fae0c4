"""Which queues the agent takes calls of, and with what priority they come back to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from cti_desk.core.ports import Memory
from cti_desk.vendors.compass.messages.rest_objects import Membership

_PRIORITIES: Final = range(1_000)


class Joining(Struct, frozen=True):
    """How a queue is joined."""

    priority: int
    follow_forwards: bool


class ChosenQueues:
    """``wanted`` are ids or names, from the profile; without any, those left last count."""

    def __init__(self, wanted: Iterable[str], usual: Joining, memory: Memory, key: str) -> None:
        self._wanted = tuple(wanted)
        self._usual = usual
        self._memory = memory
        self._key = key

    def ids(self, names: Mapping[str, str]) -> frozenset[str]:
        """The profile's queues, found among those that exist (names by id)."""
        found = (self.find(one, names) for one in self._wanted)
        return frozenset(one for one in found if one is not None)

    def unknown(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """Queues of the profile that do not exist."""
        return tuple(one for one in self._wanted if self.find(one, names) is None)

    def to_join(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """The queues that a login joins."""
        if self._wanted:
            return tuple(sorted(self.ids(names)))
        left = self._kept().get("left")
        known = [one for one in left if isinstance(one, str)] if isinstance(left, list) else []
        return tuple(one for one in known if one in names or not names)

    def find(self, queue: str, names: Mapping[str, str]) -> str | None:
        """A queue's id by its id or its name."""
        if queue in names:
            return queue
        wanted = queue.strip().casefold()
        return next((key for key, name in names.items() if name.casefold() == wanted), None)

    def joining(self, queue_id: str) -> Joining:
        """How the agent was in this queue the last time, else what the profile says."""
        kept = self._kept().get(f"queue {queue_id}")
        if not isinstance(kept, list) or len(kept) != 2:
            return self._usual
        priority, forwards = kept
        known = isinstance(priority, int) and not isinstance(priority, bool)
        return Joining(
            priority if known and priority in _PRIORITIES else self._usual.priority,
            forwards if isinstance(forwards, bool) else self._usual.follow_forwards,
        )

    def seen(self, memberships: Iterable[Membership]) -> None:
        """Remember how the agent is in their queues now."""
        kept = self._kept()
        now = dict(kept)
        for one in memberships:
            before = self.joining(one.queue_id)
            priority = before.priority if one.priority is None else one.priority
            forwards = before.follow_forwards if one.call_forward is None else one.call_forward
            now[f"queue {one.queue_id}"] = [priority, forwards]
        self._keep(kept, now)

    def left(self, queue_ids: Iterable[str]) -> None:
        """The agent left these queues: logging in joins them again where the profile names none."""
        kept = self._kept()
        self._keep(kept, {**kept, "left": sorted(queue_ids)})

    def _kept(self) -> dict[str, Any]:
        kept = self._memory.get(self._key)
        return dict(kept) if isinstance(kept, dict) else {}

    def _keep(self, before: dict[str, Any], now: dict[str, Any]) -> None:
        if now != before:
            self._memory.set(self._key, now)
