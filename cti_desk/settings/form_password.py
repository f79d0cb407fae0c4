"""The password before the settings form: checked against its hash, slowly after wrong tries.

It stands between an agent and settings that are not theirs to change on a shared computer. It does
not keep out anybody who may write the settings file or the desk's memory.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any, Final

from cti_desk.core.ports import Clock, Memory
from cti_desk.settings.form_hash import KIND, MOST_MEMORY, Parts, read_hash

KEY: Final = "form.wrong_passwords"
LONGEST_WAIT_S: Final = 300.0
FREE_TRIES: Final = 2
"""How many wrong tries cost no waiting: everybody mistypes sometimes."""

_COST: Final = (2**14, 8, 1)


def hash_of(password: str) -> str:
    """The text for the settings file. Costs some 50 ms: call it in a worker thread."""
    salt = secrets.token_bytes(16)
    cost, block, parallel = _COST
    found = _scrypt(password, (cost, block, parallel, salt, b""))
    return f"{KIND}:{cost}:{block}:{parallel}:{salt.hex()}:{found.hex()}"


def matches(password: str, kept: str) -> bool:
    """Whether this is the password; a hash that cannot be read matches none. Costs as much."""
    try:
        parts = read_hash(kept)
    except ValueError:
        return False
    return hmac.compare_digest(_scrypt(password, parts), parts[4])


def _scrypt(password: str, parts: Parts) -> bytes:
    cost, block, parallel, salt, kept = parts
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost,
        r=block,
        p=parallel,
        dklen=len(kept) or 32,
        maxmem=2 * MOST_MEMORY,
    )


class WrongTries:
    """How often the password was wrong, and until when nobody may try again; kept over restarts."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock

    def wait_s(self) -> float:
        """Seconds until the next try is taken."""
        left = self._kept()[1] - self._clock.now()
        return min(max(0.0, left), LONGEST_WAIT_S)

    def wrong(self) -> float:
        """Note a wrong try; return the seconds to wait now."""
        count = self._kept()[0] + 1
        wait = min(2.0 ** (count - FREE_TRIES), LONGEST_WAIT_S) if count > FREE_TRIES else 0.0
        self._memory.set(KEY, {"count": count, "until": self._clock.now() + wait})
        return wait

    def right(self) -> None:
        """The password was right: forget the wrong tries."""
        self._memory.set(KEY, None)

    def _kept(self) -> tuple[int, float]:
        kept: Any = self._memory.get(KEY)
        if not isinstance(kept, dict):
            return 0, 0.0
        count, until = kept.get("count"), kept.get("until")
        if not (isinstance(count, int) and isinstance(until, (int, float))):
            return 0, 0.0
        return min(max(0, count), 64), float(until)
