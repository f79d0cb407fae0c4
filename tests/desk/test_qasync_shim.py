"""The shim gives an asyncio loop on Qt's, and both run."""

from __future__ import annotations

import asyncio
import subprocess
import sys


def test_timers_of_both_worlds_run_on_one_loop() -> None:
    program = """
import asyncio, contextlib
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from cti_desk.desk.qasync_shim import make_loop
loop = make_loop(QApplication([]))
async def main():
    fired = asyncio.get_running_loop().create_future()
    QTimer.singleShot(1, lambda: fired.set_result("qt"))
    await asyncio.sleep(0.001)
    return await fired
with contextlib.closing(loop):
    print(loop.run_until_complete(main()))
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "qt"), done.stderr


async def test_the_tests_own_loop_is_such_a_loop() -> None:
    assert type(asyncio.get_running_loop()).__module__.startswith("qasync")
