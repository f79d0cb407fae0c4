from __future__ import annotations

from datetime import datetime

import pytest

from cti_desk.desktop.presenters.times import clock, length, minutes, moment, rounded


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "00:00"), (137.9, "02:17"), (754, "12:34"), (3737, "1:02:17"), (-5, "00:00")],
)
def test_a_running_clock_keeps_its_width(seconds: float, text: str) -> None:
    assert clock(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(41, "0:41"), (72, "1:12"), (3601, "1:00:01")])
def test_a_length_in_running_text_has_no_needless_zero(seconds: float, text: str) -> None:
    assert length(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(40, "40 s"), (240, "4 min"), (7200, "2 h")])
def test_a_rounded_length(seconds: float, text: str) -> None:
    assert rounded(seconds) == text


NOW = datetime(2026, 11, 21, 12, 0).timestamp()


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 11, 21, 9, 5), "Today 09:05"),
        (datetime(2026, 11, 20, 16, 2), "Yesterday 16:02"),
        (datetime(2026, 3, 12, 16, 2), "12 Mar 16:02"),
        (datetime(2025, 3, 12, 16, 2), "12 Mar 2025"),
    ],
)
def test_a_moment_is_as_exact_as_it_needs_to_be(at: datetime, text: str) -> None:
    assert moment(at.timestamp(), NOW) == text


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(-1, "just now"), (59.9, "just now"), (60, "1 min"), (754, "12 min"), (3900, "1 h 05 min")],
)
def test_a_state_lasts_minutes(seconds: float, shown: str) -> None:
    assert minutes(seconds) == shown
