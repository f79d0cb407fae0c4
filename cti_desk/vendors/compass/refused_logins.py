"""Remembers, over restarts, the login that Compass refused: nothing is sent with it again."""

from __future__ import annotations

import asyncio

from cti_desk.core.ports import Memory
from cti_desk.vendors.compass.client.latch import (
    Credentials,
    Latch,
    kept_refusal,
    reason_kept,
)
from cti_desk.vendors.compass.settings import Profile


class RefusedLogins:
    """What was refused is kept as a salted hash, and forgotten when the login succeeds."""

    def __init__(self, memory: Memory, key: str, profile: Profile) -> None:
        self._memory = memory
        self._key = key
        where = repr((profile.domain, profile.addresses))
        self._credentials = Credentials(where, profile.user, profile.password)
        self._told: str | None = None

    async def latch(self) -> Latch:
        """Closed if these very credentials were refused before."""
        kept = self._memory.get(self._key)
        self._told = await asyncio.to_thread(reason_kept, kept, self._credentials)
        return Latch(self._told)

    async def keep(self, latch: Latch) -> None:
        """Take down how the latch stands now."""
        if latch.refused is not None and latch.refused != self._told:
            entry = await asyncio.to_thread(kept_refusal, self._credentials, latch.refused)
            self._memory.set(self._key, entry)
            self._told = latch.refused
        elif latch.proven and self._memory.get(self._key) is not None:
            self._memory.set(self._key, None)
