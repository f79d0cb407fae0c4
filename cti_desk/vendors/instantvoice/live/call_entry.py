"""One call of one agent, as facts that events add to in any order; its states follow from them.

Three shapes: a call that comes in, a call dialled on the telephone, and the two legs of NewCall
(the agent's telephone is rung first, then the number), which the manual tells with events of its
own (DNEWCALL, DCONNECT).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Any, Final

from cti_desk.core.events import EventType
from cti_desk.core.model import Call, ConnectionState, Direction, QueueRef, Remote

_WITHHELD: Final = frozenset({"anonymous", "private", "restricted", "withheld", "unavailable"})
_UNKNOWN: Final = frozenset({"", "unknown", "n/a", "none", "null", "<unknown>"})

SHORTEST_SUFFIX: Final = 6


@dataclass(slots=True)
class Entry:
    """A call of the desk. ``vendor_id`` is NEWCALL's uniqueid, which Hangup needs; ``legs`` are all
    uniqueids that belong to it. ``stamp`` is the book's version when an event told of it last.
    ``born`` is its beginning on the clock that ages are computed with.
    ``answer_read``: that the far side answered is known from the line alone.
    """

    id: str
    vendor_id: str
    since: float
    stamp: int
    parent: str | None = None
    direction: Direction | None = None
    number: str = ""
    two_legs: bool = False
    requested: bool = False
    announced: bool = True  # NEWCALL has come
    picked_up: bool = False  # CONNECT: by the agent in two legs, else by the one who was called
    called: bool = False  # DNEWCALL
    answered: bool = False  # DCONNECT
    answer_read: bool = False
    remote_gone: bool = False
    transferring: bool = False
    line_status: str | None = None
    queue: QueueRef | None = None
    correlation_id: str | None = None
    answered_at: float | None = None
    held: bool = False
    held_since: float | None = None
    born: float = 0.0
    legs: set[str] = field(default_factory=set)
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def talking(self) -> bool:
        """Whether both sides have answered."""
        return self.picked_up and (self.answered or not self.two_legs)

    @property
    def ringing(self) -> bool:
        """Whether an incoming call rings at the agent."""
        incoming = not self.two_legs and self.direction is not Direction.OUTBOUND
        rings = self.line_status is None or self.line_status in _LINE_STATES
        return incoming and rings and not self.picked_up

    def came_through(self, queue: QueueRef) -> None:
        """The queue has become known: what it sends to an agent are callers."""
        self.queue = queue
        if self.direction is None and not self.two_legs:
            self.direction = Direction.INBOUND

    @property
    def setting_up(self) -> bool:
        """A two-leg call that another leg's events may still join."""
        return self.two_legs and not (self.talking and self.announced)

    def call(self) -> Call:
        """The call as the core sees it now."""
        local, remote = self._states()
        if self.held and local is ConnectionState.CONNECTED:
            local = ConnectionState.HELD
        return Call(
            self.id,
            self.parent,
            self.direction,
            local,
            remote,
            remote_of(self.number),
            None,
            self.queue,
            None,
            self.since,
            self.answered_at if self.talking else None,
            self.correlation_id,
            "vendor",
            self.raw,
            self.held_since if local is ConnectionState.HELD else None,
        )

    def _states(self) -> tuple[ConnectionState, ConnectionState | None]:
        if self.two_legs:
            local = ConnectionState.CONNECTED if self.picked_up else ConnectionState.ALERTING
            return local, self._second_leg()
        if self.line_status is not None and not self.picked_up:
            return _LINE_STATES.get(self.line_status, _TALKING)
        if self.direction is Direction.OUTBOUND:
            return ConnectionState.CONNECTED, ConnectionState.CONNECTED if self.picked_up else None
        local = ConnectionState.CONNECTED if self.picked_up else ConnectionState.ALERTING
        return local, ConnectionState.CONNECTED

    def _second_leg(self) -> ConnectionState | None:
        if self.remote_gone:
            return None
        if self.answered:
            return ConnectionState.CONNECTED
        if self.called:
            return ConnectionState.ALERTING
        return ConnectionState.INITIATED if self.picked_up else None

    def event(self) -> EventType:
        """The event that tells an observer of the present states."""
        if self.talking:
            return EventType.ESTABLISHED
        if self.two_legs:
            if self.called or self.answered:
                return EventType.DELIVERED
            return EventType.ORIGINATED if self.picked_up else EventType.SERVICE_INITIATED
        if self.direction is Direction.OUTBOUND:
            return EventType.ORIGINATED
        return EventType.DELIVERED


# Of linestatus only IDLE is documented; the others are inferred. A line with a call on it and a
# word we do not know is taken for a call that is up: none is lost.
_TALKING: Final = (ConnectionState.CONNECTED, None)
_LINE_STATES: Final[dict[str, tuple[ConnectionState, ConnectionState | None]]] = {
    "RINGING": (ConnectionState.ALERTING, ConnectionState.CONNECTED),
    "RING": (ConnectionState.ALERTING, ConnectionState.CONNECTED),
    "ALERTING": (ConnectionState.ALERTING, ConnectionState.CONNECTED),
}


@functools.lru_cache(maxsize=1024)
def remote_of(callerid: str) -> Remote:
    """The other party. ``withheld`` only when the number says so; else absence is not knowing."""
    word = callerid.strip().lower()
    if word in _WITHHELD:
        return Remote(withheld=True)
    return Remote(number=None if word in _UNKNOWN else callerid.strip())


def same_number(one: str, other: str) -> bool:
    """Whether two dialled numbers are the same, allowing for separators and a lost prefix."""
    if one == other:
        return bool(one)
    short, long = sorted((_digits(one), _digits(other)), key=len)
    if not short:
        return False
    return short == long or (len(short) >= SHORTEST_SUFFIX and long.endswith(short))


def _digits(number: str) -> str:
    return re.sub(r"[^0-9*#]", "", number)
