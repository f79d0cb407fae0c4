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
