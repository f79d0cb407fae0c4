"""CoilMQ as an embedded broker: the only module that imports that (untyped) library.

What CoilMQ 1.1 lacks is added here by extending its classes: topic wildcards (``#`` and ``*``, as
RabbitMQ has them), any virtual host, heart-beats that leave no timer threads, a frame reader that
takes frames in pieces and heart-beats between them, one writer for each connection so that a
client that does not read delays nobody, and a connection that ends after an ERROR frame.
"""

from __future__ import annotations

import queue
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from coilmq.engine import StompEngine
from coilmq.exception import AuthError, ProtocolError
from coilmq.protocol import STOMP10, STOMP11, STOMP12, protocol_class_from_first_frame
from coilmq.queue import QueueManager
from coilmq.server import StompConnection
from coilmq.server.socket_server import StompRequestHandler, ThreadedStompServer
from coilmq.store.memory import MemoryQueue
from coilmq.topic import TopicManager
from coilmq.util.frames import ConnectedFrame, ErrorFrame, Frame, ReceiptFrame

from cti_desk.vendors.instantvoice.simulator.frames import FrameError, FrameReader, escape_header
from cti_desk.vendors.instantvoice.simulator.topics import matches

_HEART_BEAT_MS = 1000
_MOST_UNSENT = 100_000
_CLOSE = b""


def _pack(command: str, headers: dict[str, Any], body: bytes, *, escape: bool) -> bytes:
    lines = [command]
    for name, value in headers.items():
        text = str(value)
        lines.append(f"{name}:{escape_header(text) if escape else text}")
    lines.append(f"content-length:{len(body)}")
    return "\n".join(lines).encode() + b"\n\n" + body + b"\x00"


class _Frames:
    """The shape StompRequestHandler expects of a buffer: append, then iterate."""

    def __init__(self) -> None:
        self._reader = FrameReader()
        self._frames: list[Frame] = []

    def append(self, data: bytes) -> None:
        for frame in self._reader.feed(data):
            self._frames.append(Frame(frame.command, frame.headers, frame.body))

    def __iter__(self) -> Iterator[Frame]:
        frames, self._frames = self._frames, []
        return iter(frames)


class _Connection(StompRequestHandler):  # type: ignore[misc]
    """One client. Frames to it go through a queue to its own writer thread."""

    def setup(self) -> None:
        super().setup()
        self.buffer = _Frames()
        self.escape = False
        self.beat_s: float | None = None
        self._leaving = False
        self._unsent: queue.Queue[bytes] = queue.Queue()
        self._writer = threading.Thread(target=self._write, name="stomp writer", daemon=True)
        self._writer.start()
        self.server.connections.add(self)

    def handle(self) -> None:
        try:
            self._converse()
        except FrameError as error:
            self.send_frame(ErrorFrame(str(error)))
        except OSError:
            return

    def _converse(self) -> None:
        frames = self.iter_frames()
        first = next(frames, None)
        if first is None:
            return
        try:
            protocol = _PROTOCOLS[protocol_class_from_first_frame(first)]
        except ProtocolError as error:
            self.send_frame(ErrorFrame(str(error)))
            return
        self.escape = protocol is not _Stomp10
        engine = StompEngine(
            connection=self,
            authenticator=self.server.authenticator,
            queue_manager=self.server.queue_manager,
            topic_manager=self.server.topic_manager,
            protocol=protocol,
        )
        try:
            engine.process_frame(first)
            while engine.connected and (frame := next(frames, None)) is not None:
                engine.process_frame(frame)
        finally:
            engine.unbind()

    def finish(self) -> None:
        self.server.connections.discard(self)
        self._leaving = True
        self._unsent.put(_CLOSE)
        self._writer.join()

    def send_frame(self, frame: Frame) -> None:
        body = frame.body if isinstance(frame.body, bytes) else str(frame.body).encode()
        headers = {k: v for k, v in frame.headers.items() if k != "content-length"}
        escape = self.escape and frame.cmd != "CONNECTED"
        self.send_packed(_pack(frame.cmd, headers, body, escape=escape))

    def send_packed(self, data: bytes) -> None:
        if self._unsent.qsize() > _MOST_UNSENT:
            self.drop()
            return
        self._unsent.put(data)

    def drop(self) -> None:
        try:
            self.request.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def _write(self) -> None:
        try:
            while True:
                try:
                    data = self._unsent.get(timeout=self.beat_s)
                except queue.Empty:
                    data = b"\n"
                if data is _CLOSE:
                    return
                self._send_all(data)
        except OSError:
            self.drop()

    def _send_all(self, data: bytes) -> None:
        """Send, however slowly the client reads, until the connection or the broker ends."""
        view = memoryview(data)
        while view:
            try:
                sent = self.request.send(view)
            except TimeoutError:
                if self._leaving or self.server.shutdown_requested.is_set():
                    raise
                continue
            view = view[sent:]


