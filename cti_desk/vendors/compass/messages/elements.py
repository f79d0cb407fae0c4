"""Reading and making XML elements by name, without trust in their order or namespaces.

Every text of the platform is read here, and is valid from here on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeVar
from xml.etree.ElementTree import Element, SubElement

from cti_desk.core.text import LONGEST_TEXT, clean

COMPASS: Final = "http://iperity.com/compass"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"

_XSI_TYPE: Final = f"{{{XSI}}}type"
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_MILLISECONDS: Final = 100_000_000_000
"""Unix times above this are milliseconds: in seconds it would be the year 5138."""

T = TypeVar("T")


class Unreadable(Exception):
    """An element without what identifies it; `str()` names what is missing."""


# -- reading


def local_name(element: Element) -> str:
    """The name without its namespace; empty for comments and processing instructions."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    tag: object = element.tag
    if not isinstance(tag, str) or not tag.startswith("{"):
        return ""
    return tag[1:].partition("}")[0]


def children(element: Element) -> dict[str, Element]:
    """The first child of each name."""
    found: dict[str, Element] = {}
    for child in element:
        found.setdefault(local_name(child), child)
    return found


def each(element: Element | None, *names: str) -> Iterator[Element]:
    """The children of these names, in their order; none of no element."""
    if element is not None:
        for child in element:
            if local_name(child) in names:
                yield child


def text_of(element: Element | None) -> str | None:
    """The text, trimmed; ``None`` without an element, empty for an empty one."""
    return None if element is None else clean((element.text or "").strip())


def identifier(element: Element | None) -> str:
    """An id, as text; empty if there is none."""
    return text_of(element) or ""


def attribute(element: Element, name: str) -> str | None:
    value = element.get(name)
    return None if value is None else clean(value.strip(), LONGEST_TEXT)


def xsi_type(element: Element) -> str:
    """The schema type without its prefix; empty if the element does not say."""
    return clean((element.get(_XSI_TYPE) or "").rpartition(":")[2].strip())


def integer(text: str | None) -> int | None:
    """A whole number; ``None`` if it is none."""
    found = (text or "").strip()
    return int(found) if _INTEGER.fullmatch(found) else None


def boolean(text: str | None) -> bool | None:
    """An ``xs:boolean``; ``None`` if it is none."""
    return {"true": True, "1": True, "false": False, "0": False}.get((text or "").strip().lower())


def unix_seconds(text: str | None) -> float | None:
    """A time in Unix seconds, whether it came in seconds or milliseconds; ``None`` if in neither.

    The unit of some times is not documented.
    """
    number = integer(text)
    if number is None:
        return None
    return number / 1000 if number > _MILLISECONDS else float(number)


def texts(element: Element | None) -> dict[str, str]:
    """The children as texts by name, the first of each: properties, and what is not known."""
    if element is None:
        return {}
    return {
        clean(name): clean("".join(child.itertext()).strip(), LONGEST_TEXT)
        for name, child in children(element).items()
        if name
    }


def readable(
    elements: Iterable[Element], parse: Callable[[Element], T]
) -> tuple[tuple[T, ...], int]:
    """What can be read of many, and how many could not: one broken entry hides no other."""
    found: list[T] = []
    unreadable = 0
    for element in elements:
        try:
            found.append(parse(element))
        except Unreadable:
            unreadable += 1
    return tuple(found), unreadable


# -- making


def make(tag: str, uri: str = COMPASS, **attributes: str | None) -> Element:
    """An element with those attributes that are not ``None``."""
    found = {name: value for name, value in attributes.items() if value is not None}
    return Element(f"{{{uri}}}{tag}", found)


def set_xsi_type(element: Element, name: str) -> None:
    element.set(_XSI_TYPE, name)


def add(parent: Element, tag: str, value: str | int | float | bool | None) -> None:
    """A child in its parent's namespace with a value; nothing for ``None``."""
    if value is None:
        return
    if isinstance(value, bool):
        text = "true" if value else "false"
    else:
        text = str(int(value)) if isinstance(value, float) else str(value)
    add_empty(parent, tag).text = text or None


def add_empty(parent: Element, tag: str) -> Element:
    return SubElement(parent, f"{{{namespace(parent)}}}{tag}")


def add_texts(parent: Element, tag: str, values: Mapping[str, str]) -> None:
    """A child with one child for each value, by name."""
    child = add_empty(parent, tag)
    for name, value in values.items():
        add(child, name, value)
