"""Calls where no events come: what the agent's lines say each time they are read (pure).

The lines of SOAP carry neither the call's uniqueid nor the other party (the manual's example), so a
call has an id of our own, and its number only when it was dialled from here. Words of
``linestatus`` beyond IDLE are *inferred*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from cti_desk.core.model import Call, ConnectionState, Direction
from cti_desk.vendors.instantvoice.live.call_end import GONE
from cti_desk.vendors.instantvoice.live.call_entry import Entry
from cti_desk.vendors.instantvoice.live.calls import CallBook
from cti_desk.vendors.instantvoice.live.line_states import (
    DIALLING,
    HELD,
    RINGING,
    has_call,
    moment_of,
    word_of,
)
from cti_desk.vendors.instantvoice.live.own_request import Habit
from cti_desk.vendors.instantvoice.messages.records import Line

REQUEST_S: Final = 10.0
"""How long after our NewCall a line that becomes busy is taken for it."""


@dataclass(slots=True)
class PolledEntry(Entry):
    """A call on a line. ``derived``: its id is ours and means nothing to InstantVoice."""

    derived: bool = True

    def call(self) -> Call:
        call = Entry.call(self)
        return replace(call, id_source="derived" if self.derived else "vendor")

    def _states(self) -> tuple[ConnectionState, ConnectionState | None]:
        # Of the far side only a caller's state is known: they are there while ringing and after.
        remote = ConnectionState.CONNECTED if self.direction is Direction.INBOUND else None
        if self.line_status in RINGING:
            return ConnectionState.ALERTING, remote
        if self.line_status in HELD:
            return ConnectionState.HELD, remote
        return ConnectionState.CONNECTED, remote


class PolledBook(CallBook):
    """The calls of one agent, known from their lines alone."""

    def __init__(
        self,
        agent: str,
        agent_id: str | None = None,
        *,
        habit: Habit | None = None,
        monotonic: Callable[[], float] | None = None,
    ) -> None:
        super().__init__(agent, agent_id, habit=habit, monotonic=monotonic)
        self._on_line: dict[str, str] = {}  # line: leg

    request_s = REQUEST_S

    def is_derived(self, call_id: str) -> bool:
        entry = self._entries.get(call_id)
        return isinstance(entry, PolledEntry) and entry.derived

    def resynchronise(
        self, lines: Iterable[Line], asked: int, now: float, *, after_cut: bool
    ) -> tuple[Call, ...]:
        """Make the calls those that the lines tell of; return them all."""
        busy = {line.number or str(at): line for at, line in enumerate(lines) if has_call(line)}
        for key, leg in list(self._on_line.items()):
            entry = self._by_leg.get(leg)
            if entry is None or key not in busy or self._is_another(entry, busy[key]):
                del self._on_line[key]
                if entry is not None:
                    self._remove(entry, GONE)
        new = [key for key in busy if key not in self._on_line]
        for key in new:
            self._begin(key, busy[key], now, own=self._is_own(busy, new, now))
        for key, line in busy.items():
            self._follow(self._by_leg[self._on_line[key]], line, now)
        return self.calls

    def _is_another(self, entry: Entry, line: Line) -> bool:
        """The line has a call, but no more the one it had."""
        if line.uniqueid and line.uniqueid not in entry.legs:
            return True
        begins = word_of(line) in RINGING | DIALLING
        return begins and entry.line_status is not None and entry.picked_up

    def _is_own(self, busy: dict[str, Line], new: list[str], now: float) -> bool:
        """Whether the new call is the one dialled from here: only if no other can be meant."""
        return (
            len(new) == 1
            and self._request is not None
            and self._elapsed(now) <= self._request.until
        )

    def _begin(self, key: str, line: Line, now: float, *, own: bool) -> None:
        since = min(line.status_since or now, now)
        leg = line.uniqueid or f"line{key}.{since:.0f}"
        desk_id, parent = self._ends.desk_id(leg)
        word = word_of(line)
        direction = Direction.INBOUND if word in RINGING else None
        entry = PolledEntry(
            desk_id,
            leg,
            since,
            self._version,
            parent if line.uniqueid else None,
            Direction.OUTBOUND if own or word in DIALLING else direction,
            announced=False,
            requested=own,
            legs={leg},
            derived=not line.uniqueid,
        )
        if own:
            self._claim(entry)
        self._on_line[key] = leg
        self._add(entry)

    def _follow(self, entry: Entry, line: Line, now: float) -> None:
        entry.line_status = word_of(line)
        held = entry.line_status in HELD
        entry.held_since = (entry.held_since or moment_of(line, entry, now)) if held else None
        if entry.line_status in RINGING | DIALLING or entry.picked_up:
            return
        entry.picked_up = True
        if entry.direction is Direction.INBOUND:
            entry.answered_at = moment_of(line, entry, now)
