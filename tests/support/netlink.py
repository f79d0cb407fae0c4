"""What the kernel says on a netlink socket when addresses come and go (rtnetlink(7))."""

from __future__ import annotations

import struct


def _address(kind: int, address: bytes, scope: int) -> bytes:
    attribute = struct.pack("=HH", 4 + len(address), 1) + address
    attribute += struct.pack("=HHI", 8, 6, 0)  # another one behind it
    family = 2 if len(address) == 4 else 10
    body = struct.pack("=BBBBI", family, 24, 0, scope, 2) + attribute
    return struct.pack("=IHHII", 16 + len(body), kind, 0, 0, 0) + body


def address_came(address: bytes, scope: int = 0) -> bytes:
    """RTM_NEWADDR."""
    return _address(20, address, scope)


def address_went(address: bytes, scope: int = 0) -> bytes:
    """RTM_DELADDR."""
    return _address(21, address, scope)
