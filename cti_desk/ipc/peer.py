"""Who is at the other end of a local socket?"""

from __future__ import annotations

import os
import socket
import struct
import sys


def same_user(descriptor: int) -> bool:
    """Whether the peer of a connected Unix socket is a process of this user.

    Where the system cannot say (it can on Linux), the directory's mode has decided already.
    """
    if sys.platform != "linux":
        return True
    size = struct.calcsize("3i")
    with socket.socket(fileno=os.dup(descriptor)) as peer:
        credentials = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    _process, user, _group = struct.unpack("3i", credentials)
    return bool(user == os.getuid())
