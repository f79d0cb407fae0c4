"""STOMP frames out of a stream of bytes, in whatever pieces they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 16 * 1024 * 1024
_UNESCAPED: Final = frozenset({"CONNECT", "STOMP", "CONNECTED"})


class FrameError(ValueError):
    """The bytes are no STOMP frame, or one larger than `MOST_BYTES`."""


@dataclass(frozen=True)
class StompFrame:
    command: str
    headers: dict[str, str]
    body: bytes


class FrameReader:
    """Bytes in, frames out; line ends between frames (heart-beats) are skipped."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[StompFrame]:
        """Return the frames completed by ``data``; raises FrameError."""
        self._bytes += data
        frames = []
        while (frame := self._next()) is not None:
            frames.append(frame)
        if len(self._bytes) > MOST_BYTES:
            raise FrameError("The frame is too large.")
        return frames

    def _next(self) -> StompFrame | None:
        start = 0
        while start < len(self._bytes) and self._bytes[start] in b"\r\n":
            start += 1
        del self._bytes[:start]
        head, gap = self._head()
        if head is None:
            return None
        command, headers = parse_head(head)
        body_at = len(head) + gap
        end = self._body_end(headers, body_at)
        if end is None:
            return None
        body = bytes(self._bytes[body_at:end])
        del self._bytes[: end + 1]
        return StompFrame(command, headers, body)

    def _head(self) -> tuple[bytes | None, int]:
        found = [
            (at, len(gap)) for gap in (b"\n\n", b"\r\n\r\n") if (at := self._bytes.find(gap)) >= 0
        ]
        if not found:
            return None, 0
        at, gap = min(found)
        return bytes(self._bytes[:at]), gap

    def _body_end(self, headers: dict[str, str], body_at: int) -> int | None:
        if "content-length" not in headers:
            end = self._bytes.find(b"\x00", body_at)
            return end if end >= 0 else None
        try:
            length = int(headers["content-length"])
        except ValueError:
            raise FrameError("content-length is no number.") from None
        if not 0 <= length <= MOST_BYTES:
            raise FrameError("The frame is too large.")
        end = body_at + length
        if len(self._bytes) <= end:
            return None
        if self._bytes[end] != 0:
            raise FrameError("The frame does not end where its content-length says.")
        return end


def parse_head(head: bytes) -> tuple[str, dict[str, str]]:
    """Return command and headers; of a repeated header the first counts, as STOMP says."""
    try:
        lines = head.decode().replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise FrameError("The frame's head is no UTF-8.") from None
    command = lines[0]
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon:
            raise FrameError("A header has no colon.")
        if command not in _UNESCAPED:
            name, value = unescape_header(name), unescape_header(value)
        headers.setdefault(name.strip(), value)
    return command, headers


def escape_header(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n").replace(":", "\\c")


def unescape_header(text: str) -> str:
    if "\\" not in text:
        return text
    out, characters = [], iter(text)
    for character in characters:
        if character == "\\":
            character = {"r": "\r", "n": "\n", "c": ":", "\\": "\\"}.get(next(characters, ""), "")
        out.append(character)
    return "".join(out)
