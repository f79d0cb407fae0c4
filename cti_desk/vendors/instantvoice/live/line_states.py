"""What a line of AgentLineList says of the call on it (pure).

Of ``linestatus`` only IDLE is documented; the other words are *inferred*.
"""

from __future__ import annotations

import re
from typing import Final

from cti_desk.core.model import Direction
from cti_desk.vendors.instantvoice.live.call_entry import Entry
from cti_desk.vendors.instantvoice.messages.records import Line

RINGING: Final = frozenset({"RINGING", "RING", "ALERTING"})
DIALLING: Final = frozenset({"DIALING", "DIALLING", "DIAL", "CALLING"})
HELD: Final = frozenset({"HOLD", "HELD", "ONHOLD"})
TALKING: Final = frozenset(
    {"ONCALL", "INCALL", "BUSY", "INUSE", "UP", "TALKING", "CONNECTED", "ANSWERED"}
)

# The words that Asterisk, on which InstantVoice is built, has for a telephone that cannot ring.
UNREACHABLE: Final = frozenset({"UNAVAILABLE", "UNREACHABLE", "UNREGISTERED"})

# No call is on a line that only tells of its agent.
_NO_CALL: Final = frozenset(
    {
        *("IDLE", "FREE", "NA", "DISABLED", "LOGOFF", "LOGOUT", "LOGOFFPAUSE", "PAUSE", "PAUSED"),
        *("PENDINGPAUSE", "PENDINGLOGOFF", "WRAPUP", "QUARANTINE", *UNREACHABLE),
        *("UNAVAILABLEWRAPUP", "UNAVAILABLEQUARANTINE"),
    }
)


def word_of(line: Line) -> str:
    """``linestatus`` in capital letters alone: words are compared, not their spelling."""
    return re.sub(r"[^A-Z]", "", (line.status or "").upper())


def has_call(line: Line) -> bool:
    """Whether there is a call on a line. An idle line may still name its last one."""
    word = word_of(line)
    return word not in _NO_CALL and bool(word or line.uniqueid)


def is_setting_up(line: Line) -> bool:
    """Whether the call on a line is not answered yet."""
    return word_of(line) in RINGING | DIALLING


def entry_from_line(line: Line, desk_id: str, stamp: int, now: float) -> Entry:
    """A call found on a line: who is at the other end is not told there."""
    assert line.uniqueid is not None
    word = word_of(line)
    return Entry(
        desk_id,
        line.uniqueid,
        min(line.status_since or now, now),
        stamp,
        direction=Direction.OUTBOUND if word in DIALLING else None,
        announced=False,
        line_status=None if word in DIALLING else word,
        held=word in HELD,
        held_since=line.status_since if word in HELD else None,
        legs={line.uniqueid},
    )


def rings_again(entry: Entry, line: Line) -> bool:
    """A call that was answered rings: it is another attempt of the same caller's."""
    return entry.picked_up and not entry.two_legs and word_of(line) in RINGING


def apply_line(entry: Entry, line: Line, now: float) -> bool:
    """Add what the line says to what events have told of the call; return whether that was news.

    It only adds: what is known to have happened is not undone by a line that lags behind. A word
    that we do not know says nothing of a call that is known already.
    """
    word = word_of(line)
    before = (entry.line_status, entry.picked_up, entry.answered, entry.held)
    up = word in TALKING or word in HELD
    _apply_hold(entry, line, now)
    if entry.line_status is not None and not entry.picked_up:  # it was found on its line
        entry.picked_up = up and entry.line_status in RINGING
        entry.line_status = word or entry.line_status
    elif up or (entry.two_legs and word in DIALLING):
        entry.picked_up = True
    if up and entry.two_legs and not entry.answered:
        entry.called = entry.answered = entry.answer_read = True
    if entry.talking and entry.answered_at is None:
        entry.answered_at = moment_of(line, entry, now)
    return before != (entry.line_status, entry.picked_up, entry.answered, entry.held)


def _apply_hold(entry: Entry, line: Line, now: float) -> None:
    """No event tells of a hold: only lines may, and only while they say so."""
    entry.held = word_of(line) in HELD
    if entry.held:
        entry.held_since = entry.held_since or moment_of(line, entry, now)
    else:
        entry.held_since = None


def moment_of(line: Line, entry: Entry, now: float) -> float:
    """When the line's status began, as far as that can be right by our clock."""
    dated = line.status_since
    return dated if dated is not None and entry.since <= dated <= now else now
