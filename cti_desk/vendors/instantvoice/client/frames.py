"""Takes MESSAGE frames out of a STOMP stream before stomp.py sees them (bytes in, messages out).

stomp.py spends some 25 µs on each frame, most of a desk's work when a supervisor follows a whole
floor. Here it is one: only what a message needs is looked at. The other frames that a server may
send are handed on to stomp.py untouched; what is none is dropped here, for stomp.py copies all that
is left with each frame it finds. The work grows with the bytes alone, however they are cut.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_MESSAGE: Final = b"MESSAGE\n"
_OTHERS: Final = (b"CONNECTED", b"ERROR", b"RECEIPT", b"MESSAGE\r")
_LENGTH: Final = b"\ncontent-length:"
_SUBSCRIPTION: Final = b"\nsubscription:"
_DESTINATION: Final = b"\ndestination:"
_BETWEEN: Final = b"\r\n\0"
"""Heart-beats, line ends after a frame, and frames of nothing."""

MOST_NAMES: Final = 1_000


class MessageTap:
    """`feed` it what was read; ``deliver(subscription, body)`` gets the messages.

    ``pending`` bytes wait for the rest of their frame.
    """

    def __init__(self, deliver: Callable[[str, bytes], None]) -> None:
        self._deliver = deliver
        self._begun = bytearray()
        self._needed = 0
        self._names: dict[bytes, str] = {}

    @property
    def pending(self) -> int:
        return len(self._begun)

    def feed(self, data: bytes) -> bytes:
        """Return the whole frames that are no messages, one after the other."""
        if self._begun:
            self._begun += data
            # A frame ends with a NUL, and a long body where its length says: until then nothing
            # that was begun is searched again.
            if len(self._begun) < self._needed or (not self._needed and b"\0" not in data):
                return b""
            data = bytes(self._begun)
            self._begun.clear()
        self._needed = 0
        return self._take(data)

    def _take(self, buffer: bytes) -> bytes:
        position, size = 0, len(buffer)
        bounds = _Bounds(buffer)
        others: list[bytes] = []
        while position < size:
            if buffer[position] in _BETWEEN:
                position += 1
                continue
            start, end = bounds.of_frame(position)
            if end < 0:
                self._needed = max(0, bounds.needed - position)
                self._begun += buffer[position:]
                break
            if buffer.startswith(_MESSAGE, position):
                self._deliver(self._name(buffer, position, start), buffer[start:end])
            elif buffer.startswith(_OTHERS, position):
                others.append(buffer[position : end + 1])
            position = end + 1
        return b"".join(others)

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


class _Bounds:
    """Where the frames of a buffer begin and end. Frames must be asked for in their order.

    ``needed``: the buffer must be as long as that before the last frame asked for can be whole.
    """

    def __init__(self, buffer: bytes) -> None:
        self._buffer = buffer
        self._nul = _Next(buffer, b"\0")
        self._blank = _Next(buffer, b"\n\n")
        self._blank_crlf = _Next(buffer, b"\r\n\r\n")
        self.needed = 0

    def of_frame(self, position: int) -> tuple[int, int]:
        """Where the body begins and ends (at the NUL); an end of -1: more must come."""
        blank = self._blank.at_or_after(position)
        first_nul = self._nul.at_or_after(position)
        gap = 2
        if 0 <= first_nul < blank or blank < 0:  # no body, or lines that end in CR LF
            blank = self._blank_crlf.at_or_after(position)
            gap = 4
            if blank < 0 or 0 <= first_nul < blank:
                return first_nul, first_nul
        start = blank + gap
        length = self._length(position, blank)
        if length is None:
            return start, self._nul.at_or_after(start)
        return start, self._end(start + length)

    def _end(self, end: int) -> int:
        """The NUL at the announced end; where the announcement is wrong, the next one."""
        if end < len(self._buffer):
            return self._nul.at_or_after(end)
        self.needed = end + 1
        return -1

    def _length(self, position: int, blank: int) -> int | None:
        at = self._buffer.find(_LENGTH, position, blank)
        if at < 0:
            return None
        at += len(_LENGTH)
        stop = self._buffer.find(b"\n", at, blank)
        text = self._buffer[at : blank if stop < 0 else stop].strip()
        return int(text) if text.isdigit() and len(text) < 10 else None


class _Next:
    """Finds a pattern from growing positions on, and looks at each byte once."""

    __slots__ = ("_buffer", "_found", "_pattern")

    def __init__(self, buffer: bytes, pattern: bytes) -> None:
        self._buffer = buffer
        self._pattern = pattern
        self._found = -2  # not looked for yet; -1: there is none any more

    def at_or_after(self, position: int) -> int:
        if self._found != -1 and self._found < position:
            self._found = self._buffer.find(self._pattern, position)
        return self._found
