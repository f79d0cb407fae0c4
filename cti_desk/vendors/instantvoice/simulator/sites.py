"""InstantVoice as its customers have it."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from functools import partial
from typing import Final

from cti_desk.simulator.site import Site
from cti_desk.vendors.instantvoice.simulator.event_posts import EventPoster
from cti_desk.vendors.instantvoice.simulator.server import InstantVoiceSimulator


def posting_events() -> InstantVoiceSimulator:
    """One whose web service is used, and which posts its events to the desk."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    posts = EventPoster(f"http://127.0.0.1:{port}/events")
    return InstantVoiceSimulator(transport="soap", posts=posts)


SITES: Final[Mapping[str, Site]] = {
    "instantvoice": Site(InstantVoiceSimulator),
    "instantvoice over SOAP": Site(
        partial(InstantVoiceSimulator, transport="soap"), login_secret=None, names_calls=False
    ),
    "instantvoice over SOAP, events posted": Site(
        posting_events, login_secret=None, names_calls=False
    ),
}
