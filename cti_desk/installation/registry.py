"""Which telephone systems are installed: our own folders, and entry points of other packages.

Our own are found by their folder. The entry points (group ``cti_desk.vendors``) are looked through
only for a name that is none of ours, or when all are wanted: reading every package's metadata
costs a start more time and memory than a telephone system does.
"""

from __future__ import annotations

import logging
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from cti_desk.declarations.vendor import Vendor

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints

OWN: Final = "cti_desk.vendors"
GROUP: Final = "cti_desk.vendors"

_log = logging.getLogger(__name__)


class Vendors(Mapping[str, Vendor]):
    """Descriptors by name. One that cannot be loaded is logged and left out.

    A descriptor is light: a vendor's libraries are imported when its factories are called.
    """

    def __init__(self) -> None:
        # Looked at, not imported: what lies below may use this registry.
        found = find_spec(OWN)
        folders = found.submodule_search_locations if found is not None else None
        self._own = {each.name for each in pkgutil.iter_modules(folders)} if folders else set()
        self._loaded: dict[str, Vendor | None] = {}

    def __getitem__(self, name: str) -> Vendor:
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        vendor = self._loaded[name]
        if vendor is None:
            raise KeyError(name)
        return vendor

    def __iter__(self) -> Iterator[str]:
        names = sorted(self._own | set(self._others))
        return (name for name in names if self.get(name) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _load(self, name: str) -> Vendor | None:
        try:
            if name in self._own:
                vendor: Vendor = import_module(f"{OWN}.{name}").VENDOR
                return vendor
            entry = self._others.get(name)
            return None if entry is None else entry.load()
        except Exception:
            _log.exception("the telephone system %s cannot be loaded", name)
            return None

    @cached_property
    def _others(self) -> dict[str, EntryPoint]:
        return {entry.name: entry for entry in _entry_points() if entry.name not in self._own}


def _entry_points() -> EntryPoints:
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)


def installed_vendors() -> Mapping[str, Vendor]:
    """All that can be connected to, loaded when asked for."""
    return Vendors()
