"""stomp.py towards an existing broker: the simulator's only use of that (untyped) library."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final

import stomp
import stomp.exception

from cti_desk.vendors.instantvoice.simulator.broker import BrokerError

_DEADLINE_S: Final = 5.0
_RETRY_S: Final = 1.0
_HEADERS: Final = {"content-type": "application/json"}

Handler = Callable[[bytes], None]


class _Listener:
    """Passes messages on. Not a ConnectionListener: that class prints and cannot be typed."""

    def __init__(self, handlers: dict[str, Handler]) -> None:
        self._handlers = handlers
        self.connected = threading.Event()
        self.settled = threading.Event()
        self.lost = threading.Event()
        self.error = ""

    def on_connected(self, frame: Any) -> None:
        self.connected.set()
        self.settled.set()

    def on_error(self, frame: Any) -> None:
        self.error = str(frame.headers.get("message", "")) or "it sent an error"
        self.settled.set()

    def on_disconnected(self) -> None:
        self.lost.set()
        self.settled.set()

    def on_message(self, frame: Any) -> None:
        handler = self._handlers.get(frame.headers.get("subscription", ""))
        if handler is not None:
            handler(frame.body if isinstance(frame.body, bytes) else frame.body.encode())

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("on_"):
            return lambda *_: None
        raise AttributeError(name)


class ExistingBroker:
    """A STOMP broker that runs elsewhere (RabbitMQ, say), used with an account of its own.

    When the broker goes away it is looked for again every second; what is published meanwhile
    is lost, as it would be for a telephone system.
    """

    def __init__(self, host: str, port: int, user: str, password: str, vhost: str) -> None:
        self._where = (host, port)
        self._user = user
        self._password = password
        self._vhost = vhost
        self._handlers: dict[str, Handler] = {}
        self._destinations: dict[str, str] = {}
        self._connection: Any = None
        self._stopping = threading.Event()
        self._keeper: threading.Thread | None = None

    @property
    def address(self) -> tuple[str, int]:
        return self._where

    def consume(self, destination: str, handler: Handler) -> None:
        """Have every message of a queue from `start` on; ``handler`` must return at once."""
        number = f"simulator-{len(self._destinations)}"
        self._destinations[number] = destination
        self._handlers[number] = handler

    def start(self) -> None:
        """Connect and stay connected; raises BrokerError with the broker's words."""
        listener = self._connect()
        keep = threading.Thread(target=self._keep, args=(listener,), name="broker", daemon=True)
        self._keeper = keep
        keep.start()

    def stop(self) -> None:
        self._stopping.set()
        self._drop()
        if self._keeper is not None:
            self._keeper.join()
        self._drop()  # one that the keeper was just making

    def publish(self, destination: str, body: bytes) -> None:
        connection = self._connection
        if connection is None:
            return
        try:
            connection.send(destination, body, headers=_HEADERS)
        except (stomp.exception.StompException, OSError):
            return

    def _connect(self) -> _Listener:
        listener = _Listener(self._handlers)
        connection = stomp.Connection12(
            [self._where],
            vhost=self._vhost,
            timeout=_DEADLINE_S,
            reconnect_attempts_max=1,
            auto_decode=False,
        )
        connection.set_listener("simulator", listener)
        host, port = self._where
        try:
            connection.connect(self._user, self._password, wait=False)
        except (stomp.exception.StompException, OSError) as error:
            raise BrokerError(f"The broker at {host}:{port} cannot be reached.") from error
        listener.settled.wait(_DEADLINE_S)
        if not listener.connected.is_set():
            _close(connection)
            why = listener.error or "it did not answer the login"
            raise BrokerError(f"The broker at {host}:{port} refused the simulator: {why}.")
        try:
            for number, destination in self._destinations.items():
                connection.subscribe(destination, id=number, ack="auto")
        except (stomp.exception.StompException, OSError) as error:
            _close(connection)
            raise BrokerError(f"The broker at {host}:{port} ended the connection.") from error
        self._connection = connection
        return listener

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            _close(connection)

    def _keep(self, listener: _Listener) -> None:
        while not self._stopping.is_set():
            listener.lost.wait()
            self._connection = None
            while not self._stopping.wait(_RETRY_S):
                try:
                    listener = self._connect()
                    break
                except BrokerError:
                    continue


def _close(connection: Any) -> None:
    """End a connection and its thread, also when nobody answers any more."""
    transport = connection.transport
    transport.disconnect_socket()
    if transport.io_thread is not None and transport.io_thread is not threading.current_thread():
        transport.io_thread.join(_DEADLINE_S)
