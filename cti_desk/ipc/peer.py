"""Who is at the other end of a local socket?"""

from __future__ import annotations

import os
import socket
import struct
import sys


def same_user(descriptor: int) -> bool:
    """Whether the peer of a connected socket (Windows: pipe) is a process of this user.

    Where the system does not say, the directory's mode or the pipe's access list has decided.
    """
    if sys.platform == "win32":
        from cti_desk.api.windows_user import is_foreign_client

        return not is_foreign_client(descriptor)
    if sys.platform != "linux":
        return True
    size = struct.calcsize("3i")
    with socket.socket(fileno=os.dup(descriptor)) as peer:
        credentials = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    _process, user, _group = struct.unpack("3i", credentials)
    return bool(user == os.getuid())
