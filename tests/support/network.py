"""Tests see a machine without a network: only loopback answers."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys

_NAMES = ("", "localhost", "ip6-localhost", socket.gethostname())


def is_local(host: object) -> bool:
    """Whether a host, as given to the socket module, is this computer."""
    if host is None:
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    if text in _NAMES:
        return True
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _audit(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo" and not is_local(args[0]):
        try:
            ipaddress.ip_address(str(args[0]))
        except ValueError:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None
    elif event in ("socket.connect", "socket.sendto"):
        address = args[1]
        if isinstance(address, tuple) and not is_local(address[0]):
            raise OSError(errno.ENETUNREACH, "Network is unreachable")


def keep_to_loopback() -> None:
    """Take the network away from this process, for good."""
    sys.addaudithook(_audit)
