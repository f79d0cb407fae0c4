"""XML as IVWS writes it: read by local names, whatever its prefixes are declared as, or not at all.

The manual's own replies are no namespace-well-formed XML (``mlns:`` for ``xmlns:``, ``type`` with
undeclared prefixes, docs/protocols/instantvoice.md §5). Document types, and so entities, are
refused: SOAP has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from cti_desk.core.text import LONGEST_DATA, clean

DEEPEST: Final = 40
MOST_NODES: Final = 200_000

_NIL: Final = frozenset({"1", "true"})
_TUPLE: Final = re.compile(r"""\(\s*u?(?:'([^']*)'|"([^"]*)"|([^'"(),\s]+))\s*,?\s*\)""")


class BadXml(Exception):
    """A text that is no XML, or XML that is not read; `str` says why."""


@dataclass(slots=True)
class Node:
    """An element by its local name; ``nil`` when it says that it has no value."""

    name: str
    nil: bool = False
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, trimmed; of a tuple's text (``('0001',)``) what stands in it."""
        text = clean("".join(self.pieces).strip(), LONGEST_DATA)
        found = _TUPLE.fullmatch(text)
        return next(part for part in found.groups() if part is not None) if found else text

    def child(self, name: str) -> Node | None:
        """The first child of this name, in any case."""
        wanted = name.lower()
        return next((one for one in self.children if one.name.lower() == wanted), None)

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in the text's order."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse_xml(body: bytes, charset: str | None = None) -> Node:
    """Return the root element; raise `BadXml`. ``charset`` is what the transport said, if any."""
    return _Reader(charset).read(body)


class _Reader:
    """Builds nodes; expat is told nothing of namespaces, so that no prefix can be undeclared."""

    def __init__(self, charset: str | None) -> None:
        try:
            self._parser = expat.ParserCreate(charset)
        except (ValueError, LookupError) as error:
            raise BadXml(f"its character set “{charset}” is not known") from error
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._root: Node | None = None
        self._open: list[Node] = []
        self._nodes = 0

    def read(self, body: bytes) -> Node:
        try:
            self._parser.Parse(body, True)
        except expat.ExpatError as error:
            raise BadXml(expat.ErrorString(error.code) or "it cannot be read") from error
        except (ValueError, LookupError) as error:  # a declared encoding that Python cannot give
            raise BadXml("its character set is not known") from error
        if self._root is None:
            raise BadXml("it is empty")
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._nodes += 1
        if len(self._open) >= DEEPEST or self._nodes > MOST_NODES:
            raise BadXml("it has more elements than any answer needs")
        nil = any(_local(key) == "nil" and value in _NIL for key, value in attributes.items())
        node = Node(_local(name), nil)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node
        self._open.append(node)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].pieces.append(text)


def _refuse_doctype(*_: object) -> None:
    raise BadXml("it declares a document type, which SOAP forbids")


def _local(name: str) -> str:
    return clean(name.rpartition(":")[2])
