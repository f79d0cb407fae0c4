"""A NewCall that this desk has sent: which events are those of its call (pure).

The manual says neither that events repeat ``External_id`` nor which direction they carry. What an
event says counts: a repeated ``External_id`` names the call, and INBOUND is a call that comes in,
until the events of an own call (DNEWCALL, DCONNECT) have shown that this site means both by it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from cti_desk.core.ports import Memory
from cti_desk.vendors.instantvoice.live.call_entry import same_number
from cti_desk.vendors.instantvoice.messages import events as wire
from cti_desk.vendors.instantvoice.messages.events import Event

REQUEST_S: Final = 60.0
"""How long after our NewCall its first event may come."""

_FAILURES: Final = frozenset({"FAILED", "BUSY", "NOANSWER"})


def new_external_id() -> str:
    """A number of our own for a call that was given none: some sites refuse a NewCall without."""
    return str(100_000_000 + secrets.randbelow(900_000_000))


class Habit:
    """What a site's events have shown of it; kept between starts where there is a memory.

    ``inbound``: the events of an own NewCall carry INBOUND.
    """

    def __init__(self, memory: Memory | None = None, key: str = "") -> None:
        self._memory = memory
        self._key = key
        self.inbound = memory is not None and memory.get(key) is True

    def learn_inbound(self) -> None:
        """An event that only an own NewCall has was INBOUND."""
        if not self.inbound:
            self.inbound = True
            if self._memory is not None:
                self._memory.set(self._key, True)


@dataclass(slots=True)
class OwnRequest:
    """An own NewCall whose first event has not come yet.

    ``correlation_id`` is the CRM's own number of the call, ``external_id`` what was sent.
    """

    number: str
    correlation_id: str | None
    external_id: str | None
    until: float

    def is_told_by(self, event: Event, own_names: Collection[str], habit: Habit) -> bool:
        """Whether this is an event of the call that was asked for."""
        if event.external_id:
            return event.external_id == self.external_id
        callerid = event.callerid.strip()
        if callerid in own_names:
            return True  # who rings the agent from the agent's own number is the switch
        if is_inbound(event) and event.type in (wire.NEWCALL, wire.CONNECT) and not habit.inbound:
            return False
        if not callerid:
            return event.type != wire.HANGUP or event.why in _FAILURES
        return same_number(callerid, self.number)


def is_inbound(event: Event) -> bool:
    return event.direction.strip().upper() == "INBOUND"
