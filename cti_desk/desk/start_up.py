"""Small parts of a start: time, threads that report to the loop, and when the start is over."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import platform
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from cti_desk.desktop.first_paint import FirstPaint
from cti_desk.system import clocks


class WallClock:
    """`cti_desk.core.ports.Clock` of the real world."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return clocks.monotonic()


def call_on(
    loop: asyncio.AbstractEventLoop, function: Callable[..., None], *arguments: Any
) -> None:
    """Call something on the loop from another thread; after the loop's end nobody listens."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(function, *arguments)


async def painted(widget: QWidget, within_s: float) -> None:
    """Wait until a widget is on the screen; a hidden one is not waited for any longer."""
    done = asyncio.Event()
    FirstPaint(widget, done.set)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(done.wait(), within_s)


def versions() -> str:
    """What the desk runs on, for the log: Python, Qt, the system."""
    return f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"


def collect_garbage_again() -> None:
    """The start is over: what it made stays, and need not be looked through again and again.

    The other half of `cti_desk.cli.starting.start`, which leaves garbage alone meanwhile.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
