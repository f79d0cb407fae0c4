"""The small parts of a start."""

from __future__ import annotations

import asyncio
import gc
import platform
import threading
import time
from typing import Any

from PySide6.QtWidgets import QWidget

from cti_desk.desk.start_up import WallClock, call_on, collect_garbage_again, painted, versions
from tests.support.waiting import until


def test_the_wall_clock_tells_unix_seconds() -> None:
    before = time.time()
    assert before <= WallClock().now() <= time.time()


def test_the_monotonic_clock_goes_forward() -> None:
    clock = WallClock()
    assert clock.monotonic() <= clock.monotonic()


def test_the_log_can_say_what_the_desk_runs_on() -> None:
    assert versions().startswith(f"Python {platform.python_version()}, Qt 6.")


async def test_a_thread_reports_to_the_loop() -> None:
    heard: list[str] = []
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=lambda: call_on(loop, heard.append, "news"))
    thread.start()
    await until(lambda: heard)
    thread.join()
    assert heard == ["news"]


def test_after_the_loops_end_nobody_listens() -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    call_on(loop, lambda: None)


async def test_waits_for_the_first_paint_and_no_longer_for_what_is_hidden(qtbot: Any) -> None:
    shown, hidden = QWidget(), QWidget()
    qtbot.addWidget(shown)
    qtbot.addWidget(hidden)
    waiting = asyncio.ensure_future(painted(shown, 10.0))
    await asyncio.sleep(0)
    assert not waiting.done()
    shown.show()
    await waiting
    await painted(hidden, 0.01)


def test_garbage_is_collected_again() -> None:
    gc.disable()
    try:
        collect_garbage_again()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.enable()
        gc.unfreeze()
