"""One agent's calls: events in any order in, core reports out (pure).

What an event alone cannot tell is held back until the agent's lines have been read: `question`
says that they should be, `settle` takes the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cti_desk.core.events import EventType
from cti_desk.core.model import Call, Direction, QueueRef
from cti_desk.core.reports import CallChanged
from cti_desk.vendors.instantvoice import events as wire
from cti_desk.vendors.instantvoice.call_end import GONE, QUEUE_MISSED, Ends, end_reports
from cti_desk.vendors.instantvoice.call_entry import (
    Entry,
    Request,
    entry_from_line,
    same_number,
)
from cti_desk.vendors.instantvoice.events import Event
from cti_desk.vendors.instantvoice.records import Line
from cti_desk.vendors.instantvoice.values import agent_name

REQUEST_S: Final = 60.0
"""How long after our NewCall its first event may come."""

SETTLING_S: Final = 5.0
"""A call younger than this may not be on the lines yet, and is not ended for want of it."""

MOST_HELD: Final = 50

_DIRECTIONS: Final = {"INBOUND": Direction.INBOUND, "OUTBOUND": Direction.OUTBOUND}


class CallBook:
    """The calls of ``agent`` (full name); ``agent_id`` goes into the reports (`None`: the desk's).

    ``keep_raw`` keeps the vendor's fields with each call.
    """

    def __init__(self, agent: str, agent_id: str | None = None, *, keep_raw: bool = True) -> None:
        self.agent_id = agent_id
        self._own_names = {agent, agent_name(agent).number}
        self._keep_raw = keep_raw
        self._entries: dict[str, Entry] = {}  # by desk id
        self._by_leg: dict[str, Entry] = {}
        self._ends = Ends()
        self._request: Request | None = None
        self._held: dict[str, list[tuple[int, Event]]] = {}  # by uniqueid
        self._doubts: dict[str, tuple[int, str | None]] = {}  # desk id: stamp, hangup reason
        self._version = 0
        self._handlers = {
            wire.NEWCALL: self._newcall,
            wire.CONNECT: self._connect,
            wire.DNEWCALL: self._second_leg,
            wire.DCONNECT: self._second_leg,
            wire.HANGUP: self._hangup,
        }

    @property
    def calls(self) -> tuple[Call, ...]:
        return tuple(entry.call() for entry in self._entries.values())

    @property
    def busy(self) -> bool:
        return bool(self._entries)

    def entry(self, call_id: str) -> Entry | None:
        return self._entries.get(call_id)

    def entry_of(self, uniqueid: str) -> Entry | None:
        """The call that one of the vendor's uniqueids belongs to now."""
        return self._by_leg.get(uniqueid)

    def vendor_id(self, call_id: str) -> str:
        """The uniqueid that Hangup needs for a desk call (or the id itself: a CRM knows those)."""
        entry = self._entries.get(call_id)
        return entry.vendor_id if entry else call_id.partition("~")[0]

    def is_derived(self, call_id: str) -> bool:
        """Whether a call's id is ours, and means nothing to InstantVoice."""
        return False

    # -- what we ask for ourselves

    def requested(self, number: str, correlation_id: str | None, now: float) -> None:
        """An own NewCall is about to be sent: its events never pop up as an incoming call."""
        self._request = Request(number, correlation_id, now + REQUEST_S)

    def request_refused(self) -> None:
        self._request = None

    def transfer_requested(self) -> None:
        """BlindTransfer moves every taken call: whatever ends them now, they are transferred."""
        for entry in self._entries.values():
            entry.transferring = entry.transferring or entry.call().up

    def transfer_refused(self) -> None:
        for entry in self._entries.values():
            entry.transferring = False

    def forget(self, call_id: str) -> None:
        """The vendor does not know this call any more."""
        if (entry := self._entries.get(call_id)) is not None:
            self._remove(entry, GONE)

    def set_queue(self, call_id: str, queue: QueueRef) -> CallChanged | None:
        """The queue a call came through has become known."""
        entry = self._entries.get(call_id)
        if entry is None or entry.queue == queue:
            return None
        entry.queue = queue
        return self._told(entry, EventType.CALL_INFORMATION)

    # -- events

    def take(self, event: Event, now: float) -> list[CallChanged]:
        """Take one call event."""
        self._version += 1
        handler = self._handlers.get(event.type)
        if handler is None or not event.uniqueid:
            return []
        return handler(event, now)

    def _newcall(self, event: Event, now: float) -> list[CallChanged]:
        uniqueid = event.uniqueid
        known = self._by_leg.get(uniqueid)
        if known is not None:
            return self._announced_late(known, event)
        if self._is_requested(event, now):
            return self._create(event, now, own=True)
        if (joined := self._set_up_as(event)) is not None and joined.requested:
            return self._join(joined, event)
        if uniqueid in self._ends and not self._is_offered_again(uniqueid):
            self._hold(event)
            return []
        return self._create(event, now)

    def _is_offered_again(self, uniqueid: str) -> bool:
        """A queue offers the same caller again after a missed ring."""
        return self._ends.why(uniqueid) == QUEUE_MISSED and self._ends.was_offered(uniqueid)

    def _connect(self, event: Event, now: float) -> list[CallChanged]:
        entry = self._by_leg.get(event.uniqueid)
        if entry is None and (event.uniqueid not in self._ends or event.uniqueid in self._held):
            entry = self._set_up_as(event)
            if entry is not None and not entry.picked_up:
                self._join(entry, event)
            else:
                self._hold(event)
                entry = None
        if entry is None or entry.picked_up:
            return []
        entry.picked_up = True
        return [self._progress(entry, event, now)]

    def _second_leg(self, event: Event, now: float) -> list[CallChanged]:
        entry = self._by_leg.get(event.uniqueid)
        if entry is None:
            if event.uniqueid in self._ends:
                return []
            entry = self._second_leg_of(event)
            if entry is None:
                if self._is_requested(event, now):
                    return self._create(event, now, own=True)
                self._hold(event)
                return []
            self._join(entry, event)
        return self._advance(entry, event, now)

    def _advance(self, entry: Entry, event: Event, now: float) -> list[CallChanged]:
        """A DNEWCALL or DCONNECT of a known call; it makes it a two-leg call if it was none."""
        changed = not entry.two_legs
        if changed:  # another client's NewCall: what looked like an answer was the agent's pick-up
            entry.two_legs = True
            entry.direction = Direction.OUTBOUND
            entry.answered_at = None
            entry.line_status = None
        if event.callerid and not entry.requested and event.callerid not in self._own_names:
            entry.number = event.callerid
        answered = event.type == wire.DCONNECT
        changed |= not entry.called or (answered and not entry.answered)
        entry.called = True
        entry.answered |= answered
        return [self._progress(entry, event, now)] if changed else []

    def _hangup(self, event: Event, now: float) -> list[CallChanged]:
        self._held.pop(event.uniqueid, None)
        entry = self._by_leg.get(event.uniqueid)
        why = event.why
        if entry is None:
            if event.uniqueid not in self._ends:
                self._ends.remember(event.uniqueid, why, self._version)
            return []
        if event.uniqueid != entry.vendor_id and entry.announced and entry.picked_up:
            # The far leg ended; whether the agent's own is up still, only the lines can tell.
            self._doubts.setdefault(entry.id, (self._version, why))
            return []
        return self._end(entry, why, now)

    # -- reading the lines

    @property
    def unsettled(self) -> bool:
        """Whether something waits for the lines to be read."""
        return bool(self._held or self._doubts)

    def question(self) -> int:
        """The version to hand back with lines that are read from now on."""
        return self._version

    def settle(self, lines: Iterable[Line] | None, asked: int, now: float) -> list[CallChanged]:
        """Decide what was held when the lines were asked for (`None`: they cannot be read)."""
        listed = None if lines is None else {line.uniqueid for line in lines}
        told: list[CallChanged] = []
        for call_id, (stamp, why) in list(self._doubts.items()):
            if stamp > asked:
                continue
            del self._doubts[call_id]
            entry = self._entries.get(call_id)
            if entry is None:
                continue
            if listed and entry.vendor_id in listed:
                entry.remote_gone = True
                told.append(self._told(entry, EventType.CALL_INFORMATION))
            else:
                told += self._end(entry, why, now)
        for uniqueid, events in list(self._held.items()):
            if events[-1][0] > asked:
                continue
            del self._held[uniqueid]
            if uniqueid not in self._by_leg and self._believed(uniqueid, listed, now):
                for _, event in events:
                    known = uniqueid in self._by_leg
                    told += self.take(event, now) if known else self._create(event, now)
        return told

    def _believed(self, uniqueid: str, listed: set[str | None] | None, now: float) -> bool:
        if listed is not None:
            return uniqueid in listed
        # Without lines a call unheard of is believed, a late echo of one that ended is not.
        return uniqueid not in self._ends and now - self._ends.last_two_legs > SETTLING_S

    def resynchronise(
        self, lines: Iterable[Line], asked: int, now: float, *, after_cut: bool
    ) -> tuple[Call, ...]:
        """Make the calls those that the lines list; return them all.

        After a cut the lines are believed at once. While events come, a call that has just begun
        may not be on its line yet.
        """
        listed = {line.uniqueid: line for line in lines if line.uniqueid}
        for entry in list(self._entries.values()):
            young = not after_cut and now - entry.since < SETTLING_S
            if not (entry.legs & listed.keys() or entry.stamp > asked or young):
                self._remove(entry, GONE)
        for uniqueid, line in listed.items():
            if uniqueid not in self._by_leg and not self._ends.ended_after(uniqueid, asked):
                self._add_from_line(line, now)
        return self.calls

    def _add_from_line(self, line: Line, now: float) -> None:
        assert line.uniqueid is not None
        desk_id, parent = self._ends.desk_id(line.uniqueid)
        entry = entry_from_line(line, desk_id, self._version, now)
        entry.parent = parent
        self._add(entry)

    # -- entries

    def _create(self, event: Event, now: float, own: bool = False) -> list[CallChanged]:
        desk_id, parent = self._ends.desk_id(event.uniqueid)
        two_legs = own or event.type in (wire.DNEWCALL, wire.DCONNECT)
        direction = _DIRECTIONS.get(event.direction.strip().upper(), Direction.INBOUND)
        entry = Entry(
            desk_id,
            event.uniqueid,
            now,
            self._version,
            parent,
            Direction.OUTBOUND if two_legs else direction,
            event.callerid,
            two_legs,
            requested=own,
            announced=event.type == wire.NEWCALL,
            picked_up=event.type == wire.CONNECT,
            called=event.type in (wire.DNEWCALL, wire.DCONNECT),
            answered=event.type == wire.DCONNECT,
            queue=QueueRef(event.queue) if event.queue else None,
            correlation_id=event.external_id or None,
            legs={event.uniqueid},
        )
        if own and self._request is not None:
            entry.number = self._request.number
            entry.correlation_id = self._request.correlation_id
            self._request = None
        self._add(entry)
        told = [self._progress(entry, event, now)]
        for _, early in self._held.pop(event.uniqueid, ()):
            told += self.take(early, now)
        return told

    def _announced_late(self, entry: Entry, event: Event) -> list[CallChanged]:
        """NEWCALL of a call that other events or its line told of before; or a repeat."""
        if entry.announced:
            return []
        entry.announced = True
        entry.vendor_id = event.uniqueid
        if entry.two_legs:
            return []
        before = (entry.direction, entry.number)
        entry.direction = _DIRECTIONS.get(event.direction.strip().upper(), entry.direction)
        entry.number = entry.number or event.callerid
        if (entry.direction, entry.number) == before:
            return []
        return [self._told(entry, EventType.CALL_INFORMATION)]

    def _join(self, entry: Entry, event: Event) -> list[CallChanged]:
        entry.legs.add(event.uniqueid)
        self._by_leg[event.uniqueid] = entry
        if event.type == wire.NEWCALL and not entry.announced:
            entry.announced = True
            entry.vendor_id = event.uniqueid
        return []

    def _set_up_as(self, event: Event) -> Entry | None:
        """The two-leg call in set-up that an event of an unknown leg belongs to, by its number."""
        for entry in self._entries.values():
            if entry.setting_up and (
                same_number(event.callerid, entry.number)
                or event.callerid in self._own_names
                or (not event.callerid and event.direction != "INBOUND")
            ):
                return entry
        return None

    def _second_leg_of(self, event: Event) -> Entry | None:
        """The call whose second leg this is: by number, else the latest that waits for one."""
        waiting = [e for e in self._entries.values() if not e.answered and not e.called]
        waiting += [e for e in self._entries.values() if e.called and not e.answered]
        for entry in waiting:
            if same_number(event.callerid, entry.number):
                return entry
        outgoing = [e for e in waiting if e.direction is Direction.OUTBOUND and e.requested]
        if not event.callerid or event.callerid in self._own_names:
            outgoing = outgoing or [e for e in waiting if e.direction is Direction.OUTBOUND]
        return outgoing[-1] if outgoing else None

    def _is_requested(self, event: Event, now: float) -> bool:
        request = self._request
        if request is None:
            return False
        if now > request.until:
            self._request = None
            return False
        callerid = event.callerid.strip()
        return not callerid or callerid in self._own_names or same_number(callerid, request.number)

    def _hold(self, event: Event) -> None:
        self._held.setdefault(event.uniqueid, []).append((self._version, event))
        while len(self._held) > MOST_HELD:
            self._held.pop(next(iter(self._held)))

    def _add(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        for leg in entry.legs:
            self._by_leg[leg] = entry

    def _remove(self, entry: Entry, why: str | None) -> None:
        self._entries.pop(entry.id, None)
        self._doubts.pop(entry.id, None)
        for leg in entry.legs:
            self._by_leg.pop(leg, None)
            self._ends.remember(leg, why, self._version)

    def _end(self, entry: Entry, why: str | None, now: float) -> list[CallChanged]:
        if entry.two_legs:
            self._ends.last_two_legs = now
        self._remove(entry, why)
        return end_reports(entry, why, self.agent_id)

    def _progress(self, entry: Entry, event: Event, now: float) -> CallChanged:
        if self._keep_raw:
            entry.raw = event.fields()
        if entry.talking and entry.answered_at is None:
            entry.answered_at = now
        return self._told(entry, entry.event())

    def _told(self, entry: Entry, event: EventType) -> CallChanged:
        return CallChanged(event, entry.call(), None, self.agent_id)
