"""One agent's calls: events in any order in, core reports out (pure).

What an event alone cannot tell is held back until the agent's lines have been read: `question`
says that they should be, `settle` takes the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from cti_desk.core.events import EventType
from cti_desk.core.model import Direction, QueueRef
from cti_desk.core.reports import CallChanged
from cti_desk.vendors.instantvoice.live.call_end import QUEUE_MISSED, end_reports
from cti_desk.vendors.instantvoice.live.call_entry import Entry
from cti_desk.vendors.instantvoice.live.call_records import SETTLING_S, CallRecords
from cti_desk.vendors.instantvoice.live.line_states import has_call
from cti_desk.vendors.instantvoice.live.own_request import Habit, is_inbound
from cti_desk.vendors.instantvoice.messages import events as wire
from cti_desk.vendors.instantvoice.messages.events import Event
from cti_desk.vendors.instantvoice.messages.records import Line

MOST_HELD: Final = 50

_DIRECTIONS: Final = {"INBOUND": Direction.INBOUND, "OUTBOUND": Direction.OUTBOUND}


class CallBook(CallRecords):
    """The calls of ``agent`` as events tell them. ``keep_raw`` keeps the vendor's fields with each.

    See `CallRecords` for the rest.
    """

    def __init__(
        self,
        agent: str,
        agent_id: str | None = None,
        *,
        keep_raw: bool = True,
        habit: Habit | None = None,
        monotonic: Callable[[], float] | None = None,
    ) -> None:
        super().__init__(agent, agent_id, habit, monotonic)
        self._keep_raw = keep_raw
        self._held: dict[str, list[tuple[int, Event]]] = {}  # by uniqueid
        self._handlers = {
            wire.NEWCALL: self._newcall,
            wire.CONNECT: self._connect,
            wire.DNEWCALL: self._second_leg,
            wire.DCONNECT: self._second_leg,
            wire.HANGUP: self._hangup,
        }

    # -- events

    def take(self, event: Event, now: float) -> list[CallChanged]:
        """Take one call event."""
        self._version += 1
        handler = self._handlers.get(event.type)
        if handler is None or not event.uniqueid:
            return []
        told = handler(event, now)
        if (entry := self._by_leg.get(event.uniqueid)) is not None:
            entry.stamp = self._version
        return told

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
        if entry is None:
            return []
        learned = self._learn(entry, event, now)
        if entry.picked_up:
            return [self._told(entry, EventType.CALL_INFORMATION)] if learned else []
        entry.picked_up = True
        return [self._progress(entry, event, now)]

    def _learn(self, entry: Entry, event: Event, now: float) -> bool:
        """Take from a later event what NEWCALL would have told; return whether that was news."""
        if entry.announced or entry.two_legs:
            return False
        if self._is_requested(event, now):
            self._make_two_legged(entry)
            self._claim(entry)
            return True
        before = (entry.direction, entry.number)
        entry.direction = _DIRECTIONS.get(event.direction.strip().upper(), entry.direction)
        if event.callerid not in self._own_names:
            entry.number = entry.number or event.callerid
        return (entry.direction, entry.number) != before

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
        if is_inbound(event) or (changed and entry.direction is Direction.INBOUND):
            self._habit.learn_inbound()
        if changed:  # what looked like an answer was the agent's pick-up
            if self._request is not None and self._may_be_requested(entry, now):
                self._claim(entry)
            self._make_two_legged(entry)
            entry.direction = Direction.OUTBOUND
            entry.answered_at = None
            entry.line_status = None
        if event.type == wire.DNEWCALL and entry.answer_read:
            changed = True  # the line was busy because the agent had picked up
            entry.answered, entry.answered_at = False, None
        entry.answer_read = False
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
            if event.uniqueid in self._ends:
                return []
            if self._is_requested(event, now):  # no event told of its beginning
                created = self._create(event, now, own=True)
                return created + self._end(self._by_leg[event.uniqueid], why, now)
            self._ends.remember(event.uniqueid, why, self._version)
            return []
        if event.uniqueid != entry.vendor_id and entry.announced and entry.picked_up:
            # The far leg ended; whether the agent's own is up still, only the lines can tell.
            self._doubts.setdefault(entry.id, (self._version, why))
            return []
        learned = self._learn(entry, event, now)
        told = [self._told(entry, EventType.CALL_INFORMATION)] if learned else []
        return told + self._end(entry, why, now)

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
        listed = None if lines is None else {one.uniqueid for one in lines if has_call(one)}
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
        return (
            uniqueid not in self._ends
            and self._elapsed(now) - self._ends.last_two_legs > SETTLING_S
        )

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
            born=self._elapsed(now),
        )
        if own:
            self._claim(entry)
            if is_inbound(event) and event.type in (wire.DNEWCALL, wire.DCONNECT):
                self._habit.learn_inbound()
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

    def _hold(self, event: Event) -> None:
        self._held.setdefault(event.uniqueid, []).append((self._version, event))
        while len(self._held) > MOST_HELD:
            self._held.pop(next(iter(self._held)))

    def _end(self, entry: Entry, why: str | None, now: float) -> list[CallChanged]:
        if entry.two_legs:
            self._ends.last_two_legs = self._elapsed(now)
        self._remove(entry, why)
        return end_reports(entry, why, self.agent_id)

    def _progress(self, entry: Entry, event: Event, now: float) -> CallChanged:
        if self._keep_raw:
            entry.raw = event.fields()
        if entry.talking and entry.answered_at is None:
            entry.answered_at = now
        return self._told(entry, entry.event())
