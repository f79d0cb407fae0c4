"""Figures are old beyond their promise, and after the calendar's clock was set back."""

from __future__ import annotations

import pytest

from cti_desk.core.freshness import FIGURES_S, FOR_A_PERSON_S, FOR_PROGRAMS_S, is_old


@pytest.mark.parametrize(
    ("read_at", "now", "old"),
    [
        (None, 1000.0, False),
        (1000.0, 1000.0, False),
        (1000.0, 1000.0 + FIGURES_S, False),
        (1000.0, 1000.1 + FIGURES_S, True),
        (1000.5, 1000.0, False),
        (4600.0, 1000.0, True),
    ],
)
def test_what_is_old(read_at: float | None, now: float, old: bool) -> None:
    assert is_old(read_at, now) is old


def test_a_promise_of_its_own() -> None:
    assert is_old(1000.0, 1031.0, 30.0)
    assert not is_old(1000.0, 1030.0, 30.0)


def test_the_promise_can_be_kept_when_one_reading_fails() -> None:
    assert 2 * FOR_A_PERSON_S < FIGURES_S
    assert FOR_PROGRAMS_S < FIGURES_S
