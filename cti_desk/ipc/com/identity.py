"""Names and numbers under which programs find the objects. None of them may ever change."""

from __future__ import annotations

from typing import Final

from msgspec import Struct


class ComClass(Struct, frozen=True):
    """A class of objects: ``progid`` is what programs write, ``title`` what people read."""

    clsid: str
    progid: str
    title: str


INTEGRATION: Final = ComClass(
    # IVClient's own, from its manual.
    "{F9DD083D-1A0A-4B67-80FA-5565ECBF51C0}",
    "Instantvoice.Integration",
    "CTI Desk as IVClient",
)
APPLICATION: Final = ComClass(
    "{0B6F3F5C-5D0E-4B5C-9C3B-7E2A4C7D1E01}", "CtiDesk.Application", "CTI Desk"
)
CLASSES: Final = (INTEGRATION, APPLICATION)

TYPE_LIBRARY: Final = "{0B6F3F5C-5D0E-4B5C-9C3B-7E2A4C7D1E02}"
APPLICATION_INTERFACE: Final = "{0B6F3F5C-5D0E-4B5C-9C3B-7E2A4C7D1E03}"
EVENTS_INTERFACE: Final = "{0B6F3F5C-5D0E-4B5C-9C3B-7E2A4C7D1E04}"
TYPE_LIBRARY_VERSION: Final = (1, 0)
