"""What the desk keeps of those who have called."""

from __future__ import annotations

import subprocess
import sys
import tempfile

from bench.lab import Lab
from bench.model import Promise, Row, Sample

CALLERS = 10_000


def _measure(lab: Lab) -> Sample:
    with tempfile.TemporaryDirectory(prefix="ctib-") as directory:
        done = subprocess.run(
            [sys.executable, "-m", "bench.callers", directory, str(CALLERS)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-1000:]
    return Sample(None, float(done.stdout))


ROW = Row(
    "10,000 distinct callers, memory",
    "MB",
    "PSS that a journal keeps for them, the last call with the first and the last of them at hand",
    Promise(plus=5.0),
    _measure,
    rounds=3,
)
