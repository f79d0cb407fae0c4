"""The own user's calls as the core knows them: reports out of the company's changes (pure).

One desk call for a waiting call and the queue's attempts to reach the user for it: its id is that
of the first attempt, its root the waiting call, from the first ring to the end.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from msgspec.structs import replace

from cti_desk.core.causes import Cause
from cti_desk.core.events import EventType
from cti_desk.core.model import Call, ConnectionState
from cti_desk.core.reports import CallChanged
from cti_desk.vendors.compass.live.company import Company
from cti_desk.vendors.compass.live.own_entry import Doubt, Entry, event_of
from cti_desk.vendors.compass.live.own_leg import (
    IN_CALL,
    Leg,
    Side,
    is_elsewhere,
    is_user,
    legs,
)
from cti_desk.vendors.compass.live.parties import party_of, queue_ref, remote_of
from cti_desk.vendors.compass.live.server_clock import ServerClock
from cti_desk.vendors.compass.messages.callpoints import (
    DISCONNECTED,
    Callpoint,
    DialplanPoint,
    QueuePoint,
    UnknownPoint,
    UserPoint,
)
from cti_desk.vendors.compass.messages.calls import Call as WireCall
from cti_desk.vendors.compass.messages.causes import csta_cause

SETTLE_S: Final = 0.5
"""How long the end of an attempt is kept back: what became of the waiting call may come behind."""

REQUEST_S: Final = 60.0
"""How long after our dialling its call may begin."""

ELSEWHERE: Final = "ANSWERED_ELSEWHERE"
BUSY: Final = "DESTINATION_BUSY"
REPLACE: Final = "REPLACE"

_REMEMBERED_IDS: Final = 2_000


class _Request:
    """A call that was asked for and has not begun; ``call_id`` once the platform told it."""

    def __init__(self, number: str, correlation_id: str | None, until: float) -> None:
        self.number = number
        self.correlation_id = correlation_id
        self.until = until
        self.call_id: str | None = None


class OwnCalls:
    """The calls of one user. ``user_id`` may become known later; then `resynchronise`."""

    def __init__(self, clock: ServerClock | None = None) -> None:
        self.user_id: str | None = None
        self._clock = clock or ServerClock()
        self._entries: dict[tuple[str, Side], Entry] = {}
        self._told: dict[str, Call] = {}
        self._used: OrderedDict[str, int] = OrderedDict()
        self._request: _Request | None = None

    @property
    def calls(self) -> tuple[Call, ...]:
        return tuple(entry.call() for entry in self._entries.values())

    def entry(self, call_id: str) -> Entry | None:
        """The desk call of this id."""
        return next((each for each in self._entries.values() if each.id == call_id), None)

    # -- what we ask for ourselves

    def requested(self, number: str, correlation_id: str | None, now: float) -> None:
        """The user is about to be rung for a call of their own: it never pops up."""
        self._request = _Request(number, correlation_id, now + REQUEST_S)

    def request_refused(self) -> None:
        self._request = None

    def request_is(self, call_id: str, company: Company, now: float) -> list[CallChanged]:
        """The platform told the id of the call asked for, maybe after its first events."""
        if self._request is None:
            return []
        self._request.call_id = call_id
        return self.changed(company, call_id, now) if call_id in company.calls else []

    # -- what happens

    def changed(self, company: Company, root: str, now: float) -> list[CallChanged]:
        """Something about this call, or an attempt for it, is different."""
        if self.user_id is None:
            return []
        asked_for = self._is_asked_for(company, root, now)
        found: dict[Side, Leg] = {}
        for leg in legs(company, root, self.user_id, asked_for=asked_for):
            found.setdefault(leg.side, leg)
        if not found and not self._is_known(root):
            return []
        told: list[CallChanged] = []
        for side in ("in", "out"):
            told += self._side_changed(company, (root, side), found.get(side), now)
        return told

    @property
    def doubtful(self) -> bool:
        """Whether `settle` must be called after `SETTLE_S`."""
        return any(entry.doubt is not None for entry in self._entries.values())

    def settle(self, now: float) -> list[CallChanged]:
        """End what nothing more came of."""
        told: list[CallChanged] = []
        for entry in list(self._entries.values()):
            if entry.doubt is not None and now >= entry.doubt.until:
                told += self._end_of_doubt(entry, entry.doubt)
        return told

    def resynchronise(self, company: Company, now: float) -> tuple[Call, ...]:
        """Make the calls those of the company as it is now; return them all, for `StateRead`."""
        if self.user_id is None:
            return ()
        roots = {call.parent_id or call.id for call in company.calls.values() if self._in(call)}
        for root, side in list(self._entries):
            if root not in roots:
                self._forget(self._entries[root, side])
        for root in company.calls:
            if root in roots:
                self.changed(company, root, now)
        for root in roots - company.calls.keys():
            self.changed(company, root, now)
        for entry in [each for each in self._entries.values() if each.doubt is not None]:
            self._forget(entry)
        return self.calls

    def _in(self, call: WireCall) -> bool:
        user = self.user_id or ""
        return is_user(call.source, user) or is_user(call.destination, user)

    def _is_known(self, root: str) -> bool:
        return (root, "in") in self._entries or (root, "out") in self._entries

    # -- one desk call

    def _side_changed(
        self, company: Company, key: tuple[str, Side], leg: Leg | None, now: float
    ) -> list[CallChanged]:
        entry = self._entries.get(key)
        if leg is None:
            return [] if entry is None else self._left(company, entry, now)
        told: list[CallChanged] = []
        if entry is not None and entry.doubt is not None and leg.wire.parent_id is not None:
            # The same caller is offered again: the first time is over.
            told += self._end_of_doubt(entry, entry.doubt)
            entry = None
        if entry is None:
            entry = self._begin(company, key, leg, now)
        entry.enter(leg)
        self._describe(company, entry, leg)
        return told + self._tell(entry)

    def _begin(self, company: Company, key: tuple[str, Side], leg: Leg, now: float) -> Entry:
        root, side = key
        facts = company.facts(root)
        entry = Entry(
            self._new_id(leg.wire.id), root, side, leg.wire.id, now, leg.local, leg.remote
        )
        begun = self._clock.past(leg.own.time_created, now)
        entry.since = now if begun is None else begun
        queued = self._clock.past(facts.queued_at, now)
        if side == "in" and queued is not None:
            entry.waited_s = max(0.0, entry.since - queued)
        if side == "out":
            self._take_request(entry, company, leg, now)
        self._entries[key] = entry
        return entry

    def _new_id(self, wire_id: str) -> str:
        """The platform's id, but once only: a call may come back after it was over for us."""
        count = self._used.get(wire_id, 0) + 1
        self._used[wire_id] = count
        self._used.move_to_end(wire_id)
        while len(self._used) > _REMEMBERED_IDS:
            self._used.popitem(last=False)
        return wire_id if count == 1 else f"{wire_id}~{count}"

    def _is_asked_for(self, company: Company, root: str, now: float) -> bool:
        """Whether this is the call that we asked for; where it begins is not documented."""
        entry = self._entries.get((root, "out"))
        if entry is not None and entry.requested:
            return True
        request, call = self._request, company.calls.get(root)
        if request is None or call is None or now > request.until:
            return False
        if request.call_id is not None:
            return request.call_id == root
        return isinstance(call.source, DialplanPoint | UnknownPoint)

    def _take_request(self, entry: Entry, company: Company, leg: Leg, now: float) -> None:
        request = self._request
        if request is None or now > request.until:
            self._request = None
            return
        if request.call_id is None:
            prompted = leg.own is leg.wire.destination
            if not prompted and _digits(request.number) != _digits(
                company.facts(entry.root).dialled or ""
            ):
                return  # dialled on the telephone meanwhile
        elif request.call_id != entry.root:
            return
        entry.requested = True
        entry.correlation_id = request.correlation_id
        entry.remote = replace(entry.remote, number=request.number)
        self._request = None

    def _describe(self, company: Company, entry: Entry, leg: Leg) -> None:
        """Who is at the other end, and what was called."""
        other = leg.other
        facts = company.facts(entry.root)
        found = remote_of(other, company.users)
        if entry.side == "in":
            entry.called = entry.called or facts.dialled
            if facts.queue is not None:
                entry.queue = queue_ref(facts.queue) or entry.queue
            elif isinstance(leg.wire.source, QueuePoint):
                entry.queue = queue_ref(leg.wire.source) or entry.queue
        elif isinstance(other, QueuePoint):
            entry.queue = queue_ref(other)
        if other == UnknownPoint() or (entry.party is None and isinstance(other, UnknownPoint)):
            return  # not told yet
        if isinstance(other, DialplanPoint):
            entry.leads_to(found)
            return
        if found.name == found.number:
            found = replace(found, name=None)  # no name: who is in the contacts has one
        entry.meet(party_of(other), found, facts.dialled)

    def _tell(self, entry: Entry, cause: str | None = None) -> list[CallChanged]:
        now = entry.call()
        event = event_of(self._told.get(entry.id), now)
        if event is None:
            return []
        self._told[entry.id] = now
        return [CallChanged(event, now, cause, remote_complete=True)]

    # -- its end

    def _left(self, company: Company, entry: Entry, now: float) -> list[CallChanged]:
        """The user has no leg any more: why?"""
        reason = company.end_of(entry.root)
        call = company.calls.get(entry.root)
        if call is None and reason:
            return self._ended(company, entry, reason)
        in_attempt = entry.wire_id != entry.root
        attempt_end = company.end_of(entry.wire_id) if in_attempt else None
        if call is None:
            return self._doubt(entry, attempt_end, now)
        user = self.user_id or ""
        point = call.destination if entry.side == "in" else call.source
        if is_user(point, user):
            # Over, but for the message that says so; or it rings no more; or on its way here.
            over = point.state == DISCONNECTED
            silent = not in_attempt and entry.local is ConnectionState.ALERTING
            return self._doubt(entry, "", now) if over or silent else []
        if entry.answered and not in_attempt:
            return self._end_of_transfer(company, entry, point)
        if is_elsewhere(call, user) or (in_attempt and _with_another(call, user)):
            return self._end(entry, (EventType.DIVERTED, EventType.CONNECTION_CLEARED), ELSEWHERE)
        exit_by = company.facts(entry.root).exit
        if in_attempt and exit_by is None:
            return self._doubt(entry, attempt_end, now)
        if in_attempt:
            return self._end(entry, (EventType.CONNECTION_CLEARED,), exit_by)
        if _with_another(call, user):
            return self._doubt(entry, "", now, moved=True)
        return self._diverted(entry)

    def _diverted(self, entry: Entry) -> list[CallChanged]:
        events = (EventType.DIVERTED, EventType.CONNECTION_CLEARED)
        return self._end(entry, events, None, Cause.REDIRECTED)

    def _ended(self, company: Company, entry: Entry, reason: str) -> list[CallChanged]:
        if reason == REPLACE and entry.answered:
            events = (EventType.TRANSFERRED, EventType.CONNECTION_CLEARED)
            return self._end(entry, events, reason, to=self._replacement(company, entry))
        if reason == BUSY and entry.side == "out" and not entry.answered:
            return self._end(entry, (EventType.FAILED, EventType.CONNECTION_CLEARED), reason)
        return self._end(entry, (EventType.CONNECTION_CLEARED,), reason)

    def _replacement(self, company: Company, entry: Entry) -> str | None:
        """The number of who speaks with the entry's party now, in the call that replaced it."""
        found = {
            remote_of(one, company.users).number
            for call in company.calls.values()
            for one, other in ((call.source, call.destination), (call.destination, call.source))
            if party_of(other) == entry.party and one.state in IN_CALL
        }
        return found.pop() if len(found) == 1 else None

    def _doubt(
        self, entry: Entry, reason: str | None, now: float, *, moved: bool = False
    ) -> list[CallChanged]:
        if entry.doubt is None:
            entry.doubt = Doubt(reason or "", now + SETTLE_S, moved)
        elif reason:
            entry.doubt.reason = reason
        return []

    def _end_of_doubt(self, entry: Entry, doubt: Doubt) -> list[CallChanged]:
        """Nothing more came of it: a queue's attempt ended by itself, or the call has moved."""
        if doubt.moved:
            return self._diverted(entry)
        attempt = entry.wire_id != entry.root
        found = csta_cause(doubt.reason, ringing=_rings(entry), attempt=attempt)
        return self._end(entry, (EventType.CONNECTION_CLEARED,), doubt.reason, found)

    def _end_of_transfer(
        self, company: Company, entry: Entry, point: Callpoint
    ) -> list[CallChanged]:
        """Another one is where the user was: still ringing, if the user did not consult them."""
        consulted = point.state in IN_CALL
        cause = Cause.TRANSFER if consulted else Cause.SINGLE_STEP_TRANSFER
        to = remote_of(point, company.users).number
        events = (EventType.TRANSFERRED, EventType.CONNECTION_CLEARED)
        return self._end(entry, events, None, cause, to)

    def _end(
        self,
        entry: Entry,
        events: tuple[EventType, ...],
        cause: str | None,
        means: Cause | None = None,
        to: str | None = None,
    ) -> list[CallChanged]:
        """``means`` is the core's word, where the vendor's alone does not say it."""
        self._forget(entry)
        call, means = entry.call(), means or csta_cause(cause, ringing=_rings(entry))
        return [
            CallChanged(
                event,
                call,
                cause or None,
                csta_cause=means,
                transferred_to=to,
                remote_complete=True,
            )
            for event in events
        ]

    def _forget(self, entry: Entry) -> None:
        self._entries.pop((entry.root, entry.side), None)
        self._told.pop(entry.id, None)


def _rings(entry: Entry) -> bool:
    """Whether an incoming call was ringing at the user."""
    return entry.side == "in" and entry.local is ConnectionState.ALERTING


def _with_another(call: WireCall, user: str) -> bool:
    """Whether it has gone on to somebody, who may not have answered yet."""
    point = call.destination
    return isinstance(point, UserPoint) and point.user_id != user


def _digits(number: str) -> str:
    return "".join(each for each in number if each.isdigit() or each in "*#")
