"""A QLocalServer that sends every line back. Argument: the socket's path."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication
from PySide6.QtNetwork import QLocalServer


def main() -> None:
    app = QCoreApplication(sys.argv)
    server = QLocalServer()

    def serve() -> None:
        socket = server.nextPendingConnection()
        socket.readyRead.connect(lambda: socket.write(socket.readAll()))

    server.newConnection.connect(serve)
    assert server.listen(sys.argv[1]), server.errorString()
    app.exec()


if __name__ == "__main__":
    main()
