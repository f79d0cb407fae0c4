"""The event log: numbered events, resuming, and subscribers that never hold the desk up.

Delivery contract (docs/contracts.md §2). Events are numbered within an epoch (one run of a desk). A
subscriber has a cursor into the shared log, not a copy of it; an event is encoded once, when the
first subscriber needs it. A subscriber that lags by more than 1,000 events or 1 MB loses them all
and is owed one ``Gap`` with a snapshot in their place.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from cti_desk.api.desk import DeskPort
from cti_desk.api.wire import WireEvent, WireSnapshot, encode_event, wire_event, wire_snapshot
from cti_desk.core.events import Event, EventType

KEPT_EVENTS: Final = 10_000
BUFFERED_EVENTS: Final = 1_000
BUFFERED_BYTES: Final = 1_000_000

_TOO_SLOW: Final = "Events were read too slowly and dropped. The snapshot replaces them."
_NOT_KEPT: Final = "The missed events are no longer kept. The snapshot replaces them."
_RESTARTED: Final = "The desk was started anew since. The snapshot replaces what was missed."


class Position(Struct, frozen=True, forbid_unknown_fields=True):
    """The last event a subscriber has seen."""

    epoch: str
    sequence: int


class Subscribed(Struct, frozen=True):
    """The reply to a subscriber. ``sequence`` is the newest event's number: a resumed subscriber
    gets the events up to it next, any other has them in the snapshot."""

    epoch: str
    sequence: int
    resumed: bool
    snapshot: WireSnapshot | None


class _Entry:
    __slots__ = ("data", "event", "sequence", "time")

    def __init__(self, sequence: int, time: float, event: Event) -> None:
        self.sequence = sequence
        self.time = time
        self.event: Event | None = event
        self.data: bytes | None = None


class EventLog:
    """The last events of the desk, and those who want to hear of the next."""

    def __init__(
        self, desk: DeskPort, *, kept: int = KEPT_EVENTS, epoch: str | None = None
    ) -> None:
        self.epoch = epoch or secrets.token_hex(8)
        self.sequence = 0
        self._desk = desk
        self._kept = kept
        self._ring: list[_Entry | None] = [None] * kept
        self._subscriptions: list[Subscription] = []

    def publish(self, event: Event) -> int:
        """Number and keep the event, tell subscribers, return its number."""
        self.sequence += 1
        entry = _Entry(self.sequence, self._desk.now(), event)
        self._ring[self.sequence % self._kept] = entry
        if self._subscriptions:
            size = len(self._encoded(entry))
            for subscription in tuple(self._subscriptions):
                subscription.published(size)
        return self.sequence

    def snapshot(self) -> WireSnapshot:
        """The desk as it is now, after the newest event."""
        return wire_snapshot(self._desk, self.epoch, self.sequence)

    def subscribe(
        self, since: Position | None, wake: Callable[[], None]
    ) -> tuple[Subscribed, Subscription]:
        """Subscribe from ``since``; ``wake`` is called when there is something to `take`.

        Nothing can be taken until `Subscription.release`, so that the reply goes out first.
        """
        resumed = since is not None and self.reaches(since)
        start = since.sequence + 1 if since is not None and resumed else self.sequence + 1
        subscription = Subscription(self, start, wake)
        if since is not None and not resumed:
            text = _NOT_KEPT if since.epoch == self.epoch else _RESTARTED
            subscription.owe(text, with_snapshot=False)
        self._subscriptions.append(subscription)
        if len(self._subscriptions) == 1:
            self._desk.watch_queues(True)
        snapshot = None if resumed else self.snapshot()
        return Subscribed(self.epoch, self.sequence, resumed, snapshot), subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Forget a subscriber; harmless when it is gone already."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
            if not self._subscriptions:
                self._desk.watch_queues(False)

    def reaches(self, position: Position) -> bool:
        """Whether every event after this position is still kept."""
        return (
            position.epoch == self.epoch
            and self.oldest - 1 <= position.sequence <= self.sequence
            and position.sequence >= 0
        )

    @property
    def oldest(self) -> int:
        """The number of the oldest event kept."""
        return max(1, self.sequence - self._kept + 1)

    def message(self, sequence: int) -> bytes:
        """The encoded notification of an event that is still kept."""
        entry = self._ring[sequence % self._kept]
        if entry is None or entry.sequence != sequence:
            raise LookupError(sequence)
        return self._encoded(entry)

    def gap(self, text: str, after: int, *, with_snapshot: bool) -> bytes:
        """A ``Gap`` notification, numbered like the event that it stands after."""
        snapshot = self.snapshot() if with_snapshot else None
        return encode_event(
            WireEvent(
                epoch=self.epoch,
                sequence=after,
                time=self._desk.now(),
                event=EventType.GAP,
                text=text,
                snapshot=snapshot,
            )
        )

    def _encoded(self, entry: _Entry) -> bytes:
        if entry.data is None:
            assert entry.event is not None
            entry.data = encode_event(
                wire_event(entry.event, self.epoch, entry.sequence, entry.time)
            )
            entry.event = None
        return entry.data


class Subscription:
    """One subscriber's place in the log."""

    def __init__(self, log: EventLog, start: int, wake: Callable[[], None]) -> None:
        self._log = log
        self._wake = wake
        self._next = start
        self._replay_end = log.sequence  # what is asked for by resuming does not fill the buffer
        self._bytes = 0
        self._owed: str | None = None
        self._owed_snapshot = False
        self._held = True

    @property
    def pending(self) -> bool:
        """Whether `take` would return something."""
        return not self._held and (self._owed is not None or self._next <= self._log.sequence)

    def release(self) -> None:
        """The reply is out: events may follow."""
        self._held = False
        if self.pending:
            self._wake()

    def owe(self, text: str, *, with_snapshot: bool) -> None:
        """Drop what is waiting; a ``Gap`` comes in its place."""
        self._owed = text
        self._owed_snapshot = with_snapshot
        self._next = self._log.sequence + 1
        self._bytes = 0

    def published(self, size: int) -> None:
        """The log has one more event, of so many bytes."""
        if self._owed is not None and self._owed_snapshot:
            self._next = self._log.sequence + 1  # the owed snapshot will show it
        else:
            self._bytes += size
            if self._overflows():
                self.owe(_TOO_SLOW, with_snapshot=True)
        if not self._held:
            self._wake()

    def take(self, budget: int) -> list[bytes]:
        """Return the next messages, about ``budget`` bytes of them, and move on."""
        if self._held:
            return []
        messages: list[bytes] = []
        if self._next < self._log.oldest:
            self.owe(_TOO_SLOW, with_snapshot=True)
        if self._owed is not None:
            messages.append(self._gap(self._owed))
            self._owed = None
        taken = sum(map(len, messages))
        while self._next <= self._log.sequence and taken < budget:
            message = self._log.message(self._next)
            messages.append(message)
            taken += len(message)
            if self._next > self._replay_end:
                self._bytes -= len(message)
            self._next += 1
        return messages

    def _gap(self, text: str) -> bytes:
        return self._log.gap(text, self._next - 1, with_snapshot=self._owed_snapshot)

    def _overflows(self) -> bool:
        waiting = self._log.sequence - max(self._next - 1, self._replay_end)
        return waiting > BUFFERED_EVENTS or self._bytes > BUFFERED_BYTES
