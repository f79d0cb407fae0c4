"""Is an address on this computer? A simulator's secrets go nowhere else."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_loopback(address: str) -> bool:
    """Whether ``host``, ``host:port``, ``[v6]:port`` or a URL is a loopback address.

    A name other than ``localhost`` is not: what it resolves to can change.
    """
    host = host_of(address)
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(address: str) -> str:
    """The host of an address, in lower case and without brackets; empty if there is none."""
    text = address.strip().lower()
    if text.count(":") > 1 and "[" not in text and "//" not in text:
        return text  # a bare IPv6 address
    try:
        return urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
