"""Takes MESSAGE frames out of a STOMP stream before stomp.py sees them (bytes in, messages out).

stomp.py spends some 25 µs on each frame, most of a desk's work when a supervisor follows a whole
floor. Here it is one: only what a message needs is looked at. Every other frame is handed on to
stomp.py untouched.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_MESSAGE: Final = b"MESSAGE\n"
_LENGTH: Final = b"\ncontent-length:"
_SUBSCRIPTION: Final = b"\nsubscription:"
_DESTINATION: Final = b"\ndestination:"
_EOL: Final = b"\r\n"

MOST_NAMES: Final = 1_000


class MessageTap:
    """`feed` it what was read; ``deliver(subscription, body)`` gets the messages.

    ``pending`` bytes wait for the rest of their frame.
    """

    def __init__(self, deliver: Callable[[str, bytes], None]) -> None:
        self._deliver = deliver
        self._buffer = b""
        self._needed = 0
        self._names: dict[bytes, str] = {}

    @property
    def pending(self) -> int:
        return len(self._buffer)

    def feed(self, data: bytes) -> bytes:
        """Return the whole frames that are no messages, one after the other."""
        buffer = self._buffer + data if self._buffer else data
        if len(buffer) < self._needed:  # a long body: do not search it again and again
            self._buffer = buffer
            return b""
        self._needed = 0
        position, size, others = 0, len(buffer), b""
        while position < size:
            if buffer[position] in _EOL:  # heart-beats, and line ends between frames
                position += 1
                continue
            start, end = self._bounds(buffer, position)
            if end < 0:
                break
            if buffer.startswith(_MESSAGE, position):
                self._deliver(self._name(buffer, position, start), buffer[start:end])
            else:
                others += buffer[position : end + 1]
            position = end + 1
        self._buffer = buffer[position:] if position else buffer
        self._needed = max(0, self._needed - position)
        return others

    def _bounds(self, buffer: bytes, position: int) -> tuple[int, int]:
        """Where the body begins and ends (at the NUL); an end of -1: more must come."""
        blank = buffer.find(b"\n\n", position)
        first_nul = buffer.find(b"\0", position)
        if 0 <= first_nul < blank or blank < 0:  # no body, or lines that end in CR LF
            return self._odd_bounds(buffer, position, first_nul)
        start = blank + 2
        length = self._length(buffer, position, blank)
        if length is None:
            return start, first_nul if first_nul >= start else buffer.find(b"\0", start)
        return start, self._end(buffer, start + length)

    def _odd_bounds(self, buffer: bytes, position: int, first_nul: int) -> tuple[int, int]:
        blank = buffer.find(b"\r\n\r\n", position)
        if blank < 0 or 0 <= first_nul < blank:
            return first_nul, first_nul
        start = blank + 4
        length = self._length(buffer, position, blank)
        if length is None:
            return start, first_nul
        return start, self._end(buffer, start + length)

    def _end(self, buffer: bytes, end: int) -> int:
        """The NUL at the announced end; where the announcement is wrong, the next one."""
        if end < len(buffer):
            return end if buffer[end] == 0 else buffer.find(b"\0", end)
        self._needed = end + 1
        return -1

    @staticmethod
    def _length(buffer: bytes, position: int, blank: int) -> int | None:
        at = buffer.find(_LENGTH, position, blank)
        if at < 0:
            return None
        at += len(_LENGTH)
        stop = buffer.find(b"\n", at, blank)
        text = buffer[at : blank if stop < 0 else stop].strip()
        return int(text) if text.isdigit() and len(text) < 10 else None

    def _name(self, buffer: bytes, position: int, start: int) -> str:
        """The subscription a message is for; the destination where a 1.0 broker names none."""
        for header in (_SUBSCRIPTION, _DESTINATION):
            at = buffer.find(header, position, start)
            if at >= 0:
                at += len(header)
                raw = buffer[at : buffer.find(b"\n", at, start)]
                return self._names.get(raw) or self._new_name(raw)
        return ""

    def _new_name(self, raw: bytes) -> str:
        if len(self._names) >= MOST_NAMES:
            self._names.clear()
        name = raw.decode("utf-8", "replace").strip("\r")
        for escaped, plain in (("\\c", ":"), ("\\n", "\n"), ("\\r", "\r"), ("\\\\", "\\")):
            name = name.replace(escaped, plain)
        self._names[raw] = name
        return name
