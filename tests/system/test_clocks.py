"""How long the computer slept, told by two clocks."""

from __future__ import annotations

import pytest

from cti_desk.system.clocks import SleepMeter, sleep_meter


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
