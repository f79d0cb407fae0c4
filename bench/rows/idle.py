"""What a desk costs while nothing happens."""

from __future__ import annotations

import time

from bench.lab import Lab, cpu_s, wake_ups
from bench.model import Promise, Row, Sample

SECONDS = 60.0


def _rest(lab: Lab, vendor: str) -> tuple[float, float]:
    """Return percent of a core and wake-ups a second of a desk that is logged in."""
    with lab.desk(vendor) as desk:
        lab.screen.settled()
        cpu, woken, started = cpu_s(desk.pid), wake_ups(desk.pid), time.monotonic()
        time.sleep(SECONDS)
        passed = time.monotonic() - started
        used = (cpu_s(desk.pid) - cpu) / passed * 100
        rate = (wake_ups(desk.pid) - woken) / passed
        assert desk.snapshot()["link"]["state"] == "UP"
    return used, rate


COUNTED = f"{SECONDS:g} s connected and logged in; the link is up at the end"


def rows(vendor: str) -> tuple[Row, Row]:
    """Both rows of a telephone system; one rest is measured for both."""
    measured: list[tuple[float, float]] = []

    def cpu(lab: Lab) -> Sample:
        measured.append(_rest(lab, vendor))
        return Sample(None, measured[-1][0])

    def woken(lab: Lab) -> Sample:
        return Sample(None, (measured.pop() if measured else _rest(lab, vendor))[1])

    return (
        Row("idle, processor", "%", COUNTED, Promise(plus=0.3), cpu, rounds=1),
        Row("idle, wake-ups", "/s", COUNTED, Promise(plus=3), woken, rounds=1),
    )
