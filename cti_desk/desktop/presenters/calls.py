"""The calls of the strip in words, each an entry of its own."""

from __future__ import annotations

from itertools import islice
from typing import Final, Literal

from msgspec import Struct

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import Call, ConnectionState, Direction, Snapshot
from cti_desk.desktop.presenters.call_buttons import (
    ButtonView,
    button_views,
    crm_button,
    hint,
)
from cti_desk.desktop.presenters.direction import beside
from cti_desk.desktop.presenters.times import clock, length
from cti_desk.desktop.presenters.who import who_view
from cti_desk.desktop.words import tr

MOST_CALLS: Final = 12
"""How many calls are shown one by one; the others are counted."""


class CallView(Struct, frozen=True):
    """One call entry. ``status`` is its running time or a word, ``hint`` a line beneath it.

    ``more`` is offered in the call's menu only.
    """

    id: str
    root: str
    arrow: Literal["in", "out"]
    who: str
    line: str
    status: str
    hint: str = ""
    ringing: bool = False
    ticking: bool = False
    buttons: tuple[ButtonView, ...] = ()
    more: tuple[ButtonView, ...] = ()

    @property
    def spoken(self) -> str:
        """The entry as one sentence, for tooltips and screen readers."""
        way = tr("Incoming call") if self.arrow == "in" else tr("Outgoing call")
        parts = (way, self.who, self.line, self.status, self.hint)
        return ", ".join(part for part in parts if part)


def call_views(
    snapshot: Snapshot, table: CapabilityTable, now: float, crm: bool = False
) -> tuple[CallView, ...]:
    """At most `MOST_CALLS`, in the order they came; ``crm``: a page can be opened for them."""
    more = (crm_button(),) if crm else ()
    return tuple(_call_view(call, snapshot, table, now, more) for call in _shown(snapshot.calls))


def _shown(calls: tuple[Call, ...]) -> tuple[Call, ...]:
    """Calls to show one by one: those that are up before those that came first."""
    if len(calls) <= MOST_CALLS:
        return calls
    up = list(islice((place for place, call in enumerate(calls) if call.up), MOST_CALLS))
    others = (place for place, call in enumerate(calls) if not call.up)
    chosen = (*up, *islice(others, MOST_CALLS - len(up)))
    return tuple(calls[place] for place in sorted(chosen))


def queue_name(call: Call) -> str:
    """The queue's name, its number where it has none, "" where the call came directly."""
    return (call.queue.name or call.queue.id) if call.queue else ""


def waited(call: Call) -> str:
    """How long the caller had waited, as the vendor told, or ""."""
    return tr("waited {time}", time=length(call.waited_s)) if call.waited_s else ""


def _call_view(
    call: Call,
    snapshot: Snapshot,
    table: CapabilityTable,
    now: float,
    more: tuple[ButtonView, ...],
) -> CallView:
    who = who_view(call.remote)
    ringing = call.local_state is ConnectionState.ALERTING
    status, ticking = _status(call, now)
    parts = (who.number, queue_name(call), waited(call) if ringing and not who.number else "")
    return CallView(
        id=call.id,
        root=call.root,
        arrow="out" if call.direction is Direction.OUTBOUND else "in",
        who=who.name,
        line=beside(parts),
        status=status,
        hint=hint(call, snapshot, table),
        ringing=ringing,
        ticking=ticking,
        buttons=button_views(call, snapshot, table),
        more=more,
    )


def _status(call: Call, now: float) -> tuple[str, bool]:
    if call.local_state is ConnectionState.HELD and call.held_since:
        return tr("on hold {time}", time=clock(now - call.held_since)), True
    word = _local_word(call) or _remote_word(call)
    if word:
        return word, False
    start = call.answered_at or call.since
    return (clock(now - start), True) if start else (tr("talking"), False)


def _local_word(call: Call) -> str:
    return {
        ConnectionState.ALERTING: tr("ringing"),
        ConnectionState.INITIATED: tr("dialling"),
        ConnectionState.HELD: tr("on hold"),
        ConnectionState.QUEUED: tr("waiting"),
        ConnectionState.FAILED: tr("failed"),
    }.get(call.local_state, "")


def _remote_word(call: Call) -> str:
    if call.remote_state is None:
        return ""
    return {
        ConnectionState.INITIATED: tr("calling"),
        ConnectionState.ALERTING: tr("it rings"),
        ConnectionState.QUEUED: tr("in a queue"),
        ConnectionState.FAILED: tr("failed"),
    }.get(call.remote_state, "")
