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
    with lab.desk(vendor) as desk:
        lab.screen.settled()
        figure = pss_mb(desk.pid)
    return Sample(floor, figure)


def row(title: str, vendor: str, times: float) -> Row:
    """The row of a telephone system, with how many times the bare program is promised."""
    return Row(
        f"memory, connected ({title})",
        "MB",
        "PSS of one process, logged in and at rest",
        Promise(times=times),
        partial(_measure, vendor=vendor),
    )