class _Quiet:
    """What the three protocol versions share: refuse in words, then end the connection."""

    engine: Any

    def process_frame(self, frame: Frame) -> None:
        method = getattr(self, frame.cmd.lower(), None) if frame.cmd.isupper() else None
        greeting = frame.cmd in ("CONNECT", "STOMP")
        try:
            if method is None or (not self.engine.connected and not greeting):
                raise ProtocolError(f"Unexpected frame {frame.cmd[:20]}")
            method(frame)
        except (AuthError, ProtocolError, KeyError, ValueError) as error:
            self._refuse(str(error))
            return
        receipt = frame.headers.get("receipt")
        if receipt and not greeting:
            self.engine.connection.send_frame(ReceiptFrame(receipt))

    def _refuse(self, why: str) -> None:
        self.engine.connected = False
        self.engine.connection.send_frame(ErrorFrame(why, why))

    def enable_heartbeat(self, cx: int, cy: int) -> tuple[int, int]:
        if cy:
            self.engine.connection.beat_s = max(_HEART_BEAT_MS, cy) / 1000
        return _HEART_BEAT_MS, _HEART_BEAT_MS

    def disable_heartbeat(self) -> None:
        self.engine.connection.beat_s = None


class _Stomp10(_Quiet, STOMP10):  # type: ignore[misc]
    pass


class _Stomp11(_Quiet, STOMP11):  # type: ignore[misc]
    pass


class _Stomp12(_Quiet, STOMP12):  # type: ignore[misc]
    def connect(self, frame: Frame, response: Frame | None = None) -> None:
        """Accept any virtual host: STOMP12 of the library takes the machine's own name only."""
        response = response or ConnectedFrame(str(uuid.uuid4()))
        response.headers["version"] = "1.2"
        STOMP11.connect(self, frame, response)


_PROTOCOLS = {STOMP10: _Stomp10, STOMP11: _Stomp11, STOMP12: _Stomp12}


class _Topics(TopicManager):  # type: ignore[misc]
    """Topics with wildcards; a message is packed once for each subscription, never copied."""

    def __init__(self) -> None:
        super().__init__()
        self._guard = threading.RLock()

    def subscribe(self, connection: Any, destination: str, id: Any = None) -> None:
        with self._guard:
            super().subscribe(connection, destination, id)

    def unsubscribe(self, connection: Any, destination: str, id: Any = None) -> None:
        with self._guard:
            super().unsubscribe(connection, destination, id)

    def disconnect(self, connection: Any) -> None:
        with self._guard:
            super().disconnect(connection)

    def subscribers(self, destination: str) -> list[Any]:
        with self._guard:
            found = []
            for pattern, subscriptions in self._subscriptions.all_subscribers():
                if matches(pattern, destination):
                    found.extend(subscriptions)
            return found

    def send(self, message: Frame) -> None:
        destination = message.headers["destination"]
        body = message.body if isinstance(message.body, bytes) else str(message.body).encode()
        kept = {k: v for k, v in message.headers.items() if k not in _HOP_HEADERS}
        for subscriber in self.subscribers(destination):
            headers = {**kept, "message-id": uuid.uuid4().hex, "subscription": subscriber.id}
            connection = subscriber.connection
            connection.send_packed(_pack("MESSAGE", headers, body, escape=connection.escape))


_HOP_HEADERS = frozenset({"content-length", "receipt", "message-id", "transaction"})


class _Consumer(StompConnection):  # type: ignore[misc]
    """The simulator's own end of a queue."""

    def __init__(self, consume: Callable[[bytes], None]) -> None:
        self._consume = consume

    def send_frame(self, frame: Frame) -> None:
        body = frame.body
        self._consume(body if isinstance(body, bytes) else str(body).encode())


class _Authenticator:
    def __init__(self, allow: Callable[[str, str], bool]) -> None:
        self._allow = allow

    def authenticate(self, login: str | None, passcode: str | None) -> bool:
        return self._allow(login or "", passcode or "")


class _Server(ThreadedStompServer):  # type: ignore[misc]
    daemon_threads = False
    block_on_close = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is nobody's error."""


class EmbeddedStomp:
    """A STOMP broker inside this process, on loopback.

    ``allow(login, passcode)`` decides about logins. ``port`` 0 takes any free port; `address`
    tells which.
    """

    def __init__(self, allow: Callable[[str, str], bool], port: int = 0) -> None:
        self._topics = _Topics()
        self._queues = QueueManager(MemoryQueue())
        self._server = _Server(
            ("127.0.0.1", port),
            RequestHandlerClass=_Connection,
            timeout=1.0,
            authenticator=_Authenticator(allow),
            queue_manager=self._queues,
            topic_manager=self._topics,
        )
        self._server.connections = set()
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> tuple[str, int]:
        host, port = self._server.server_address[:2]
        return str(host), int(port)

    def start(self) -> None:
        serve = self._server.serve_forever
        self._thread = threading.Thread(target=serve, args=(0.05,), name="stomp", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and leave no thread behind."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
        for connection in list(self._server.connections):
            connection.drop()
        self._server.server_close()

    def consume(self, destination: str, handler: Callable[[bytes], None]) -> None:
        """Have every message of a queue; ``handler`` must return at once."""
        self._queues.subscribe(_Consumer(handler), destination)

    def publish(self, destination: str, body: bytes) -> None:
        headers = {"destination": destination, "content-type": "application/json"}
        self._topics.send(Frame("MESSAGE", headers, body))

    def put(self, destination: str, body: bytes) -> None:
        """Put a message into a queue, as a client's SEND does."""
        self._queues.send(Frame("MESSAGE", {"destination": destination}, body))
