"""Where the agent's calls rang lately, for the login menu."""

from __future__ import annotations

from typing import Final

from cti_desk.core.ports import Memory

_KEY: Final = "desktop.devices"
_KEPT: Final = 5


class RecentDevices:
    """The last few devices, the latest first, remembered between starts."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        kept = memory.get(_KEY)
        self._devices = [str(one) for one in kept] if isinstance(kept, list) else []

    def all(self) -> tuple[str, ...]:
        """The devices, the latest first."""
        return tuple(self._devices)

    def used(self, device: str | None) -> None:
        """Put a device first."""
        if not device or self._devices[:1] == [device]:
            return
        others = [one for one in self._devices if one != device]
        self._devices = [device, *others][:_KEPT]
        self._memory.set(_KEY, self._devices)
