"""Services of a desktop, played on a private bus: they own their names and send their signals."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

LOGIN_SESSION = "/org/freedesktop/login1/session/c7"


class Services:
    """A connection that owns service names. logind's GetSession is answered on it."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._answering: threading.Thread | None = None

    def own(self, *names: str) -> None:
        """Become these services."""
        for name in names:
            answer = self._connection.send_and_get_reply(message_bus.RequestName(name))
            assert answer.body == (1,), f"{name} is taken"

    def emit(self, path: str, interface: str, member: str, types: str = "", *body: Any) -> None:
        """Send a signal to everybody."""
        sender = DBusAddress(path, interface=interface)
        self._connection.send(new_signal(sender, member, types or None, body))

    def answer_session(self) -> None:
        """Answer the next question for a login session, on a thread."""
        self._answering = threading.Thread(target=self._answer_once, name="logind", daemon=True)
        self._answering.start()

    def join(self) -> None:
        """Wait until that question has come and is answered."""
        if self._answering is not None:
            self._answering.join(10)
            assert not self._answering.is_alive(), "nobody asked for the login session"

    def _answer_once(self) -> None:
        while True:
            message = self._connection.receive(timeout=20)
            if message.header.message_type is MessageType.method_call:
                asked = message.header.fields[HeaderFields.member]
                assert asked in {"GetSession", "GetSessionByPID"}, asked
                self._connection.send(new_method_return(message, "o", (LOGIN_SESSION,)))
                return


@contextmanager
def services(address: str) -> Iterator[Services]:
    """Join the bus at this address."""
    connection = open_dbus_connection(bus=address)
    try:
        yield Services(connection)
    finally:
        connection.close()
