"""qasync, typed: asyncio on Qt's event loop (it carries no annotations)."""

from __future__ import annotations

import asyncio
from typing import Any

import qasync  # type: ignore[import-untyped,unused-ignore]


def make_loop(application: Any) -> asyncio.AbstractEventLoop:
    """Return an asyncio loop that runs on this QApplication's, and make it the current one."""
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(application, already_running=False)
    asyncio.set_event_loop(loop)
    return loop
