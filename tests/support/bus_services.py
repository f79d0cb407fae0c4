"""Services of a desktop, played on a private bus: they own their names and send their signals."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection


@dataclass
class Client:
    """Who asked for an object of its own, and which it was given."""

    name: str
    path: str


class Services:
    """A connection that owns service names."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._answering: threading.Thread | None = None
        self.client: Client | None = None

    def own(self, *names: str) -> None:
        """Become these services."""
        for name in names:
            answer = self._connection.send_and_get_reply(message_bus.RequestName(name))
            assert answer.body == (1,), f"{name} is taken"

    def emit(self, path: str, interface: str, member: str, types: str = "", *body: Any) -> None:
        """Send a signal to everybody."""
        sender = DBusAddress(path, interface=interface)
        self._connection.send(new_signal(sender, member, types or None, body))

    def answer(self, path: str, *methods: str) -> None:
        """Answer the next call, which must be one of these methods, with a path; on a thread."""
        arguments = (path, methods)
        self._answering = threading.Thread(target=self._answer_once, args=arguments, daemon=True)
        self._answering.start()

    def join(self) -> None:
        """Wait until that call has come and is answered."""
        assert self._answering is not None
        self._answering.join(10)
        assert not self._answering.is_alive(), "nobody asked"

    def to_client(self, interface: str, member: str, types: str = "", *body: Any) -> None:
        """Send a signal about the path that was answered, to who had asked, and to nobody else."""
        assert self.client is not None
        origin = DBusAddress(self.client.path, interface=interface)
        message = new_signal(origin, member, types or None, body)
        message.header.fields[HeaderFields.destination] = self.client.name
        self._connection.send(message)

    def called(self) -> Message | None:
        """Return the next call that has come, if any, and answer it with nothing."""
        with suppress(TimeoutError):
            while True:
                message = self._connection.receive(timeout=0)
                if message.header.message_type is MessageType.method_call:
                    self._connection.send(new_method_return(message))
                    return message
        return None

    def _answer_once(self, path: str, methods: tuple[str, ...]) -> None:
        while True:
            message = self._connection.receive(timeout=20)
            if message.header.message_type is MessageType.method_call:
                fields = message.header.fields
                assert fields[HeaderFields.member] in methods, fields
                self.client = Client(fields[HeaderFields.sender], path)
                self._connection.send(new_method_return(message, "o", (path,)))
                return


@contextmanager
def services(address: str) -> Iterator[Services]:
    """Join the bus at this address."""
    connection = open_dbus_connection(bus=address)
    try:
        yield Services(connection)
    finally:
        connection.close()


class Notifications:
    """A desktop's notifications: a context manager; ``notices`` are the texts it has shown."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.notices: list[str] = []

    def __enter__(self) -> Notifications:
        self._connection = open_dbus_connection(bus=self._address)
        Services(self._connection).own("org.freedesktop.Notifications")
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._thread.join()
        self._connection.close()

    _ended = False

    def _serve(self) -> None:
        while not self._ended:
            try:
                message = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                self.notices.append(message.body[4])
                self._connection.send(new_method_return(message, "u", (1,)))
