"""From starting the process to the first painted pixel, seen from outside."""

from __future__ import annotations

import sys
import time
from functools import partial

from bench.lab import Lab
from bench.model import Promise, Row, Sample
from tests.support.desk_process import PROGRAM
from tests.support.processes import Program


def _first_pixel_ms(lab: Lab, command: list[str]) -> float:
    before = lab.screen.settled()
    started = time.perf_counter()
    program = Program(command, lab.directory / "start.log", lab.env)
    try:
        return (lab.screen.await_change(before) - started) * 1e3
    finally:
        program.end()
        lab.screen.settled()


def _measure(lab: Lab, vendor: str) -> Sample:
    config = str(lab.simulator_of(vendor).profile)
    floor = _first_pixel_ms(lab, [sys.executable, "-m", "bench.floors.bare_desk"])
    figure = _first_pixel_ms(lab, [str(PROGRAM), "--config", config, "--instance", "start"])
    return Sample(floor, figure)


def row(name: str, vendor: str) -> Row:
    """The row of a telephone system."""
    return Row(
        name,
        "ms",
        "one start; until the first pixel of the screen changes",
        Promise(times=2),
        partial(_measure, vendor=vendor),
    )
