"""What is measured at Compass."""

from __future__ import annotations

from typing import Final

from bench.model import Row
from bench.rows import dead_link, memory, start
from bench.vendors.compass import replay

ROWS: Final[tuple[Row, ...]] = (
    start.row("start to strip painted (Compass)", "compass"),
    memory.row("Compass", "compass", 1.9),
    replay.ROW,
    dead_link.row("Compass XMPP", "compass", "xmpp"),
    dead_link.row("Compass REST", "compass", "rest"),
)
