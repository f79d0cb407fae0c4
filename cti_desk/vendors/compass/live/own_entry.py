"""One call of the desk, and which event tells of what changed in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from msgspec.structs import replace

from cti_desk.core.events import EventType
from cti_desk.core.model import Call, ConnectionState, Direction, QueueRef, Remote
from cti_desk.vendors.compass.live.own_leg import Leg, Side
from cti_desk.vendors.compass.live.parties import Party

_TALKING: Final = (ConnectionState.CONNECTED, ConnectionState.HELD)


@dataclass(slots=True)
class Doubt:
    """A queue's attempt ended, and what became of the waiting call is not told yet.

    ``moved``: a call that rang at the user rings at a colleague, who may be just picking it up.
    """

    reason: str
    until: float
    moved: bool = False


@dataclass(slots=True)
class Entry:
    """``root`` is the platform's waiting call, ``wire_id`` its call in which the user is now.

    The desk's ``id`` is the first of the platform's ids and stays. ``party`` is who is at the other
    end, once that is known; ``reached_by`` the number that was dialled to get there.
    """

    id: str
    root: str
    side: Side
    wire_id: str
    since: float
    local: ConnectionState
    far: ConnectionState | None
    remote: Remote = field(default_factory=Remote)
    called: str | None = None
    queue: QueueRef | None = None
    waited_s: float | None = None
    answered_at: float | None = None
    correlation_id: str | None = None
    requested: bool = False
    answered: bool = False
    party: Party | None = None
    reached_by: str | None = None
    doubt: Doubt | None = None
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def direction(self) -> Direction:
        return Direction.INBOUND if self.side == "in" else Direction.OUTBOUND

    def call(self) -> Call:
        """The call as the core sees it now."""
        return Call(
            self.id,
            None if self.root == self.id else self.root,
            self.direction,
            self.local,
            self.far,
            self.remote,
            self.called,
            self.queue,
            self.waited_s,
            self.since,
            self.answered_at,
            self.correlation_id,
            "vendor",
            self.raw,
        )

    def enter(self, leg: Leg) -> None:
        """The user is in this leg now."""
        self.wire_id = leg.wire.id
        self.local, self.far = leg.local, leg.remote
        self.doubt = None
        if self.talking:
            self.answered = True
        self.raw = {
            "call": leg.wire.id,
            "parent": leg.wire.parent_id,
            "source": leg.wire.source.type,
            "destination": leg.wire.destination.type,
        }

    def leads_to(self, dialled: Remote) -> None:
        """The call is on its way to a number. Nobody is there yet, and who was there is not."""
        if self.party is not None:
            self.remote, self.reached_by = dialled, dialled.number
            self.party = ("service", "dial plan", "")
        elif dialled.number and not self.requested:
            self.remote = dialled

    def meet(self, party: Party, known: Remote, dialled: str | None) -> None:
        """Somebody is at the other end; ``dialled`` is the call's first number.

        Nothing of who was there before stays, nor the number that led to that person.
        """
        if self.party is None:
            self.reached_by = self.remote.number or dialled
        elif party != self.party and self.party[0] == "person":
            self.reached_by = None
        self.party = party
        if self.side == "out" and known.number is None and not known.withheld:
            known = replace(known, number=self.reached_by)
        self.remote = known

    @property
    def talking(self) -> bool:
        return self.local in _TALKING and self.far in _TALKING


def event_of(before: Call | None, now: Call) -> EventType | None:
    """The event that tells an observer of ``before`` about ``now``; ``None``: nothing new."""
    if before is None:
        return _first(now)
    if (before.local_state, before.remote_state) == (now.local_state, now.remote_state):
        return None if _same(before, now) else EventType.CALL_INFORMATION
    if before.local_state is not now.local_state:
        if now.local_state is ConnectionState.HELD:
            return EventType.HELD
        if before.local_state is ConnectionState.HELD:
            return EventType.RETRIEVED
    if now.direction is Direction.INBOUND:
        answered = now.up and not before.up
        return EventType.ESTABLISHED if answered else EventType.CALL_INFORMATION
    if before.remote_state in _TALKING and before.up:
        return EventType.CALL_INFORMATION  # the other end changed: it was answered long ago
    return _first(now)


def _first(now: Call) -> EventType:
    if now.direction is Direction.INBOUND:
        if now.local_state is ConnectionState.HELD:
            return EventType.HELD
        return EventType.ESTABLISHED if now.up else EventType.DELIVERED
    if not now.up:
        return EventType.SERVICE_INITIATED
    return {
        ConnectionState.ALERTING: EventType.DELIVERED,
        ConnectionState.QUEUED: EventType.QUEUED,
        ConnectionState.CONNECTED: EventType.ESTABLISHED,
        ConnectionState.HELD: EventType.ESTABLISHED,
    }.get(now.remote_state or ConnectionState.INITIATED, EventType.ORIGINATED)


def _same(one: Call, other: Call) -> bool:
    return (one.remote, one.called, one.queue, one.correlation_id, one.direction) == (
        other.remote,
        other.called,
        other.queue,
        other.correlation_id,
        other.direction,
    )
