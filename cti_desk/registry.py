"""Which telephone systems are installed: the entry points of group ``cti_desk.vendors``."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import Final

from cti_desk.core.ports import Vendor

GROUP: Final = "cti_desk.vendors"

_log = logging.getLogger(__name__)


def installed_vendors() -> Mapping[str, Vendor]:
    """Descriptors by name. One that cannot be loaded is logged and left out.

    A descriptor is light: a vendor's libraries are imported when its factories are called.
    """
    found: dict[str, Vendor] = {}
    for entry in entry_points(group=GROUP):
        try:
            found[entry.name] = entry.load()
        except Exception:
            _log.exception("the telephone system %s cannot be loaded", entry.name)
    return found
