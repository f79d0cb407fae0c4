"""``python -m cti_desk`` is the command."""

from __future__ import annotations

import subprocess
import sys


def test_is_the_command() -> None:
    command = [sys.executable, "-m", "cti_desk", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.split()[:2]) == (0, ["CTI", "Desk"]), done.stderr
