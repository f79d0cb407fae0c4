"""Runs on Windows: the client's end of a pipe against servers that misbehave. Prints JSON."""

import json
import threading
import time

import win32file
import win32pipe

from cti_desk.api import pipe_transport
from cti_desk.api.transport import open_transport
from cti_desk.core.errors import DeskNotRunning

NAME = r"\\.\pipe\cti-desk-probe"
DUPLEX = 3
pipe_transport._CONNECT_S = pipe_transport._SEND_S = 0.5  # five seconds are as good, and slower


def serve():
    return win32pipe.CreateNamedPipe(NAME, DUPLEX, 0, 1, 4096, 4096, 0, None)


def taking(action, *arguments):
    started = time.monotonic()
    try:
        said = repr(action(*arguments))
    except (DeskNotRunning, TimeoutError, EOFError) as error:
        said = f"{type(error).__name__} {error}".strip()
    return said, time.monotonic() - started


def main() -> None:
    found = {"nobody": taking(open_transport, NAME)}
    server = serve()
    line = open_transport(NAME)
    found["silent"] = taking(line.receive, 0.3)

    later = threading.Timer(0.2, win32file.WriteFile, (server, b"at last"))
    later.start()
    found["patient"] = taking(line.receive, None)
    later.join()

    found["taken"] = taking(open_transport, NAME)
    found["unread"] = taking(line.send, b"x" * 10_000_000)

    # What was there before the end is still read, and then the end is told.
    win32file.WriteFile(server, b"too many")
    found["last words"] = taking(line.receive, 5)
    threading.Timer(0.2, win32file.CloseHandle, (server,)).start()
    found["ended"] = taking(line.receive, None)
    found["into nothing"] = taking(line.send, b"x")
    line.close()
    found["closed"] = taking(line.receive, 1)
    print(json.dumps(found))


main()
