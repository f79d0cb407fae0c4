"""What a simulator sends, on a thread of its own and through its faults.

The exchange hands messages over with its lock held and must not wait for a socket.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.faults import Faults

_REORDER_AT_MOST_S = 1.0


@dataclass(frozen=True)
class Message:
    """One message to the wire; ``stream`` is replies or events, ``method`` what it answers."""

    stream: str
    destination: str
    body: bytes
    method: str | None = None


class Outbox:
    """Sends messages in order, except where a fault drops, delays, doubles or turns them."""

    def __init__(
        self, time: SimulatedTime, faults: Faults, send: Callable[[str, bytes], None]
    ) -> None:
        self._time = time
        self._faults = faults
        self._send = send
        self._queue: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._kept: Message | None = None
        self._thread: threading.Thread | None = None
        self.sent: dict[str, int] = {"replies": 0, "events": 0}

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="simulator outbox", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send what is waiting, then end."""
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def post(self, message: Message) -> None:
        """Send a message as the faults in force let it."""
        stream, method = message.stream, message.method
        with self._time.lock:
            if self._faults.take("silent", stream, method):
                return
            if self._faults.take("drop", stream, method):
                return
            if self._faults.take("garble", stream, method):
                message = replace(message, body=garbled(message.body))
            copies = 2 if self._faults.take("duplicate", stream, method) else 1
            delay = self._faults.take("delay", stream, method)
            for _ in range(copies):
                if delay is not None:
                    self._later(message, delay.seconds)
                else:
                    self._put(message)

    def _later(self, message: Message, seconds: float) -> None:
        self._time.call_later(seconds, lambda: self._queue.put(message))

    def _put(self, message: Message) -> None:
        if self._kept is not None:
            self._queue.put(message)
            self._let_go()
        elif self._faults.take("reorder", message.stream, message.method):
            self._kept = message
            self._time.call_later(_REORDER_AT_MOST_S, self._let_go)
        else:
            self._queue.put(message)

    def _let_go(self) -> None:
        """Send the message that was kept back to come after its successor."""
        kept, self._kept = self._kept, None
        if kept is not None:
            self._queue.put(kept)

    def _run(self) -> None:
        while (message := self._queue.get()) is not None:
            self._send(message.destination, message.body)
            self.sent[message.stream] += 1


def garbled(body: bytes) -> bytes:
    """The body, no longer JSON: cut in the middle and followed by bytes that are no UTF-8."""
    return body[: max(1, len(body) // 2)] + b"\xff\xfe{"
