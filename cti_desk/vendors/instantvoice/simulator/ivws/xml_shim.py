"""XML in and out, as plain nodes: the only module of the simulator that imports lxml (untyped).

What comes in is anybody's bytes: no document type, no entity, nothing fetched, and libxml2's own
limits on depth and size.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree
from msgspec import Struct

# All that XML 1.0 cannot carry, not even as a reference (section 2.2).
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# lxml takes quadratic time over an element's attributes: 90,000 of them are half a minute.
MOST_ATTRIBUTES: Final = 100


class NotXml(Exception):
    """The bytes are not the XML that a message may be; `str()` says why."""


class CannotCarry(Exception):
    """A text has a character that XML has no way to write."""


class Node(Struct, frozen=True):
    """One element. Names are ``{namespace}local``, or ``local`` in none.

    ``text`` is what stands before the first child.
    """

    name: str
    attributes: Mapping[str, str] = {}
    text: str = ""
    children: tuple[Node, ...] = ()

    @property
    def local(self) -> str:
        return self.name.rpartition("}")[2]

    @property
    def namespace(self) -> str:
        return self.name[1:].rpartition("}")[0]

    def find(self, name: str) -> Node | None:
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)


def parse(data: bytes, encoding: str | None = None) -> Node:
    """Return the document's root; ``encoding`` is what HTTP says of it. Raises `NotXml`."""
    try:
        parser = etree.XMLParser(
            encoding=encoding,
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
            huge_tree=False,
        )
    except LookupError:
        raise NotXml(f"There is no encoding {encoding!r}.") from None
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotXml(f"This is not well-formed XML: {error.msg}.") from None
    if root.getroottree().docinfo.doctype:
        raise NotXml("A SOAP message must not have a document type (SOAP 1.1, section 3).")
    return _node(root)


def write(root: Node, namespaces: Mapping[str | None, str]) -> bytes:
    """Return the document in UTF-8, its prefixes declared at the root; raises `CannotCarry`.

    With a namespace of no prefix, every element must be in some namespace.
    """
    element = etree.Element(root.name, nsmap=dict(namespaces))
    _fill(element, root)
    data: bytes = etree.tostring(element, encoding="utf-8", xml_declaration=False)
    return data


def carriable(text: str) -> str:
    """The text with a mark in place of each character that XML cannot carry."""
    return _FORBIDDEN.sub("\ufffd", text)


def _node(element: Any) -> Node:
    attributes = element.attrib
    if len(attributes) > MOST_ATTRIBUTES:
        raise NotXml(f"An element has more than {MOST_ATTRIBUTES} attributes.")
    return Node(
        element.tag,
        dict(attributes),
        element.text or "",
        tuple(_node(child) for child in element),
    )


def _fill(element: Any, node: Node) -> None:
    for name, value in node.attributes.items():
        element.set(name, _checked(node, value))
    if node.text:
        element.text = _checked(node, node.text)
    for child in node.children:
        _fill(etree.SubElement(element, child.name), child)


def _checked(node: Node, text: str) -> str:
    found = _FORBIDDEN.search(text)
    if found:
        raise CannotCarry(f"{node.local} has the character U+{ord(found[0]):04X}")
    return text
