"""The calls that are up, and a memory of those that ended.

A call ends only when its end is reported; what is reported of an ended call later (an event
repeated or overtaken on its way) never brings it back.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from msgspec.structs import replace

from cti_desk.core.events import EventType
from cti_desk.core.model import Call, ConnectionState, Direction, Remote
from cti_desk.core.redating import shifted
from cti_desk.core.reports import Identified, Recalled

REMEMBERED_ENDS: Final = 2_000


class CallBook:
    """A list of calls: none overwrites another."""

    def __init__(self) -> None:
        self._calls: dict[str, Call] = {}
        self._up: dict[str, Call] = {}
        self._ended: dict[str, None] = {}
        self._listed: tuple[Call, ...] | None = ()

    def __len__(self) -> int:
        return len(self._calls)

    @property
    def calls(self) -> tuple[Call, ...]:
        """All calls, in the order they came. The tuple is made anew only after a change."""
        if self._listed is None:
            self._listed = tuple(self._calls.values())
        return self._listed

    @property
    def up(self) -> Collection[Call]:
        """The calls in which the agent's telephone is off-hook."""
        return self._up.values()

    def get(self, call_id: str) -> Call | None:
        return self._calls.get(call_id)

    def put(self, call: Call, now: float, *, remote_complete: bool = False) -> Call | None:
        """Merge what is reported of a call into what is known; ``None`` if it has ended.

        ``remote_complete``: nothing is known of the other party beyond what is reported.
        """
        if call.id in self._ended:
            return None
        merged = _merge(self._calls.get(call.id), call, now, remote_complete)
        self._keep(merged)
        return merged

    def read(
        self, call: Call, now: float, *, remote_complete: bool = False
    ) -> tuple[EventType | None, Call] | None:
        """Merge what was read back of a call. Return the difference and the call, as `put` does.

        The raw fields of the last event stay: the fields of a reading say nothing new.
        """
        known = self._calls.get(call.id)
        if known is not None and known.raw:
            call = replace(call, raw=known.raw)
        merged = self.put(call, now, remote_complete=remote_complete)
        return None if merged is None else (event_of(known, merged), merged)

    def end(self, call: Call) -> Call | None:
        """Remember the end. Return what was known last of the call, ``None`` if it was not up."""
        self._ended[call.id] = None
        while len(self._ended) > REMEMBERED_ENDS:
            del self._ended[next(iter(self._ended))]
        self._up.pop(call.id, None)
        self._listed = None
        return self._calls.pop(call.id, None)

    def identify(self, who: Identified) -> Call | None:
        """Add what contacts know; return the call if that changed it.

        A name that the vendor sent is the caller's own and wins over ours.
        """
        call = self._calls.get(who.call_id)
        if call is None or who.number not in (None, call.remote.number):
            return None
        known = call.remote
        if who.name is not None and (known.name is None or known.guess):
            known = replace(known, name=who.name, guess=who.guess, candidates=who.candidates)
        remote = replace(known, e164=who.e164 or known.e164, display=who.display or known.display)
        if remote == call.remote:
            return None
        known_now = replace(call, remote=remote)
        self._keep(known_now)
        return known_now

    def recall(self, who: Recalled, now: float) -> Call | None:
        """Add what an earlier run knew and the vendor does not tell. Returns the same as
        `identify`.
        """
        call = self._calls.get(who.call_id)
        if call is None:
            return None
        remote = call.remote
        if remote == Remote():
            remote = who.remote
        known = replace(
            call,
            remote=remote,
            direction=call.direction or who.direction,
            called=call.called or who.called,
            queue=call.queue or who.queue,
            correlation_id=call.correlation_id or who.correlation_id,
            answered_at=call.answered_at or (who.answered_at if call.up else None),
        )
        if known == call:
            return None
        if known.answered_at is None and _talking(known, known.direction):
            known = replace(known, answered_at=now)
        self._keep(known)
        return known

    def redate(self, seconds: float) -> tuple[Call, ...]:
        """Move all stamps, because the clock was set. Return the calls."""
        for call in self.calls:
            self._keep(shifted(call, seconds))
        return self.calls

    def _keep(self, call: Call) -> None:
        self._calls[call.id] = call
        self._listed = None
        if call.up:
            self._up[call.id] = call
        else:
            self._up.pop(call.id, None)


