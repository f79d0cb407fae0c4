"""How long the computer slept, told by two clocks."""

from __future__ import annotations

import time

import pytest

from cti_desk.system.clocks import SleepMeter, monotonic, sleep_meter


class Computer:
    """Two clocks that tests move."""

    def __init__(self) -> None:
        self.outside = 1000.0
        self.inside = 5.0

    def awake(self, seconds: float) -> None:
        self.outside += seconds
        self.inside += seconds

    def asleep(self, seconds: float) -> None:
        self.outside += seconds


def test_each_sleep_is_told_once() -> None:
    computer = Computer()
    meter = SleepMeter(lambda: computer.outside, lambda: computer.inside)
    computer.awake(30)
    assert meter.slept() == 0
    computer.asleep(3600)
    computer.awake(1)
    assert meter.slept() == pytest.approx(3600)
    computer.awake(5)
    assert meter.slept() == 0


def test_a_clock_put_back_is_no_sleep() -> None:
    computer = Computer()
    meter = SleepMeter(lambda: computer.outside, lambda: computer.inside)
    computer.asleep(-7200)
    assert meter.slept() == 0
    computer.asleep(10)
    assert meter.slept() == pytest.approx(10)


def test_this_computer_is_awake() -> None:
    assert sleep_meter().slept() == pytest.approx(0, abs=1)


def test_the_clock_of_deadlines_only_goes_forward() -> None:
    before = monotonic()
    assert before <= monotonic()


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="this system has no such clock")
def test_on_linux_it_goes_on_during_sleep() -> None:
    assert monotonic() == pytest.approx(time.clock_gettime(time.CLOCK_BOOTTIME), abs=1)
