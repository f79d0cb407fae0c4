"""Which day is played where."""

from __future__ import annotations

from cti_desk.demo.acts import Acts
from cti_desk.demo.compass_day import CompassDay
from cti_desk.demo.day import day_of
from cti_desk.demo.instantvoice_day import InstantVoiceDay


def test_each_system_has_its_day() -> None:
    assert day_of("instantvoice") is InstantVoiceDay
    assert day_of("compass") is CompassDay
    assert day_of("elsewhere") is Acts
