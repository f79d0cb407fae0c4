"""Compass as its customers have it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from cti_desk.simulator.site import Site
from cti_desk.vendors.compass.simulator.server import CompassSimulator

SITES: Final[Mapping[str, Site]] = {
    "compass": Site(CompassSimulator),
    "compass over WebSocket": Site(CompassSimulator, {"transport": "websocket"}),
    "compass, pauses by queue": Site(CompassSimulator, {"pause_model": "queue"}),
    "compass with call control": Site(partial(CompassSimulator, call_control=True)),
}
