"""The link policy as a table: retry 1 to 30 s apart for ever, or stop."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.core.link import LONGEST_RETRY_S, WAKE_RETRY_S, Failure, Retry, Stop, decide

LAST = 0.999_999
FAILURES = list(get_args(Failure))
RETRIED = [failure for failure in FAILURES if failure != "authentication"]

TABLE = [
    # attempt, jitter, seconds
    (1, LAST, 1.0),
    (1, 0.5, 0.5),
    (1, 0.0, 0.1),
    (2, LAST, 2.0),
    (3, LAST, 4.0),
    (4, LAST, 8.0),
    (5, LAST, 16.0),
    (6, LAST, 30.0),
    (6, 0.5, 15.0),
    (7, LAST, 30.0),
    (1_000_000, LAST, 30.0),
    (1_000_000, 0.0, 0.1),
    (0, LAST, 1.0),
]


@pytest.mark.parametrize("failure", RETRIED)
@pytest.mark.parametrize(("attempt", "jitter", "seconds"), TABLE)
def test_everything_but_a_refused_login_is_retried(
    failure: Failure, attempt: int, jitter: float, seconds: float
) -> None:
    decision = decide(failure, attempt, jitter, "why")
    assert isinstance(decision, Retry)
    assert decision.after_s == pytest.approx(seconds, rel=1e-5)


@pytest.mark.parametrize("woken", [False, True])
@pytest.mark.parametrize("attempt", [1, 7])
def test_a_refused_login_stops_the_desk(attempt: int, woken: bool) -> None:
    decision = decide("authentication", attempt, 0.5, "The password is wrong.", woken=woken)
    assert decision == Stop("The password is wrong.")


@pytest.mark.parametrize("failure", RETRIED)
@pytest.mark.parametrize("attempt", [1, 6, 500])
def test_a_woken_computer_connects_within_a_second(failure: Failure, attempt: int) -> None:
    decision = decide(failure, attempt, LAST, "why", woken=True)
    assert isinstance(decision, Retry)
    assert 0.0 <= decision.after_s <= WAKE_RETRY_S


@given(
    st.sampled_from(RETRIED),
    st.integers(),
    st.floats(0.0, 1.0, exclude_max=True),
    st.booleans(),
)
def test_no_wait_is_ever_long_or_negative(
    failure: Failure, attempt: int, jitter: float, woken: bool
) -> None:
    decision = decide(failure, attempt, jitter, "why", woken=woken)
    assert isinstance(decision, Retry)
    assert 0.0 <= decision.after_s <= LONGEST_RETRY_S


def test_an_offices_desks_do_not_return_in_one_wave() -> None:
    waits = {decide("closed", 6, jitter / 10, "why") for jitter in range(10)}
    assert len(waits) == 10
