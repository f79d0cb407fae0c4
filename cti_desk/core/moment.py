"""One instant on two clocks: the calendar's, which people read, and one that only goes forward.

A person or the network may set the calendar's clock while a call is up. So what is shown and stored
has the calendar's stamp, and every deadline and duration is computed from the other clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from cti_desk.core.ports import Clock


class Moment(Struct, frozen=True):
    """``stamp``: Unix seconds (UTC). ``monotonic``: seconds since some fixed moment of this run.

    Only differences of ``monotonic`` mean anything, and only within one run of the desk.
    """

    stamp: float
    monotonic: float


def read(clock: Clock) -> Moment:
    """Both clocks now."""
    return Moment(clock.now(), clock.monotonic())


class SteadyClock:
    """A vendor's `Clock`: it begins at the calendar's time, and nobody sets it afterwards.

    So a vendor may compare its stamps and compute with them. `ahead` is how far the calendar's
    clock has been set since. What the vendor reports is moved by that (`cti_desk.core.redating`).
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._behind = clock.now() - clock.monotonic()

    def now(self) -> float:
        return self._behind + self._clock.monotonic()

    def monotonic(self) -> float:
        return self._clock.monotonic()

    @property
    def ahead(self) -> float:
        """Seconds; negative when the clock was set back."""
        return self._clock.now() - self.now()
