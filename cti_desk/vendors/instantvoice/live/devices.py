"""Where the agent's calls may ring: what the profile names, and where they logged in before."""

from __future__ import annotations

from typing import Final

from cti_desk.core.ports import Memory

MOST_RECENT: Final = 5


class Devices:
    """``usual`` and ``others`` are the profile's; ``key`` is where the recent ones are kept."""

    def __init__(
        self, memory: Memory, key: str, usual: str | None, others: tuple[str, ...] = ()
    ) -> None:
        self._memory = memory
        self._key = key
        self._profile_usual = usual
        self._others = others

    @property
    def all(self) -> tuple[str, ...]:
        """Where calls may ring, the most recent first."""
        usual = (self._profile_usual,) if self._profile_usual else ()
        return tuple(dict.fromkeys([*self._recent(), *usual, *self._others]))

    @property
    def usual(self) -> str | None:
        """Where to log in when nothing is said: the last, the profile's, or the only one."""
        recent = self._recent()
        if recent:
            return recent[0]
        if self._profile_usual:
            return self._profile_usual
        return self._others[0] if len(self._others) == 1 else None

    def find(self, asked: str | None) -> str | None:
        """The device that was asked for; it may be named without its technology."""
        if not asked:
            return self.usual
        if "/" in asked:
            return asked
        named = [one for one in self.all if one.partition("/")[2] == asked]
        return named[0] if len(named) == 1 else asked

    def remember(self, device: str) -> bool:
        """Remember where the agent logged in; return whether that is news."""
        before = self._recent()
        recent = [device, *(one for one in before if one != device)][:MOST_RECENT]
        if recent == before:
            return False
        self._memory.set(self._key, recent)
        return True

    def _recent(self) -> list[str]:
        kept = self._memory.get(self._key, [])
        return [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []
