"""The client's end of the local socket (on Windows: of the named pipe)."""

from __future__ import annotations

import contextlib
import socket
import struct
import sys
from typing import Protocol

from cti_desk.core.errors import DeskNotRunning

_PIECE = 65536
_CONNECT_S = 5.0
_UNIX: int = getattr(socket, "AF_UNIX", -1)  # Windows' Python has none


class Transport(Protocol):
    """Bytes both ways. ``receive`` raises `EOFError` at the end, `TimeoutError` in time."""

    def send(self, data: bytes) -> None: ...

    def receive(self, timeout: float | None) -> bytes: ...

    def close(self) -> None: ...


def open_transport(where: str) -> Transport:
    """Connect to the desk at this address. Raises `DeskNotRunning`."""
    try:
        if sys.platform == "win32":
            from cti_desk.api.pipe_transport import PipeTransport

            return PipeTransport(where)
        return SocketTransport(where)
    except BlockingIOError as error:
        raise DeskNotRunning("CTI Desk does not answer.") from error
    except OSError as error:
        raise DeskNotRunning("CTI Desk is not running.") from error


class SocketTransport:
    """A Unix socket."""

    def __init__(self, path: str) -> None:
        self._socket = socket.socket(_UNIX, socket.SOCK_STREAM)
        try:
            # Python's own time-out would make a busy desk's full queue an error at once.
            limit = struct.pack("ll", int(_CONNECT_S), 0)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
            self._socket.connect(path)
        except OSError:
            self._socket.close()
            raise

    def send(self, data: bytes) -> None:
        self._socket.settimeout(_CONNECT_S)
        # A desk that refuses says why before it closes: the reason is still to be read.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._socket.sendall(data)

    def receive(self, timeout: float | None) -> bytes:
        self._socket.settimeout(timeout)
        data = self._socket.recv(_PIECE)
        if not data:
            raise EOFError
        return data

    def close(self) -> None:
        self._socket.close()
