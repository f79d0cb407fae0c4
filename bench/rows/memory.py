"""Memory of a connected desk, beside the bare program."""

from __future__ import annotations

from bench.lab import Lab, pss_mb
from bench.model import Promise, Row, Sample


def measure(lab: Lab) -> Sample:
    before = lab.screen.settled()
    with lab.python("bench.floors.bare_desk") as bare:
        lab.screen.await_change(before)
        lab.screen.settled()
        floor = pss_mb(bare.pid)
    lab.screen.settled()
    with lab.desk() as desk:
        lab.screen.settled()
        figure = pss_mb(desk.pid)
    return Sample(floor, figure)


ROW = Row(
    "memory, connected (InstantVoice)",
    "MB",
    "PSS of one process, logged in and at rest",
    Promise(times=1.5),
    measure,
)
