"""The one module that touches stomp.py: its untyped calls, made typed, and its traps avoided.

* Every call can block for ever. So the socket is made here, with time-outs and with causes that
  can be told; everything else happens on the link's own thread, and `cut` (a socket shutdown, never
  ``disconnect``) ends it from any thread.
* Its heart-beat listener ends a dead TLS link with a blocking ``unwrap`` and costs two calls for
  each frame: the link beats by itself.
* At the end of a TLS stream its reader spins: its ``receive`` is replaced by one that stops, and
  that takes the messages out of the stream before stomp.py parses them (see `frames`).
* At level DEBUG it logs frames with password and key: its logger stays silent, we tell the causes.
"""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import socket
import ssl
import time
from typing import Any, Final, Protocol

os.environ.setdefault("STOMP_SKIP_HOSTNAME_SCAN", "1")  # its import would ask DNS, and wait

import stomp
import stomp.utils

from cti_desk.switch_kit.link_failure import not_reached
from cti_desk.vendors.instantvoice.client.broker import Host, Login
from cti_desk.vendors.instantvoice.client.failures import tls_failed
from cti_desk.vendors.instantvoice.client.frames import MessageTap

logging.getLogger("stomp.py").setLevel(logging.CRITICAL + 1)

VERSIONS: Final = "1.0,1.1,1.2"
READ_BYTES: Final = 65_536
LONGEST_FRAME: Final = 8_000_000


class Receiver(Protocol):
    """Told of what arrives, on stomp.py's reading thread."""

    def on_message(self, subscription: str, body: bytes) -> None: ...

    def on_connected(self, headers: dict[str, str]) -> None: ...

    def on_error(self, text: str) -> None: ...

    def on_closed(self) -> None: ...


class StompConnection:
    """One STOMP connection. All methods but `cut` belong to one thread, and may block."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._stomp: Any = None
        self._socket: socket.socket | None = None
        self._tap = MessageTap(receiver.on_message)
        self.cut_off = False
        self.last_received = time.monotonic()

    def open(self, host: Host, context: ssl.SSLContext | None, timeout_s: float) -> None:
        """Make the TCP (and TLS) connection; raise `LinkFailure` with its cause."""
        try:
            raw = socket.create_connection((host.name, host.port), timeout_s)
        except OSError as error:
            raise not_reached(str(host), error) from error
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = raw
        if self.cut_off:  # cut while it was being made
            raw.close()
            return
        if context is not None:
            try:
                self._socket = context.wrap_socket(raw, server_hostname=host.name)
            except OSError as error:
                raw.close()
                raise tls_failed(str(host), error) from error
        self._stomp = stomp.StompConnection12([(host.name, host.port)], auto_decode=False)
        self._stomp.version = VERSIONS
        self._stomp.set_listener("desk", _Listener(self._receiver))
        transport = self._stomp.transport
        transport.attempt_connection = lambda: self._hand_over(transport, host)
        transport.receive = self._receive

    def connect(self, login: Login, heart_beat: str) -> None:
        """Start reading and send CONNECT; CONNECTED or ERROR reaches the receiver."""
        self._stomp.transport.vhost = login.virtual_host
        self._stomp.connect(
            login.user,
            login.password,
            wait=False,
            with_connect_command=True,  # 1.0 brokers do not know the command STOMP
            headers={"heart-beat": heart_beat},
        )

    def subscribe(self, destination: str, subscription: str) -> None:
        self._stomp.subscribe(destination, subscription, ack="auto")

    def unsubscribe(self, destination: str, subscription: str) -> None:
        self._stomp.unsubscribe(subscription, destination=destination)

    def send(self, destination: str, body: bytes, expires_s: float) -> None:
        # RabbitMQ's header, in milliseconds as text; to other brokers it is one of an application.
        late = {"expiration": str(round(expires_s * 1000))}
        self._stomp.send(destination, body, content_type="application/json", headers=late)

    def beat(self) -> None:
        self._stomp.transport.transmit(stomp.utils.Frame(None, {}, None))

    def cut(self) -> None:
        """End the connection from any thread, at once; the receiver is told by the reader."""
        self.cut_off = True
        if self._socket is None:
            return
        with contextlib.suppress(OSError):  # closed already
            # Not SSLSocket.shutdown, which pulls the TLS object away from under the reader.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        if self._stomp is None or getattr(self._stomp.transport, "io_thread", None) is None:
            self._socket.close()

    def _hand_over(self, transport: Any, host: Host) -> None:
        """Give stomp.py our socket as its ``attempt_connection`` would have made it."""
        connected = self._socket
        assert connected is not None
        transport.socket = connected
        transport.current_host_and_port = (host.name, host.port)
        if isinstance(connected, ssl.SSLSocket):
            connected.setblocking(False)
            transport.send_queue = stomp.utils.PollableQueue()
            transport.sel = selectors.DefaultSelector()
            transport.sel.register(transport.send_queue, selectors.EVENT_READ)
            transport.sel.register(connected, selectors.EVENT_READ)
            transport.blocking = False
        else:
            connected.settimeout(None)

    def _receive(self) -> bytes:
        """What stomp.py reads: whole frames that are no messages; empty at the stream's end."""
        assert self._socket is not None
        while True:
            try:
                data = self._socket.recv(READ_BYTES)
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                raise
            except OSError:
                data = b""
            if not data or self._tap.pending > LONGEST_FRAME:
                self._stomp.transport.running = False
                return b""
            self.last_received = time.monotonic()
            if rest := self._tap.feed(data):
                return rest


class _Listener:
    """What stomp.py calls. Not a ``ConnectionListener``: stomp.py is untyped, and asks by name."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    def on_message(self, frame: Any) -> None:
        headers = frame.headers
        name = headers.get("subscription") or headers.get("destination", "")
        self._receiver.on_message(name, frame.body)

    def on_connected(self, frame: Any) -> None:
        self._receiver.on_connected(dict(frame.headers))

    def on_error(self, frame: Any) -> None:
        body = (frame.body or b"").decode("utf-8", "replace")
        self._receiver.on_error(f"{frame.headers.get('message', '')} {body}")

    def on_disconnected(self) -> None:
        self._receiver.on_closed()
