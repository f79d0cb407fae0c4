"""One instant on two clocks: the calendar's, which people read, and one that only goes forward.

The calendar's clock may be set, by a person or by the network, while a call is up. What is shown
and stored is therefore stamped by the calendar; what is waited for and how long a thing took is
computed from the other.
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
    """A vendor's `Clock`: the calendar's time as its switch began, which nobody sets from then on.

    A vendor may so compare its stamps and compute with them. `ahead` is how far the calendar's
    clock has been set since: what the vendor reports is moved by it (`cti_desk.core.redating`).
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
