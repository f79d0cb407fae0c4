"""Cuts what a server sends into stanzas, without trust in it: sizes, depths and no declarations."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from cti_desk.vendors.compass.client.xmpp_markup import Markup

LONGEST_STANZA: Final = 32 * 1024 * 1024
"""In characters: thousands of users come in one stanza."""
MOST_ELEMENTS: Final = 1_000_000
"""In one stanza, attributes included: small ones take 50 times their length in memory."""
DEEPEST: Final = 100
_SLICE: Final = 64 * 1024


class Unacceptable(Exception):
    """What came is no stanza that one may read; `str()` says why, as the end of a sentence."""


class Opened:
    """The stream's own start; ``root`` has its attributes."""

    def __init__(self, root: Element) -> None:
        self.root = root


class Closed:
    """The stream's own end."""


Part = Opened | Element | Closed


class _Target:
    """Gathers elements of one level; what stands around them is `Opened` and `Closed`."""

    def __init__(self, level: int) -> None:
        self.parts: list[Part] = []
        self._level = level
        self._depth = 0
        self._count = 0
        self._builder = TreeBuilder()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._level + DEEPEST:
            raise Unacceptable("an element that is nested too deeply")
        self._count += 1 + len(attributes)
        if self._count > MOST_ELEMENTS:
            raise Unacceptable("a stanza of too many elements")
        if self._depth <= self._level:
            self.parts.append(Opened(Element(tag, attributes)))
        else:
            self._builder.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._depth < self._level:
            self.parts.append(Closed())
            return
        self._builder.end(tag)
        if self._depth == self._level:
            self.parts.append(self._builder.close())
            self._builder = TreeBuilder()
            self._count = 0

    def data(self, text: str) -> None:
        if self._depth > self._level:
            self._builder.data(text)

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Called before any entity is declared, and so before any can grow."""
        raise Unacceptable("a document type declaration")

    def close(self) -> None:
        """The parser asks for it."""


class StreamReader:
    """Reads one stream: its start, its stanzas, its end. ``started``: something came."""

    def __init__(self, longest: int = LONGEST_STANZA) -> None:
        self._target = _Target(1)
        self._parser = _parser(self._target)
        self._markup = Markup()
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._longest = longest
        self._pending = 0
        self.started = False

    def feed(self, data: bytes) -> Iterator[Part]:
        """What is complete now, in order; raises Unacceptable behind what could be read."""
        self.started = self.started or bool(data)
        for start in range(0, len(data), _SLICE):
            broken: Unacceptable | None = None
            try:
                # As text: the parser would believe a byte order mark, and read another encoding.
                text = self._decoder.decode(data[start : start + _SLICE])
                if complete := self._markup.feed(text):
                    self._parser.feed(complete)
            except (ParseError, UnicodeDecodeError) as error:
                broken = Unacceptable(f"something that is no XML ({error})")
            except Unacceptable as error:
                broken = error
            else:
                self._pending = 0 if self._target.parts else self._pending + len(text)
                if self._pending > self._longest:
                    broken = Unacceptable("a stanza that is too long")
            parts, self._target.parts = self._target.parts, []
            yield from parts
            if broken is not None:
                raise broken


def read_frame(text: str) -> Element:
    """The one element of a WebSocket frame (RFC 7395 §3.3.3); raises Unacceptable."""
    target = _Target(0)
    parser = _parser(target)
    try:
        parser.feed(text)
        parser.close()
    except ParseError as error:
        raise Unacceptable(f"a frame that is no XML ({error})") from None
    found = target.parts[0] if target.parts else None
    if not isinstance(found, Element):
        raise Unacceptable("a frame without a stanza")
    return found


def _parser(target: _Target) -> XMLParser:
    return XMLParser(target=target)  # noqa: S314 - entities need a declaration, which is refused
