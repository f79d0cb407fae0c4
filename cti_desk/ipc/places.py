"""Who may connect when many are connected already, and who makes room.

Programs that are idle must never lock out the command line. Beyond the places for everybody some
are reserved for processes that hold few connections: the command line holds one, for a moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

FEW: Final = 4
"""How many connections a process may hold that uses a reserved place."""


class Seat(Protocol):
    """A connection, as far as its place is concerned."""

    @property
    def process(self) -> int | None:
        """The process at the other end; ``None`` where the system does not say."""
        ...

    @property
    def idle_since(self) -> float:
        """When its program last asked for something, in monotonic seconds."""
        ...

    @property
    def in_use(self) -> bool:
        """Whether its program is owed something: an answer, events."""
        ...


S = TypeVar("S", bound=Seat)


def idlest(seats: Iterable[S], idle_before: float) -> S | None:
    """The connection that has been idle longest, of those idle since before that moment."""
    idle = [seat for seat in seats if not seat.in_use and seat.idle_since <= idle_before]
    return min(idle, key=lambda seat: seat.idle_since, default=None)


def may_use_reserved(process: int | None, seats: Iterable[Seat], places: int) -> bool:
    """Whether a process may use one of the reserved places; ``places`` counts all of them."""
    taken = list(seats)
    mine = sum(1 for seat in taken if process is not None and seat.process == process)
    return len(taken) < places and mine < FEW