def _merge(known: Call | None, new: Call, now: float, remote_complete: bool) -> Call:
    answered_at = new.answered_at or (known.answered_at if known else None)
    direction = new.direction or (known.direction if known else None)
    if answered_at is None and _talking(new, direction):
        answered_at = now
    held_since = _held_since(known, new, now)
    if known is None:
        return replace(new, since=new.since or now, answered_at=answered_at, held_since=held_since)
    return replace(
        new,
        parent=new.parent or known.parent,
        direction=direction,
        remote=_merge_remote(known.remote, new.remote, remote_complete),
        called=new.called or known.called,
        queue=new.queue or known.queue,
        waited_s=known.waited_s if new.waited_s is None else new.waited_s,
        since=known.since,
        answered_at=answered_at,
        correlation_id=new.correlation_id or known.correlation_id,
        raw=new.raw or known.raw,
        held_since=held_since,
    )


def _held_since(known: Call | None, new: Call, now: float) -> float | None:
    """The vendor's time where it has one; otherwise when the hold was first seen."""
    if new.local_state is not ConnectionState.HELD:
        return None
    was_held = known is not None and known.local_state is ConnectionState.HELD
    before = known.held_since if known is not None and was_held else None
    return before or new.held_since or now


def _merge_remote(known: Remote, new: Remote, complete: bool) -> Remote:
    """Merge the other party. If it is another one, nothing of the old one stays: number, name, how
    they are shown, how sure they are.
    """
    same_number = new.number is not None and new.number == known.number
    if _is_another(known, new) or (complete and not same_number):
        return new
    return Remote(
        number=new.number or known.number,
        e164=new.e164 or known.e164,
        display=new.display or known.display,
        name=new.name or known.name,
        withheld=new.withheld or known.withheld,
        guess=new.guess if new.name else known.guess,
        candidates=new.candidates if new.name else known.candidates,
    )


def _is_another(known: Remote, told: Remote) -> bool:
    """Whether what is told contradicts what is known. What is not told contradicts nothing."""
    if told.number and known.number:
        return told.number != known.number
    if told.number or known.number:
        return told.withheld or known.withheld
    return bool(told.name and known.name and told.name != known.name)


def _talking(call: Call, direction: Direction | None) -> bool:
    """Whether both sides have answered. A caller is there, though no vendor's reading says so."""
    if not call.up:
        return False
    if call.remote_state is None:
        return direction is Direction.INBOUND
    return call.remote_state in (ConnectionState.CONNECTED, ConnectionState.HELD)


def event_of(known: Call | None, new: Call) -> EventType | None:
    """The event that explains a difference found by reading the state back, if there is one."""
    if known is None:
        return _event_of_new(new)
    if new == known:
        return None
    if _talking(new, new.direction) and not _talking(known, known.direction):
        return EventType.ESTABLISHED
    if new.local_state is not known.local_state:
        if new.local_state is ConnectionState.HELD:
            return EventType.HELD
        if known.local_state is ConnectionState.HELD and new.up:
            return EventType.RETRIEVED
        if new.up and not known.up:
            return EventType.ORIGINATED
    if new.remote_state is not known.remote_state and new.remote_state is ConnectionState.ALERTING:
        return EventType.DELIVERED
    return EventType.CALL_INFORMATION


def _event_of_new(new: Call) -> EventType:
    if new.up:
        return EventType.ESTABLISHED if _talking(new, new.direction) else EventType.ORIGINATED
    if new.local_state is ConnectionState.QUEUED:
        return EventType.QUEUED
    if new.direction is Direction.OUTBOUND or new.local_state is ConnectionState.INITIATED:
        return EventType.SERVICE_INITIATED
    return EventType.DELIVERED
