"""How smooth the queue panel of a large company is."""

from __future__ import annotations

import subprocess
import sys

from bench.lab import Lab
from bench.model import Promise, Row, Sample
from bench.panel_frames import FRAMES

LONGEST_S = 300


def _p99_ms(lab: Lab, module: str) -> float:
    """Run a program that prints one figure."""
    command = [sys.executable, "-m", module]
    done = subprocess.run(
        command, env=lab.env, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def measure(lab: Lab) -> Sample:
    floor = _p99_ms(lab, "bench.floors.bare_list")
    return Sample(floor, _p99_ms(lab, "bench.panel_frames"))


ROW = Row(
    "queue panel, frame, p99",
    "ms",
    f"p99 of {FRAMES} frames (5,000 over five rounds) with 200 queues, 5,000 members and 2,000 "
    "waiting calls, all expanded; one change in each frame, a page of scrolling in every tenth; "
    "every queue shows its number of callers at the end",
    Promise(plus=16),
    measure,
)
