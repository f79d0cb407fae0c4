"""How soon a desk notices that nobody is at the other end any more, though nothing was closed.

The simulator's door goes on accepting and says nothing, as a network does that has lost its way.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from bench.lab import Lab
from bench.model import Promise, Row, Sample
from tests.support.desk_process import Desk

WITHIN_S: Final = 15.0
_LOOK_S: Final = 0.05
_PATIENCE_S: Final = 90.0


def _seconds_until(desk: Desk, alive: bool) -> float:
    """How long it takes until all of the link counts as alive, or something of it as dead."""
    started = time.monotonic()
    with desk.connect() as lines:
        while True:
            link = lines.call("session.snapshot")["link"]
            passed = time.monotonic() - started
            if _is_alive(link) is alive:
                return passed
            assert passed < _PATIENCE_S, f"after {passed:.0f} s the link is {link}"
            time.sleep(_LOOK_S)


def _is_alive(link: dict[str, Any]) -> bool:
    """A vendor that is spoken to in two ways stays up with a mark when only acting is lost."""
    return link["state"] == "UP" and not any(
        "nothing can be done" in mark for mark in link["marks"]
    )


def _measurer(vendor: str, door: str | None) -> Callable[[Lab], Sample]:
    def measure(lab: Lab) -> Sample:
        simulator = lab.simulator_of(vendor)
        which = {} if door is None else {"method": door}
        with lab.desk(vendor) as desk:
            _seconds_until(desk, alive=True)
            simulator.call("fault", kind="silent", what="connections", **which)
            try:
                noticed = _seconds_until(desk, alive=False)
            finally:
                simulator.call("fault", kind="clear")
            _seconds_until(desk, alive=True)
        assert noticed <= WITHIN_S, f"noticed after {noticed:.1f} s"
        return Sample(None, noticed)

    return measure


def row(name: str, vendor: str, door: str | None) -> Row:
    """The row of one link, behind this door of the simulator (``None``: its only one)."""
    return Row(
        f"dead link noticed: {name}",
        "s",
        "one link that falls silent and is not closed; every round keeps the promise, and all of "
        "it is alive again at the end",
        Promise(plus=WITHIN_S),
        _measurer(vendor, door),
        rounds=3,
    )
