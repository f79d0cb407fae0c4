"""The screen-pop in words: who, from where, and what happened last time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import Call, ConnectionState, Snapshot
from cti_desk.desktop.presenters.call_buttons import ButtonView, button_views, hint
from cti_desk.desktop.presenters.calls import queue_name, waited
from cti_desk.desktop.presenters.direction import beside, isolated
from cti_desk.desktop.presenters.times import moment, rounded
from cti_desk.desktop.presenters.who import who_view
from cti_desk.desktop.words import tr, trn


class LastView(Struct, frozen=True):
    """``when`` is set bold, ``rest`` follows it."""

    when: str
    rest: str


class PopView(Struct, frozen=True):
    """One screen-pop; ``root`` is the key of its window, ``more`` counts those without one."""

    root: str
    call_id: str
    who: str
    number: str
    chips: tuple[str, ...]
    last: LastView | None
    hint: str
    buttons: tuple[ButtonView, ...]
    crm: bool
    ringing: bool
    small: bool
    more: str = ""

    @property
    def spoken(self) -> str:
        """The pop as one sentence, for screen readers."""
        last = f"{self.last.when} {self.last.rest}" if self.last else ""
        parts = (
            tr("Incoming call"),
            self.who,
            self.number,
            *self.chips,
            last,
            self.hint,
            self.more,
        )
        return ", ".join(part for part in parts if part)


def pop_view(
    call: Call,
    snapshot: Snapshot,
    table: CapabilityTable,
    last: Mapping[str, Any] | None,
    now: float,
    crm: bool,
    more: int = 0,
    *,
    whole: bool = False,
) -> PopView:
    """What the pop for a call shows; once answered it is ``small``, unless all is wanted.

    ``more`` calls ring without a pop of their own.
    """
    who = who_view(call.remote)
    ringing = call.local_state is ConnectionState.ALERTING
    return PopView(
        root=call.root,
        call_id=call.id,
        who=who.name,
        number=who.number,
        chips=_chips(call),
        last=last_view(last, now),
        hint=hint(call, snapshot, table),
        buttons=button_views(call, snapshot, table),
        crm=crm,
        ringing=ringing,
        small=not (ringing or whole),
        more=trn("+{count} more ringing", "+{count} more ringing", more) if more else "",
    )


def last_view(row: Mapping[str, Any] | None, now: float) -> LastView | None:
    """What happened last time, from a row of the journal; columns it lacks are left out."""
    at = _number(row, "ended", "started")
    if row is None or at is None:
        return None
    talked, queue, note = _number(row, "duration_s"), row.get("queue_name"), row.get("note")
    parts = (
        rounded(talked) if talked else "",
        _outcome(row),
        str(queue or ""),
        f"“{note}”" if note else "",
    )
    return LastView(moment(at, now), beside(parts))


def _outcome(row: Mapping[str, Any]) -> str:
    """How the call ended, where its length does not say it already (`cti_desk.journal`)."""
    return {
        "missed": tr("missed"),
        "rejected": tr("refused"),
        "transferred": tr("transferred"),
        "answered_elsewhere": tr("answered by somebody else"),
        "abandoned": tr("gave up waiting"),
        "dialled": tr("you called"),
        "busy": tr("you called, busy"),
        "no_answer": tr("you called, no answer"),
        "failed": tr("not connected"),
    }.get(str(row.get("outcome")), "")


def _number(row: Mapping[str, Any] | None, *keys: str) -> float | None:
    found = (row.get(key) for key in keys) if row else ()
    return next((float(value) for value in found if isinstance(value, int | float)), None)


def _chips(call: Call) -> tuple[str, ...]:
    queue = queue_name(call)
    parts = (
        tr("Queue {name}", name=isolated(queue)) if queue else "",
        tr("called {number}", number=call.called) if call.called else "",
        waited(call),
    )
    return tuple(part for part in parts if part)
