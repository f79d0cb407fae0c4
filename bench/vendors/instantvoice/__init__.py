"""What is measured at InstantVoice; whatever needs a flood of events is, by `feeder`."""

from __future__ import annotations

from typing import Final

from bench.model import Row
from bench.rows import dead_link, idle, memory, start, verb
from bench.vendors.instantvoice import events, flood, pop, round_trip

ROWS: Final[tuple[Row, ...]] = (
    pop.ROW,
    events.ROW,
    flood.ROW,
    round_trip.ROW,
    start.row("start to strip painted", "instantvoice"),
    memory.row("InstantVoice", "instantvoice", 1.5),
    verb.row("instantvoice"),
    dead_link.row("InstantVoice", "instantvoice", None),
    *idle.rows("instantvoice"),
)
