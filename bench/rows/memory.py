"""Memory of a connected desk, beside the bare program."""

from __future__ import annotations

from functools import partial

from bench.lab import Lab, pss_mb
from bench.model import Promise, Row, Sample


def _measure(lab: Lab, vendor: str) -> Sample:
    before = lab.screen.settled()
    with lab.python("bench.floors.bare_desk") as bare:
        lab.screen.await_change(before)
        lab.screen.settled()
        floor = pss_mb(bare.pid)
    lab.screen.settled()
    with lab.desk(vendor=vendor) as desk:
        lab.screen.settled()
        figure = pss_mb(desk.pid)
    return Sample(floor, figure)


def _row(title: str, vendor: str, times: float) -> Row:
    return Row(
        f"memory, connected ({title})",
        "MB",
        "PSS of one process, logged in and at rest",
        Promise(times=times),
        partial(_measure, vendor=vendor),
    )


ROWS = (_row("InstantVoice", "instantvoice", 1.5), _row("Compass", "compass", 1.9))
