"""Which day is played at which telephone system."""

from __future__ import annotations

from typing import Final

from cti_desk.demo.acts import Acts
from cti_desk.demo.compass_day import CompassDay
from cti_desk.demo.instantvoice_day import InstantVoiceDay

DAYS: Final[dict[str, type[Acts]]] = {"compass": CompassDay, "instantvoice": InstantVoiceDay}


def day_of(vendor: str) -> type[Acts]:
    """The day of a telephone system; one that has none of its own plays what any can play."""
    return DAYS.get(vendor, Acts)
