"""Tells when this computer gets an address: a cable, a wireless network or a tunnel came back."""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Signal

# linux/rtnetlink.h, linux/if_addr.h
_RTMGRP_IPV4_IFADDR: Final = 0x10
_RTMGRP_IPV6_IFADDR: Final = 0x100
_RTM_NEWADDR: Final = 20
_RTM_DELADDR: Final = 21
_HEADER: Final = struct.Struct("=IHHII")  # nlmsghdr: length, type, flags, sequence, port
_ADDRESS: Final = struct.Struct("=BBBBI")  # ifaddrmsg: family, prefix, flags, scope, index
_ATTRIBUTE: Final = struct.Struct("=HH")  # rtattr: length, type
_IFA_ADDRESS: Final = 1
_SCOPE_GLOBAL: Final = 0

Change = tuple[bool, bytes]


class NetworkChanges(QObject):
    """Reads the kernel's netlink socket, or is told by Windows: no wake-up while nothing changes.

    ``came()`` is called for a new address that is good beyond this computer.
    """

    _from_another_thread = Signal()

    def __init__(self, came: Callable[[], None], source: socket.socket | None = None) -> None:
        super().__init__()
        self._came = came
        self._known: set[bytes] = set()
        self._socket = source if source is not None else _netlink()
        self._notifier: QSocketNotifier | None = None
        if self._socket is not None:
            self._socket.setblocking(False)
            self._notifier = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._read)
        if sys.platform == "win32":
            from cti_desk.system.windows_addresses import WindowsAddresses

            self._from_another_thread.connect(self._told, Qt.ConnectionType.QueuedConnection)
            self._windows = WindowsAddresses(self._from_another_thread.emit)

    def close(self) -> None:
        if sys.platform == "win32":
            self._windows.close()
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _told(self) -> None:
        self._came()

    def _read(self) -> None:
        if self._socket is None:
            return
        try:
            message = self._socket.recv(65_536)
        except OSError:  # too much came at once and some was dropped: look at it as a change
            self._came()
            return
        if not message:
            self.close()
            return
        new = False
        for came, address in _changes(message):
            new = new or (came and address not in self._known)
            (self._known.add if came else self._known.discard)(address)
        if new:
            self._came()


def _netlink() -> socket.socket | None:
    if sys.platform != "linux":
        return None
    try:
        opened = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
        opened.bind((0, _RTMGRP_IPV4_IFADDR | _RTMGRP_IPV6_IFADDR))
    except OSError:
        return None
    return opened


def _changes(message: bytes) -> Iterator[Change]:
    """Addresses that came (true) or went, of a buffer of netlink messages."""
    while len(message) >= _HEADER.size:
        length, kind, *_ = _HEADER.unpack_from(message)
        if length < _HEADER.size:
            return
        if kind in (_RTM_NEWADDR, _RTM_DELADDR) and (
            address := _global_address(message[_HEADER.size : length])
        ):
            yield kind == _RTM_NEWADDR, address
        message = message[(length + 3) & ~3 :]


def _global_address(body: bytes) -> bytes | None:
    if len(body) < _ADDRESS.size:
        return None
    _, _, _, scope, _ = _ADDRESS.unpack_from(body)
    attributes = body[_ADDRESS.size :]
    while scope == _SCOPE_GLOBAL and len(attributes) >= _ATTRIBUTE.size:
        length, kind = _ATTRIBUTE.unpack_from(attributes)
        if length < _ATTRIBUTE.size:
            return None
        if kind == _IFA_ADDRESS:
            return attributes[_ATTRIBUTE.size : length]
        attributes = attributes[(length + 3) & ~3 :]
    return None
