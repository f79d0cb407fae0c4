"""After a refused login nothing leaves with those credentials, restarts included.

Some telephone systems block a whole office's address after repeated wrong passwords (Compass after
20). So one refusal is the last: nothing more is sent until user, password or address change. And
until a login has succeeded, only one attempt is on its way at a time: two wrong attempts side by
side would be two refusals.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from msgspec import Struct

from cti_desk.core.errors import RefusedByVendor
from cti_desk.core.link import Failure
from cti_desk.core.ports import Memory

_COST: Final = {"n": 2**12, "r": 8, "p": 1}
_REFUSED: Final = "The telephone system refused the user name or password."


class LoginRefused(RefusedByVendor):
    """User name, password or key are wrong: nothing more is sent until they change."""

    failure: Final[Failure] = "authentication"


class Credentials(Struct, frozen=True):
    """Who logs in, where (addresses, realm), and with which password. No repr shows
    the password.
    """

    where: str
    user: str
    password: str

    def __repr__(self) -> str:
        return f"Credentials({self.where!r}, {self.user!r})"


class RefusalStore:
    """Where a refusal outlives the desk: under ``key`` in its memory.

    Kept is a salted scrypt hash of the credentials, never the password. The hash costs some 10 ms
    and is made in a worker thread.
    """

    def __init__(self, credentials: Credentials, memory: Memory, key: str) -> None:
        self._credentials = credentials
        self._memory = memory
        self._key = key
        self._stored: str | None = None

    async def load(self) -> str | None:
        """Return why these very credentials were refused, ``None`` if they were not."""
        kept = self._memory.get(self._key)
        self._stored = await asyncio.to_thread(reason_kept, kept, self._credentials)
        return self._stored

    async def store(self, reason: str) -> None:
        """Keep a refusal."""
        if reason != self._stored:
            entry = await asyncio.to_thread(kept_refusal, self._credentials, reason)
            self._memory.set(self._key, entry)
            self._stored = reason

    def forget(self) -> None:
        """A login succeeded: forget what was kept, also of other credentials."""
        self._stored = None
        if self._memory.get(self._key) is not None:
            self._memory.set(self._key, None)


class LoginGuard:
    """Open, proven by a login that succeeded, or closed by one that was refused.

    One guard serves all links that log in with the same credentials. Without a ``kept`` store it
    ends with the program. ``vendor`` and ``code`` are those of the error that `check` raises.
    """

    def __init__(
        self,
        kept: RefusalStore | None = None,
        vendor: str | None = None,
        *,
        code: str | int | None = None,
    ) -> None:
        self._kept = kept
        self._vendor = vendor
        self._code = code
        self._refused: str | None = None
        self._proven = False
        self._loaded = False
        self._loading = asyncio.Lock()
        self._turn = asyncio.Lock()

    @property
    def refused(self) -> str | None:
        """Why nothing may be sent, ``None`` if it may."""
        return self._refused

    @property
    def proven(self) -> bool:
        """Whether a login with these credentials has succeeded, and none was refused since."""
        return self._proven and self._refused is None

    async def load(self) -> None:
        """Read what an earlier run of the desk kept; needed once.

        Whoever calls meanwhile waits as well: one guard serves several links.
        """
        async with self._loading:
            if self._kept is not None and not self._loaded:
                self._refused = await self._kept.load() or self._refused
                self._loaded = True

    async def store(self) -> None:
        """Keep a refusal over restarts."""
        if self._kept is not None and self._refused is not None:
            await self._kept.store(self._refused)

    def check(self) -> None:
        """Raise `LoginRefused` when these credentials were refused."""
        if self._refused is not None:
            raise LoginRefused(self._refused, vendor=self._vendor, code=self._code)

    def refuse(self, reason: str) -> None:
        """A login was refused; the first reason stays."""
        if self._refused is None:
            self._refused = reason
        self._proven = False

    def accept(self) -> None:
        """A login succeeded, so what was kept of a refusal goes.

        A refusal that came meanwhile is not taken back.
        """
        if self._refused is None and not self._proven:
            self._proven = True
            if self._kept is not None:
                self._kept.forget()

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """Send something with these credentials, alone while no login has succeeded yet.

        Call `accept` or `refuse` inside. Raises `LoginRefused` without entering.
        """
        self.check()
        if not self.proven:
            async with self._turn:
                self.check()
                if not self.proven:
                    yield
                    return
        yield


def kept_refusal(credentials: Credentials, reason: str) -> dict[str, str]:
    """What is kept of a refusal: a salted hash of the credentials, and the reason.

    Costs some 10 ms: call it in a worker thread.
    """
    salt = secrets.token_hex(16)
    return {"salt": salt, "hash": _hash(credentials, salt), "reason": reason}


def reason_kept(kept: Any, credentials: Credentials) -> str | None:
    """Why these credentials must not be tried, from what was kept; ``None`` for others.

    Costs some 10 ms: call it in a worker thread.
    """
    if not isinstance(kept, Mapping):
        return None
    salt, wanted = kept.get("salt"), kept.get("hash")
    if not (isinstance(salt, str) and isinstance(wanted, str) and salt):
        return None
    try:
        same = hmac.compare_digest(_hash(credentials, salt), wanted)
    except (TypeError, ValueError):
        return None
    return str(kept.get("reason") or _REFUSED) if same else None


def _hash(credentials: Credentials, salt: str) -> str:
    text = "\0".join([credentials.user, credentials.password, credentials.where])
    return hashlib.scrypt(text.encode(), salt=bytes.fromhex(salt), **_COST).hex()
