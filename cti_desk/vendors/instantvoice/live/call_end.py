"""Which events a hangup reason amounts to (docs/protocols/instantvoice.md §11)."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from cti_desk.core.events import EventType
from cti_desk.core.reports import CallChanged
from cti_desk.vendors.instantvoice.live.call_entry import Entry
from cti_desk.vendors.instantvoice.messages.causes import csta_cause

QUEUE_MISSED: Final = "QUEUEMISSED"
GONE: Final = ""
"""The end of a call that was only found to be gone."""

_TRANSFERS: Final = frozenset({"ATRANSFER", "BTRANSFER"})
_FAILURES: Final = frozenset({"BUSY", "NOANSWER", "FAILED"})
_DIVERSIONS: Final = frozenset({"PICKUP", QUEUE_MISSED})

REMEMBERED: Final = 2_000


def end_events(entry: Entry, why: str | None) -> tuple[EventType, ...]:
    """The events for a call that ended with this reason."""
    if why in _TRANSFERS or entry.transferring:
        return (EventType.TRANSFERRED, EventType.CONNECTION_CLEARED)
    if why in _FAILURES:
        return (EventType.FAILED, EventType.CONNECTION_CLEARED)
    if why in _DIVERSIONS:
        return (EventType.DIVERTED, EventType.CONNECTION_CLEARED)
    return (EventType.CONNECTION_CLEARED,)


def end_reports(entry: Entry, why: str | None, agent_id: str | None) -> list[CallChanged]:
    """What the core is told of a call that ended with this reason."""
    cause = csta_cause(why, ringing=entry.ringing, transferring=entry.transferring)
    call = entry.call()
    return [CallChanged(event, call, why, agent_id, cause) for event in end_events(entry, why)]


class Ends:
    """Which uniqueids have ended, why, and how often each was offered: a bounded memory.

    It is what keeps repeated and overtaken events from bringing a call back or showing it twice.
    """

    def __init__(self) -> None:
        self._ends: OrderedDict[str, tuple[str | None, int]] = OrderedDict()
        self._offers: OrderedDict[str, int] = OrderedDict()
        self.last_two_legs = float("-inf")

    def __contains__(self, uniqueid: object) -> bool:
        return uniqueid in self._ends

    def why(self, uniqueid: str) -> str | None:
        return self._ends[uniqueid][0]

    def was_offered(self, uniqueid: str) -> bool:
        return uniqueid in self._offers

    def ended_after(self, uniqueid: str, stamp: int) -> bool:
        """Whether it ended later than the book's version ``stamp``."""
        return uniqueid in self._ends and self._ends[uniqueid][1] > stamp

    def remember(self, uniqueid: str, why: str | None, stamp: int) -> None:
        self._ends[uniqueid] = (why, stamp)
        self._ends.move_to_end(uniqueid)
        while len(self._ends) > REMEMBERED:
            self._ends.popitem(last=False)

    def desk_id(self, uniqueid: str) -> tuple[str, str | None]:
        """A new desk call's id and parent: ``X`` at first, then ``X~2``, ``X~3`` of parent X."""
        count = self._offers.get(uniqueid, 0) + 1
        self._offers[uniqueid] = count
        self._offers.move_to_end(uniqueid)
        while len(self._offers) > REMEMBERED:
            self._offers.popitem(last=False)
        self._ends.pop(uniqueid, None)
        return (uniqueid, None) if count == 1 else (f"{uniqueid}~{count}", uniqueid)
