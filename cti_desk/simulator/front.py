"""The TCP door before a broker or server, in which links are made to fail.

It passes bytes on, unread, and can cut every link (also in the middle of a frame), refuse new
ones, or fall silent: accept, then neither read nor write. What is being said is a `Tap`'s concern.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from cti_desk.simulator.faults import Faults

_CHUNK: Final = 65536
_MOST_BUFFERED: Final = 1024 * 1024
# SO_LINGER on with no time: closing resets. Windows has 16 bit members.
RESET_ON_CLOSE: Final = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


class Tap(Protocol):
    """Listens in on one connection; the door's thread calls it."""

    def client_sent(self, data: bytes) -> bytes | None:
        """Return ``None`` to pass ``data`` on, or what the client is told before it is cut."""
        ...

    def server_sent(self, data: bytes) -> None: ...

    def closed(self) -> None: ...


@dataclass(eq=False)
class _End:
    """One socket of a link with what still has to be written to it."""

    socket: socket.socket
    unsent: bytearray = field(default_factory=bytearray)
    last: bool = False  # close the link once everything is written


@dataclass(eq=False)
class _Link:
    client: _End
    server: _End
    tap: Tap

    def other(self, end: _End) -> _End:
        return self.server if end is self.client else self.client


class Front:
    """Forwards ``port`` on loopback to ``upstream``, as the faults in force let it.

    ``tap`` makes a listener for each connection. ``name`` is what faults of connections may
    name as their method, in a simulator with several doors.
    """

    def __init__(
        self,
        upstream: Callable[[], tuple[str, int]],
        faults: Faults,
        tap: Callable[[], Tap],
        port: int = 0,
        name: str | None = None,
    ) -> None:
        self.name = name
        self._upstream = upstream
        self._faults = faults
        self._tap = tap
        self._listener = socket.create_server(("127.0.0.1", port), backlog=128)
        self._listener.setblocking(False)
        self._wake_in, self._wake_out = socket.socketpair()
        self._wake_in.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._links: set[_Link] = set()
        self._orders: list[Callable[[], None]] = []
        self._frozen = False
        self._stopping = False
        self._thread: threading.Thread | None = None
        self.connections = 0

    @property
    def address(self) -> tuple[str, int]:
        host, port = self._listener.getsockname()[:2]
        return str(host), int(port)

    @property
    def open_connections(self) -> int:
        return len(self._links)

    def taps(self) -> list[Tap]:
        """The taps of the connections that are open now."""
        return [link.tap for link in list(self._links)]

    def start(self) -> None:
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._wake_in, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="simulator front", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and end the thread."""
        self._stopping = True
        self.look_again()
        if self._thread is not None:
            self._thread.join()
        for link in list(self._links):
            self._close(link)
        self._selector.close()
        for end in (self._listener, self._wake_in, self._wake_out):
            end.close()

    def cut(self, last_words: bytes = b"") -> None:
        """Close every connection, after ``last_words`` (half a frame, say)."""
        self._orders.append(lambda: self._cut_all(last_words))
        self.look_again()

    def look_again(self) -> None:
        """The faults changed: see what holds now. Returns at once."""
        with contextlib.suppress(OSError):
            self._wake_out.send(b"x")

    # The door's own thread

    def _run(self) -> None:
        while not self._stopping:
            for key, events in self._selector.select():
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj is self._wake_in:
                    self._obey()
                else:
                    link, end = key.data
                    self._serve(link, end, events)

    def _obey(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._wake_in.recv(_CHUNK)
        while self._orders:
            self._orders.pop(0)()
        self._frozen = self._is_silent()
        for link in list(self._links):
            self._want(link)

    def _accept(self) -> None:
        try:
            client, _ = self._listener.accept()
        except OSError:
            return
        self.connections += 1
        if self._faults.take("cut", "connections", self.name):
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            client.close()
            return
        self._frozen = self._is_silent()
        try:
            server = self._begin_to_reach(self._upstream())
        except OSError:  # its name is not known, or there are no sockets left
            client.close()
            return
        client.setblocking(False)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link = _Link(_End(client), _End(server), self._tap())
        self._links.add(link)
        self._want(link)

    def _is_silent(self) -> bool:
        return self._faults.find("silent", "connections", self.name) is not None

    @staticmethod
    def _begin_to_reach(address: tuple[str, int]) -> socket.socket:
        server = socket.socket()
        try:
            server.setblocking(False)
            server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server.connect_ex(address)
        except OSError:
            server.close()
            raise
        return server

    def _serve(self, link: _Link, end: _End, events: int) -> None:
        if link not in self._links:
            return
        try:
            if events & selectors.EVENT_WRITE:
                self._write(link, end)
            if events & selectors.EVENT_READ and link in self._links:
                self._read(link, end)
        except BlockingIOError:
            return
        except OSError:
            self._close(link)
            return
        if link in self._links:
            self._want(link)

    def _read(self, link: _Link, end: _End) -> None:
        data = end.socket.recv(_CHUNK)
        other = link.other(end)
        if not data:
            other.last = True
        elif end is link.client:
            refusal = link.tap.client_sent(data)
            if refusal is None:
                other.unsent += data
            else:
                end.unsent += refusal
                end.last = True
        else:
            link.tap.server_sent(data)
            other.unsent += data
        self._write(link, link.client)
        if link in self._links:
            self._write(link, link.server)

    def _write(self, link: _Link, end: _End) -> None:
        if end.unsent:
            try:
                sent = end.socket.send(end.unsent)
            except BlockingIOError:
                return
            del end.unsent[:sent]
        if end.last and not end.unsent:
            self._close(link)

    def _want(self, link: _Link) -> None:
        """Tell the selector what each end waits for; a full buffer stops reading its source."""
        for end in (link.client, link.server):
            events = 0
            if not self._frozen:
                ended = link.other(end).last
                full = len(link.other(end).unsent) >= _MOST_BUFFERED
                events |= 0 if ended or full else selectors.EVENT_READ
                events |= selectors.EVENT_WRITE if end.unsent else 0
            self._register(link, end, events)

    def _register(self, link: _Link, end: _End, events: int) -> None:
        registered = end.socket in self._selector.get_map()
        if not events and registered:
            self._selector.unregister(end.socket)
        elif events and registered:
            self._selector.modify(end.socket, events, (link, end))
        elif events:
            self._selector.register(end.socket, events, (link, end))

    def _cut_all(self, last_words: bytes) -> None:
        for link in list(self._links):
            with contextlib.suppress(OSError):
                link.client.socket.send(last_words)
            self._close(link)

    def _close(self, link: _Link) -> None:
        for end in (link.client, link.server):
            self._register(link, end, 0)
            end.socket.close()
        link.tap.closed()
        self._links.discard(link)  # last: who sees it gone may rely on all of the above
