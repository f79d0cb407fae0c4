"""Who is at the other end of a local socket?"""

from __future__ import annotations

import os
import socket
import struct
import sys


def process_of(descriptor: int) -> int | None:
    """The process at the other end, ``None`` where the system does not say."""
    if sys.platform == "win32":
        from cti_desk.api.windows_user import client_process

        return client_process(descriptor)
    if sys.platform != "linux":
        return None
    return _credentials(descriptor)[0]


def unread_bytes(descriptor: int) -> int:
    """How much of what was written the peer has not read yet; 0 where the system does not say.

    It falls while a slow peer reads, long before the system takes more from us.
    """
    if sys.platform != "linux" or descriptor < 0:
        return 0
    import fcntl
    import termios

    held = bytearray(struct.calcsize("i"))
    fcntl.ioctl(descriptor, termios.TIOCOUTQ, held)
    [count] = struct.unpack("i", held)
    return int(count)


def same_user(descriptor: int) -> bool:
    """Whether the peer of a connected socket (Windows: pipe) is a process of this user.

    Where the system does not say, the directory's mode or the pipe's access list has decided.
    """
    if sys.platform == "win32":
        from cti_desk.api.windows_user import is_foreign_client

        return not is_foreign_client(descriptor)
    if sys.platform != "linux":
        return True
    return _credentials(descriptor)[1] == os.getuid()


def _credentials(descriptor: int) -> tuple[int, int]:
    """Process and user of the peer, on Linux."""
    size = struct.calcsize("3i")
    option: int = getattr(socket, "SO_PEERCRED", 0)
    with socket.socket(fileno=os.dup(descriptor)) as peer:
        found = peer.getsockopt(socket.SOL_SOCKET, option, size)
    process, user, _group = struct.unpack("3i", found)
    return process, user
