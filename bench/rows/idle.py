"""What a desk costs while nothing happens."""

from __future__ import annotations

import time

from bench.lab import Lab, cpu_s, wake_ups
from bench.model import Promise, Row, Sample

SECONDS = 60.0


def _rest(lab: Lab) -> tuple[float, float]:
    """Return percent of a core and wake-ups a second of a desk that is logged in."""
    with lab.desk() as desk:
        lab.screen.settled()
        cpu, woken, started = cpu_s(desk.pid), wake_ups(desk.pid), time.monotonic()
        time.sleep(SECONDS)
        passed = time.monotonic() - started
        used = (cpu_s(desk.pid) - cpu) / passed * 100
        rate = (wake_ups(desk.pid) - woken) / passed
        assert desk.snapshot()["link"]["state"] == "UP"
    return used, rate


_measured: list[tuple[float, float]] = []


def _cpu(lab: Lab) -> Sample:
    _measured.append(_rest(lab))
    return Sample(None, _measured[-1][0])


def _wake_ups(lab: Lab) -> Sample:
    return Sample(None, (_measured.pop() if _measured else _rest(lab))[1])


COUNTED = f"{SECONDS:g} s connected and logged in; the link is up at the end"
ROWS = (
    Row("idle, processor", "%", COUNTED, Promise(plus=0.3), _cpu, rounds=1),
    Row("idle, wake-ups", "/s", COUNTED, Promise(plus=3), _wake_ups, rounds=1),
)
