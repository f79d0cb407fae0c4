"""One latch for all that logs in with the same user name and password.

After 20 refused logins Compass blocks an office's address for ten minutes, so one refusal is the
last: nothing more leaves with these credentials until they change, restarts included. And until
somebody has got in, only one attempt is on its way at a time: two wrong attempts side by side
would be two refusals.
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

from cti_desk.vendors.compass.client.failures import LoginRefused

_COST: Final = {"n": 2**12, "r": 8, "p": 1}


class Credentials(Struct, frozen=True):
    """Who logs in, where, with what."""

    where: str
    user: str
    password: str

    def __repr__(self) -> str:
        return f"Credentials({self.where!r}, {self.user!r})"


class Latch:
    """Open, proven by a login that succeeded, or closed by one that was refused."""

    def __init__(self, refused: str | None = None) -> None:
        self._refused = refused
        self._proven = False
        self._turn = asyncio.Lock()

    @property
    def refused(self) -> str | None:
        """Why nothing may be sent, ``None`` if it may."""
        return self._refused

    @property
    def proven(self) -> bool:
        return self._proven and self._refused is None

    def check(self) -> None:
        """Raise `LoginRefused` when these credentials were refused."""
        if self._refused is not None:
            raise LoginRefused(self._refused)

    def refuse(self, reason: str) -> None:
        """The platform refused the login; the first reason stays."""
        if self._refused is None:
            self._refused = reason
        self._proven = False

    def accept(self) -> None:
        """A login succeeded; a refusal that came meanwhile is not taken back."""
        if self._refused is None:
            self._proven = True

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """Send something with these credentials, alone while nobody has got in yet.

        Call `accept` or `refuse` inside. Raises `LoginRefused` without entering.
        """
        self.check()
        if self._must_queue():
            async with self._turn:
                self.check()
                if self._must_queue():
                    yield
                    return
        yield

    def _must_queue(self) -> bool:
        return not self.proven


def kept_refusal(credentials: Credentials, reason: str) -> dict[str, str]:
    """What to keep of a refusal over restarts: a salted hash, never the password.

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
    return str(kept.get("reason") or "Compass refused the user name or password.") if same else None


def _hash(credentials: Credentials, salt: str) -> str:
    text = "\0".join([credentials.user, credentials.password, credentials.where])
    return hashlib.scrypt(text.encode(), salt=bytes.fromhex(salt), **_COST).hex()
