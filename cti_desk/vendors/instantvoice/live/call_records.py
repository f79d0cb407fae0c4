"""What is kept of one agent's calls, however it becomes known (pure).

`calls` beside this file adds what events tell, `polled_calls` what lines alone tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from cti_desk.core.events import EventType
from cti_desk.core.model import Call, Direction, QueueRef
from cti_desk.core.reports import CallChanged
from cti_desk.vendors.instantvoice.live.call_end import GONE, Ends
from cti_desk.vendors.instantvoice.live.call_entry import Entry, same_number
from cti_desk.vendors.instantvoice.live.line_states import (
    apply_line,
    entry_from_line,
    has_call,
    rings_again,
)
from cti_desk.vendors.instantvoice.live.own_request import REQUEST_S, Habit, OwnRequest, is_inbound
from cti_desk.vendors.instantvoice.messages import events as wire
from cti_desk.vendors.instantvoice.messages.events import Event
from cti_desk.vendors.instantvoice.messages.records import Line
from cti_desk.vendors.instantvoice.messages.values import agent_name

SETTLING_S: Final = 5.0
"""A call younger than this may not be on the lines yet, and is not ended for want of it."""


class CallRecords:
    """The calls of ``agent`` (full name); ``agent_id`` goes into the reports (`None`: the desk's).

    ``habit`` is what is known of the site's events, ``monotonic`` the clock that ages are computed
    with: the ``now`` of the methods is the calendar's, which may be set while a call is up.
    """

    request_s = REQUEST_S

    def __init__(
        self,
        agent: str,
        agent_id: str | None = None,
        habit: Habit | None = None,
        monotonic: Callable[[], float] | None = None,
    ) -> None:
        self.agent_id = agent_id
        self._own_names = {agent, agent_name(agent).number}
        self._entries: dict[str, Entry] = {}  # by desk id
        self._by_leg: dict[str, Entry] = {}
        self._two_legged: dict[str, Entry] = {}  # those of `_entries` that were dialled
        self._ends = Ends()
        self._request: OwnRequest | None = None
        self._habit = habit or Habit()
        self._monotonic = monotonic
        self._doubts: dict[str, tuple[int, str | None]] = {}  # desk id: stamp, hangup reason
        self._version = 0

    def _elapsed(self, now: float) -> float:
        """Seconds that only go forward; tests without a clock of that kind have one clock."""
        return now if self._monotonic is None else self._monotonic()

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

    def requested(
        self,
        number: str,
        correlation_id: str | None,
        now: float,
        external_id: str | None = None,
    ) -> None:
        """An own NewCall is about to be sent: its events never pop up as an incoming call."""
        until = self._elapsed(now) + self.request_s
        self._request = OwnRequest(number, correlation_id, external_id or correlation_id, until)

    def request_refused(self) -> None:
        self._request = None

    def transfer_requested(self) -> None:
        """BlindTransfer moves every taken call: whatever ends them now, they are transferred."""
        for entry in self._entries.values():
            entry.transferring = entry.transferring or entry.call().up

    def transfer_refused(self) -> None:
        for entry in self._entries.values():
            entry.transferring = False

    @property
    def transferring(self) -> tuple[Call, ...]:
        """The calls whose transfer has been accepted."""
        return tuple(entry.call() for entry in self._entries.values() if entry.transferring)

    @property
    def holding(self) -> bool:
        """Whether a line has shown a call on hold."""
        return any(entry.held for entry in self._entries.values())

    def forget(self, call_id: str) -> None:
        """The vendor does not know this call any more."""
        if (entry := self._entries.get(call_id)) is not None:
            self._remove(entry, GONE)

    def set_queue(self, call_id: str, queue: QueueRef) -> CallChanged | None:
        """The queue a call came through has become known."""
        entry = self._entries.get(call_id)
        if entry is None or entry.queue == queue:
            return None
        entry.came_through(queue)
        return self._told(entry, EventType.CALL_INFORMATION)

    def resynchronise(
        self, lines: Iterable[Line], asked: int, now: float, *, after_cut: bool
    ) -> tuple[Call, ...]:
        """Make the calls those that the lines list, in the state they list; return them all.

        After a cut the lines are believed at once. While events come, a call that has just begun
        may not be on its line yet. What an event told after the lines were asked for stays.
        """
        listed = {line.uniqueid: line for line in lines if line.uniqueid and has_call(line)}
        for entry in list(self._entries.values()):
            line = next((listed[leg] for leg in entry.legs if leg in listed), None)
            young = not after_cut and self._elapsed(now) - entry.born < SETTLING_S
            if entry.stamp > asked:
                continue
            if line is None:
                if not young:
                    self._remove(entry, GONE)
            elif after_cut and rings_again(entry, line):
                self._remove(entry, GONE)
                self._add_from_line(line, now, entry)
            else:
                apply_line(entry, line, now)
                entry.transferring = entry.transferring and not after_cut
        for uniqueid, line in listed.items():
            if uniqueid not in self._by_leg and not self._ends.ended_after(uniqueid, asked):
                self._add_from_line(line, now)
        return self.calls

    def _add_from_line(self, line: Line, now: float, before: Entry | None = None) -> None:
        """``before`` is the same caller's attempt that ended unseen."""
        assert line.uniqueid is not None
        desk_id, parent = self._ends.desk_id(line.uniqueid)
        entry = entry_from_line(line, desk_id, self._version, now)
        entry.parent = parent
        entry.born = self._elapsed(now)
        if before is not None:
            entry.direction, entry.number = before.direction, before.number
        self._add(entry)

    def _join(self, entry: Entry, event: Event) -> list[CallChanged]:
        entry.legs.add(event.uniqueid)
        self._by_leg[event.uniqueid] = entry
        if event.type == wire.NEWCALL and not entry.announced:
            entry.announced = True
            entry.vendor_id = event.uniqueid
        return []

    def _set_up_as(self, event: Event) -> Entry | None:
        """The two-leg call in set-up that an event of an unknown leg belongs to, by its number."""
        comes_in = is_inbound(event) and not self._habit.inbound
        for entry in self._two_legged.values():
            if entry.setting_up and (
                (same_number(event.callerid, entry.number) and not comes_in)
                or event.callerid in self._own_names
                or (not event.callerid and event.direction != "INBOUND")
            ):
                return entry
        return None

    def _second_leg_of(self, event: Event) -> Entry | None:
        """The call whose second leg this is: by number, else the latest that waits for one."""
        entries = sorted(
            self._entries.values(),
            key=lambda e: (e.called, not e.requested, e.direction is Direction.INBOUND),
        )
        waiting = [entry for entry in entries if not entry.answered]
        for entry in waiting:
            if same_number(event.callerid, entry.number):
                return entry
        outgoing = [e for e in waiting if e.direction is Direction.OUTBOUND and e.requested]
        if not event.callerid or event.callerid in self._own_names:
            outgoing = outgoing or [e for e in waiting if e.direction is Direction.OUTBOUND]
        return outgoing[-1] if outgoing else None

    def _is_requested(self, event: Event, now: float) -> bool:
        """Whether this tells of the call that was asked for here, of which nothing came before."""
        request = self._request
        if request is not None and self._elapsed(now) > request.until:
            request = self._request = None
        return request is not None and request.is_told_by(event, self._own_names, self._habit)

    def _may_be_requested(self, entry: Entry, now: float) -> bool:
        """The same, of a call that looked like one of another kind."""
        request = self._request
        if request is None or self._elapsed(now) > request.until:
            return False
        return not entry.number or same_number(entry.number, request.number)

    def _claim(self, entry: Entry) -> None:
        """This is the call that was asked for here."""
        request, self._request = self._request, None
        if request is not None:
            entry.requested = True
            entry.direction = Direction.OUTBOUND
            entry.number = request.number
            entry.correlation_id = request.correlation_id

    def _make_two_legged(self, entry: Entry) -> None:
        entry.two_legs = True
        if entry.id in self._entries:
            self._two_legged[entry.id] = entry

    def _add(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        if entry.two_legs:
            self._two_legged[entry.id] = entry
        for leg in entry.legs:
            self._by_leg[leg] = entry

    def _remove(self, entry: Entry, why: str | None) -> None:
        self._entries.pop(entry.id, None)
        self._two_legged.pop(entry.id, None)
        self._doubts.pop(entry.id, None)
        for leg in entry.legs:
            self._by_leg.pop(leg, None)
            self._ends.remember(leg, why, self._version)

    def _told(self, entry: Entry, event: EventType) -> CallChanged:
        return CallChanged(event, entry.call(), None, self.agent_id)
