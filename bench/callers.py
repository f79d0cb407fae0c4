"""A journal that hears of many callers; a program of its own, so that only this is measured.

    python -m bench.callers DIRECTORY COUNT

It prints what it keeps for COUNT distinct callers beside the first hundred, in MB.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from bench.lab import pss_mb
from cti_desk.core.causes import Cause
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, ConnectionState, Direction, QueueRef, Remote
from cti_desk.core.moment import Moment
from cti_desk.journal import SqliteJournal

FIRST: Final = 100
_NOW: Final = 1_795_298_371.0
_AT_ONCE: Final = 500


def _day(number: int) -> list[tuple[Event, Moment]]:
    """One caller's call, from the ring to the end."""
    digits = f"21{900_000_000 + number}"
    ringing = Call(
        f"{_NOW:.0f}.{number}.1",
        direction=Direction.INBOUND,
        local_state=ConnectionState.ALERTING,
        remote_state=ConnectionState.CONNECTED,
        remote=Remote(digits, f"+55{digits}", f"+55 21 {digits[2:]}", f"Maria Souza {number}"),
        queue=QueueRef("7012", "Support"),
        since=_NOW + number,
    )
    talking = replace(
        ringing, local_state=ConnectionState.CONNECTED, answered_at=_NOW + number + 0.2
    )
    ended = Event(
        EventType.CONNECTION_CLEARED,
        call=talking,
        cause="BYCALLER",
        csta_cause=Cause.NORMAL_CLEARING,
    )
    events = (
        Event(EventType.DELIVERED, call=ringing),
        Event(EventType.ESTABLISHED, call=talking),
        ended,
    )
    times = (_NOW + number + step for step in (0.0, 0.2, 0.9))
    return [(event, Moment(at, at)) for event, at in zip(events, times, strict=True)]


def _call(journal: SqliteJournal, numbers: range) -> None:
    for number in numbers:
        for event, at in _day(number):
            journal.record(event, at)
        if number % _AT_ONCE == 0:  # as over a day: what waits to be written is not what is kept
            assert journal.flush(60.0)
    assert journal.flush(60.0)


def main() -> int:
    directory, count = Path(sys.argv[1]), int(sys.argv[2])
    journal = SqliteJournal(directory / "journal.sqlite", now=lambda: _NOW)
    _call(journal, range(FIRST))
    before = pss_mb(os.getpid())
    _call(journal, range(FIRST, count))
    kept = pss_mb(os.getpid()) - before
    for number in (0, count - 1):
        last = journal.last_with(f"+5521{900_000_000 + number}")
        assert last is not None, f"the last call with caller {number} is forgotten"
        assert last["outcome"] == "answered", last
    journal.close()
    print(f"{kept:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
