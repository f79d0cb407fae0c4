"""What a verb of the command line costs its user, beside starting Python at all."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from functools import partial

from bench.lab import Lab
from bench.model import Promise, Row, Sample
from tests.support.desk_process import PROGRAM

COUNT = 20


def _seconds(command: list[str], lab: Lab) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, env=lab.env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return time.perf_counter() - started


def _measure(lab: Lab, vendor: str) -> Sample:
    with lab.desk(vendor) as desk:
        verb = [str(PROGRAM), "--instance", desk.instance, "snapshot"]
        bare = [sys.executable, "-c", "pass"]
        pairs = [(_seconds(bare, lab), _seconds(verb, lab)) for _ in range(COUNT)]
    floors, figures = zip(*pairs, strict=True)
    return Sample(statistics.median(floors) * 1e3, statistics.median(figures) * 1e3)


def row(vendor: str) -> Row:
    """The row of a desk at a telephone system."""
    return Row(
        "command line verb",
        "ms",
        f"median of {COUNT} × `cti-desk snapshot`, each beside `python -c pass`; every one "
        "succeeds",
        Promise(times=1, plus=100),
        partial(_measure, vendor=vendor),
    )
