"""Which window messages mean something; tests/windows/test_system.py sends them to the desk."""

from __future__ import annotations

import pytest

from cti_desk.system.windows_events import (
    LOCKED,
    UNLOCKED,
    WM_POWERBROADCAST,
    WM_WTSSESSION_CHANGE,
    WOKEN,
    meaning,
)


@pytest.mark.parametrize(
    ("message", "parameter", "told"),
    [
        (WM_WTSSESSION_CHANGE, 7, LOCKED),
        (WM_WTSSESSION_CHANGE, 8, UNLOCKED),
        (WM_WTSSESSION_CHANGE, 5, None),  # logged on
        (WM_POWERBROADCAST, 0x12, WOKEN),
        (WM_POWERBROADCAST, 4, None),  # about to sleep
        (0x0010, 7, None),  # WM_CLOSE
    ],
)
def test_what_a_message_says(message: int, parameter: int, told: str | None) -> None:
    assert meaning(message, parameter) == told
