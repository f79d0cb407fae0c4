"""Durations by the clock that nobody sets, stamps by the one that people read."""

from __future__ import annotations

import pytest

from cti_desk.core.moment import Moment
from cti_desk.journal.elapsed import Stopwatch

DAY = 86_400.0


def test_while_nobody_sets_the_clock_both_tell_the_same() -> None:
    watch = Stopwatch(Moment(1_000.0, 5.0), 1_000.0)
    assert watch.seconds(Moment(1_012.5, 17.5)) == 12.5
    assert watch.stamp(Moment(1_012.6, 17.5)) == 1_012.6


@pytest.mark.parametrize("set_by", [-3_600.0, 3_463_200.0, 90.0, -DAY])
def test_a_clock_that_is_set_changes_no_duration(set_by: float) -> None:
    watch = Stopwatch(Moment(1e9, 5.0), 1e9)
    later = Moment(1e9 + 2.0 + set_by, 7.0)
    assert watch.seconds(later) == 2.0
    assert watch.stamp(later) == 1e9 + 2.0


def test_what_was_not_seen_counts_by_the_calendar() -> None:
    watch = Stopwatch(Moment(1_000.0, 5.0), 940.0)
    assert watch.seconds(Moment(1_001.0, 6.0)) == 61.0


@pytest.mark.parametrize("started", [1_010.0, 1_000.0 - 2 * DAY])
def test_a_start_that_cannot_be_right_counts_from_when_it_was_seen(started: float) -> None:
    watch = Stopwatch(Moment(1_000.0, 5.0), started)
    assert watch.seconds(Moment(1_003.0, 8.0)) == 3.0
    assert watch.stamp(Moment(1_003.0, 8.0)) == started + 3.0


def test_a_state_may_last_for_days() -> None:
    watch = Stopwatch(Moment(1e9, 5.0), 1e9 - 3 * DAY, longest_before_s=float("inf"))
    assert watch.seconds(Moment(1e9 + 1, 6.0)) == 3 * DAY + 1


def test_nothing_ends_before_it_begins() -> None:
    watch = Stopwatch(Moment(999.0, 5.0), 1_000.0)
    assert watch.stamp(Moment(999.1, 5.1)) == 1_000.0
    assert watch.seconds(Moment(999.1, 4.0)) == 0.0
