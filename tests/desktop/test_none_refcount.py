"""PySide6 must not lose references to ``None``.

PySide6 6.12.0 with Python 3.11 does, one for each call of an overridden ``timerEvent``; qasync's
timers are such. A busy desk then dies of "none_dealloc" after some thousand events.
"""

from __future__ import annotations

import asyncio
import sys

from PySide6 import __version__

TURNS = 2000
NOISE = 200
"""References that come and go with everything else the process does meanwhile."""


async def test_timer_events_lose_no_reference_to_none() -> None:
    loop = asyncio.get_running_loop()
    turned = loop.create_future()
    left = TURNS

    def turn() -> None:
        nonlocal left
        left -= 1
        if left:
            loop.call_later(0, turn)
        else:
            turned.set_result(left)

    before = sys.getrefcount(None)
    loop.call_later(0, turn)
    await turned
    lost = before - sys.getrefcount(None)
    assert lost < NOISE, f"PySide6 {__version__} lost {lost} references in {TURNS} timer events"
