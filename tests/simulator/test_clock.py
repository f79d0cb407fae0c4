import threading

import pytest

from cti_desk.simulator.clock import SimulatedTime


def frozen() -> SimulatedTime:
    return SimulatedTime(frozen_at=1000.0)


def test_timers_see_the_moment_they_were_due() -> None:
    time, seen = frozen(), []
    time.call_later(20, lambda: seen.append(("late", time.now())))
    time.call_later(5, lambda: seen.append(("early", time.now())))
    assert time.advance(30) == 1030
    assert seen == [("early", 1005), ("late", 1020)]


def test_a_timer_set_by_a_timer_still_falls_into_the_same_advance() -> None:
    time, seen = frozen(), []
    time.call_later(5, lambda: time.call_later(5, lambda: seen.append(time.now())))
    time.advance(9.9)
    assert seen == []
    time.advance(0.1)
    assert seen == [1010]


def test_a_cancelled_timer_never_happens() -> None:
    time, seen = frozen(), []
    time.call_later(1, lambda: seen.append(1)).cancel()
    time.advance(10)
    assert seen == []


def test_time_cannot_be_turned_back() -> None:
    with pytest.raises(ValueError, match="turned back"):
        frozen().advance(-1)


def test_real_time_runs_timers_on_a_thread_that_stop_ends() -> None:
    time, rang = SimulatedTime(), threading.Event()
    time.start()
    time.call_later(0.01, rang.set)
    assert rang.wait(10)
    never = threading.Event()
    time.call_later(3600, never.set)
    time.stop()
    assert not never.is_set()
    assert "exchange clock" not in [thread.name for thread in threading.enumerate()]


@pytest.mark.expected_log("a timer of the exchange failed")
def test_a_timer_that_fails_does_not_stop_time() -> None:
    time, rang = SimulatedTime(), threading.Event()
    time.start()
    time.call_later(0, lambda: 1 / 0)
    time.call_later(0.01, rang.set)
    assert rang.wait(10)
    time.stop()


def test_advancing_real_time_shifts_it() -> None:
    time = SimulatedTime()
    before = time.now()
    time.advance(3600)
    assert time.now() >= before + 3600
