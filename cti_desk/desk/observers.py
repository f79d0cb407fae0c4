"""Whoever observes the session: an ordered list, built once when all of them stand."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from cti_desk.core.events import Event
from cti_desk.core.moment import Moment
from cti_desk.core.reports import VendorEvent


class Observers(Struct, frozen=True):
    """Each is called in the order of its list; one that fails keeps none of the others from it.

    ``events`` get every published event at once, ``vendor_events`` the vendor's own. ``changes``
    are called once a turn of the loop, however much came in it; ``closing`` when the runner ends.
    """

    events: tuple[Callable[[Event, Moment], None], ...] = ()
    vendor_events: tuple[Callable[[VendorEvent], None], ...] = ()
    changes: tuple[Callable[[], None], ...] = ()
    closing: tuple[Callable[[], None], ...] = ()
