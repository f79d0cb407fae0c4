"""The platform's times, shown by the desk's clock."""

from __future__ import annotations

import pytest

from cti_desk.vendors.compass.live.server_clock import ServerClock

NOW = 1_795_298_371.2


@pytest.mark.parametrize("ahead", [0.0, -2.9, 2.9])
def test_a_small_difference_is_none(ahead: float) -> None:
    clock = ServerClock()
    clock.heard(NOW + ahead, NOW)
    assert clock.ahead_s == 0.0
    assert clock.here(NOW) == NOW


@pytest.mark.parametrize("ahead", [-3600.0, 60.0])
def test_a_clock_that_is_wrong_is_corrected(ahead: float) -> None:
    clock = ServerClock()
    clock.heard(NOW + ahead, NOW)
    assert clock.here(NOW + ahead) == pytest.approx(NOW)


def test_messages_that_took_long_do_not_make_the_clock_slow() -> None:
    clock = ServerClock()
    for late in (0.4, 9.0, 30.0):
        clock.heard(NOW, NOW + late)
    assert clock.ahead_s == 0.0


def test_what_happened_happened_before_now() -> None:
    clock = ServerClock()
    clock.heard(None, NOW)
    assert clock.past(NOW + 2.0, NOW) == NOW
    assert clock.past(NOW - 2.0, NOW) == NOW - 2.0
    assert clock.past(None, NOW) is None
    assert clock.here(None) is None
