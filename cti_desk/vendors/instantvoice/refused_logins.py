"""Remembers, over restarts, the login that a broker refused: nothing is sent with it again.

Kept is a salted scrypt hash of user, password and addresses, never the password. When any of them
changes the desk goes on.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any, Final

from cti_desk.core.ports import Memory
from cti_desk.vendors.instantvoice.client.broker import Broker

_COST: Final = {"n": 2**12, "r": 8, "p": 1}


class RefusedLogins:
    """All methods but `forget` cost some 10 ms: call them in a worker thread."""

    def __init__(self, memory: Memory, key: str) -> None:
        self._memory = memory
        self._key = key

    def reason(self, broker: Broker) -> str | None:
        """Why this login must not be tried, ``None`` if it may be."""
        kept: Any = self._memory.get(self._key)
        if not isinstance(kept, dict):
            return None
        salt, wanted = kept.get("salt"), kept.get("hash")
        if not (isinstance(salt, str) and isinstance(wanted, str)):
            return None
        if not hmac.compare_digest(_hash(broker, salt), wanted):
            return None
        return str(kept.get("reason") or "The broker refused the user name or password.")

    def entry(self, broker: Broker, reason: str) -> dict[str, str]:
        """What to hand to `remember`."""
        salt = secrets.token_hex(16)
        return {"salt": salt, "hash": _hash(broker, salt), "reason": reason}

    def remember(self, entry: dict[str, str]) -> None:
        self._memory.set(self._key, entry)

    def forget(self) -> None:
        """This login was accepted."""
        if self._memory.get(self._key) is not None:
            self._memory.set(self._key, None)


def _hash(broker: Broker, salt: str) -> str:
    where = sorted(str(host) for host in broker.hosts)
    text = "\0".join([broker.user, broker.password, broker.virtual_host, *where])
    return hashlib.scrypt(text.encode(), salt=bytes.fromhex(salt), **_COST).hex()
