"""The hash of the settings form's password, as the settings file keeps it.

``scrypt:N:R:P:SALT:HASH``, salt and hash in hexadecimal. The parameters are kept with it, so that
later ones may be stronger.
"""

from __future__ import annotations

from typing import Final

KIND: Final = "scrypt"
MOST_MEMORY: Final = 128 * 1024 * 1024
"""How many bytes a kept hash may need (128·N·R): a file must not use up the computer's memory."""

Parts = tuple[int, int, int, bytes, bytes]


def read_hash(text: str) -> Parts:
    """N, R, P, salt and hash; raises `ValueError`."""
    kind, *rest = text.split(":")
    if kind != KIND or len(rest) != 5 or not text.isascii():
        raise ValueError(text)
    cost, block, parallel = (int(number) for number in rest[:3])
    salt, found = (bytes.fromhex(part) for part in rest[3:])
    power_of_two = cost > 1 and cost & (cost - 1) == 0
    bounded = 0 < block <= 64 and 0 < parallel <= 16 and 128 * cost * block <= MOST_MEMORY
    if not (power_of_two and bounded and len(salt) >= 8 and len(found) >= 16):
        raise ValueError(text)
    return cost, block, parallel, salt, found


def check_hash(text: str) -> str | None:
    """What is wrong with a kept hash, if anything."""
    if not text:
        return None
    try:
        read_hash(text)
    except ValueError:
        return "is not a hash that the settings form wrote: remove it, and set the password anew"
    return None
