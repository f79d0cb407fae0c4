"""Calls: a source, a destination and what ties them to other calls."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from cti_desk.vendors.compass.messages.callpoints import (
    Callpoint,
    UnknownPoint,
    build_callpoint,
    parse_callpoint,
)
from cti_desk.vendors.compass.messages.elements import (
    Unreadable,
    add,
    add_texts,
    attribute,
    children,
    make,
    text_of,
    texts,
)

PARENT: Final = "QueueCallForCall"
"""The property that names the waiting call for which a queue rings an agent."""

ON_HOLD: Final = "ON_HOLD"
"""A call state beside those of callpoints. Call states are deprecated: use the callpoints'."""


class Call(Struct, frozen=True):
    """One call between two callpoints. ``id`` is opaque; ``state`` a word, or what else came."""

    id: str
    source: Callpoint = field(default_factory=UnknownPoint)
    destination: Callpoint = field(default_factory=UnknownPoint)
    state: str = ""
    properties: dict[str, str] = field(default_factory=dict)

    @property
    def parent_id(self) -> str | None:
        """The waiting call, when this one is a queue's attempt to reach an agent."""
        return self.properties.get(PARENT) or None


def parse_call(element: Element, call_id: str = "") -> Call:
    """Read a ``call``; raise `Unreadable` without an id. ``call_id`` is told beside it."""
    found = children(element)
    own_id = attribute(element, "id") or call_id
    if not own_id:
        raise Unreadable("A call has no id.")
    return Call(
        own_id,
        _end(found.get("source")),
        _end(found.get("destination")),
        (text_of(found.get("state")) or "").upper(),
        texts(found.get("properties")),
    )


def build_call(call: Call) -> Element:
    element = make("call", id=call.id)
    element.append(build_callpoint(call.source, "source"))
    element.append(build_callpoint(call.destination, "destination"))
    add(element, "state", call.state)
    add_texts(element, "properties", call.properties)
    return element


def _end(element: Element | None) -> Callpoint:
    return UnknownPoint() if element is None else parse_callpoint(element)
