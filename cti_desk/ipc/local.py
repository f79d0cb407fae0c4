"""The local socket: JSON-RPC, one message a line, for programs of the same user."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from cti_desk.api.dispatcher import Dispatcher, too_many
from cti_desk.core.errors import SettingsError
from cti_desk.ipc.connection import Connection, Limits
from cti_desk.ipc.instance import Instance
from cti_desk.ipc.peer import process_of, same_user
from cti_desk.ipc.places import idlest, may_use_reserved

BACKLOG: Final = 1024  # a program whose connect would have to wait is refused by the system

AGAIN: Final = "Connect again when you need the desk."

_log = logging.getLogger(__name__)


class LocalEndpoint:
    """Serves a dispatcher on a local socket (on Windows: a named pipe).

    The instance must be claimed: only its holder may remove a socket that a killed desk left.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        instance: Instance,
        *,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        self.dispatcher = dispatcher
        self.limits = limits or Limits()
        self.now = clock
        self._instance = instance
        self._parent = parent
        self._server: QLocalServer | None = None
        self._connections: set[Connection] = set()
        self._patrol = QTimer(parent)
        self._patrol.setInterval(self.limits.look_every_ms)
        self._patrol.timeout.connect(self._close_unread)
        self._warned = False

    @property
    def address(self) -> str:
        """The socket's absolute path, or the pipe's name."""
        return self._instance.address

    @property
    def connections(self) -> int:
        """How many programs are connected."""
        return len(self._connections)

    def ended(self, connection: Connection) -> None:
        """A program has gone."""
        self._connections.discard(connection)
        if len(self._connections) < self.limits.clients // 2:
            self._warned = False

    def unread(self) -> None:
        """A program has something to read: check it from time to time until it has read it."""
        if not self._patrol.isActive():
            self._patrol.start()

    def start(self) -> None:
        """Listen. Raises `SettingsError` when that is impossible."""
        assert self._instance.held, "claim the instance first"
        if sys.platform != "win32":
            _remove(self.address)
        server = QLocalServer(self._parent)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.setListenBacklogSize(BACKLOG)
        server.newConnection.connect(self._accept)
        self._server = server  # on Windows listening itself may bring the first program
        if not server.listen(self.address):
            self._server = None
            raise SettingsError(
                f"The local API cannot listen at {self.address}: {server.errorString()}"
            )

    def close(self) -> None:
        """Stop listening, cut every program, remove the socket."""
        self._patrol.stop()
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        for connection in tuple(self._connections):
            connection.cut()

    def _accept(self) -> None:
        server = self._server
        while server is not None and server.hasPendingConnections():
            self._admit(server.nextPendingConnection())

    def _admit(self, socket: QLocalSocket) -> None:
        if not same_user(int(socket.socketDescriptor())):
            _log.warning("a program of another user was refused at the local socket")
            _drop(socket)
            return
        process = process_of(int(socket.socketDescriptor()))
        if not self._has_room(process):
            self._refuse(socket)
        else:
            connection = Connection(socket, self, process)
            self._connections.add(connection)
            connection.begin()

    def _has_room(self, process: int | None) -> bool:
        """Whether one more program can be served; an idle one makes room for it."""
        clients, reserved = self.limits.clients, self.limits.reserved
        if len(self._connections) < clients:
            return True
        idle = idlest(self._connections, self.now() - self.limits.idle_s)
        if idle is None:
            return may_use_reserved(process, self._connections, clients + reserved)
        _log.info("the program that was idle longest at the local socket makes room for another")
        idle.dismiss(too_many(f"Closed: idle while {clients} programs were connected. {AGAIN}"))
        return True

    def _refuse(self, socket: QLocalSocket) -> None:
        if not self._warned:
            _log.warning("more than %d programs at the local socket", self.limits.clients)
            self._warned = True
        text = f"The desk serves {self.limits.clients} programs already; try again later."
        socket.write(too_many(text) + b"\n")
        socket.flush()
        _drop(socket)

    def _close_unread(self) -> None:
        for connection in tuple(self._connections):
            connection.close_if_unread()
        if not any(connection.unread for connection in self._connections):
            self._patrol.stop()


def _drop(socket: QLocalSocket) -> None:
    socket.abort()
    socket.deleteLater()


def _remove(path: str) -> None:
    """Remove what a killed desk left behind."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise SettingsError(f"{path} is in the way: {error.strerror}") from error
