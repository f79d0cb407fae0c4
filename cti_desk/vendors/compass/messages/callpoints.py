"""The two ends of a call: each says what it is (a user, a queue, a number, …) and its state."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from cti_desk.vendors.compass.messages.elements import (
    add,
    add_texts,
    attribute,
    children,
    make,
    set_xsi_type,
    text_of,
    texts,
    unix_seconds,
    xsi_type,
)

CONNECTING: Final = "CONNECTING"
RINGING: Final = "RINGING"
ANSWERED: Final = "ANSWERED"
INACTIVE: Final = "INACTIVE"
"""That party holds the call."""
DISCONNECTED: Final = "DISCONNECTED"

_COMMON: Final = frozenset(
    {"timeCreated", "timeStarted", "timeEnded", "timeEnd", "state", "properties"}
)


class Callpoint(Struct, frozen=True):
    """What every callpoint has. ``state`` is a word above, or what else came.

    Times are Unix seconds. ``id`` is no key: two callpoints of one call may show the same one.
    """

    TYPE: ClassVar[str] = ""

    id: str = ""
    state: str = ""
    time_created: float | None = None
    time_started: float | None = None
    time_ended: float | None = None
    properties: dict[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The word of the ``type`` attribute."""
        return self.TYPE


class UserPoint(Callpoint, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "User"

    user_id: str | None = None
    user_name: str | None = None
    identity_id: str | None = None


class QueuePoint(Callpoint, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "Queue"

    queue_id: str | None = None
    queue_name: str | None = None


class DialplanPoint(Callpoint, frozen=True, kw_only=True):
    """``exten`` is the number called; ``description`` is ``dialler`` for click-to-dial."""

    TYPE: ClassVar[str] = "Dialplan"

    exten: str | None = None
    digits: str | None = None
    description: str | None = None


class ExternalPoint(Callpoint, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "External"

    number: str | None = None
    name: str | None = None


class ResourcePoint(Callpoint, frozen=True, kw_only=True):
    """``resource_type``: conference, extension, forward, ivr, voicemail and others."""

    TYPE: ClassVar[str] = "Resource"

    resource_type: str | None = None
    resource_id: str | None = None
    name: str | None = None


class ListenInPoint(Callpoint, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "ListenIn"

    listened_to_call_id: str | None = None


class UnknownPoint(Callpoint, frozen=True, kw_only=True):
    """A kind that nobody documented: ``kind`` as it came, its own elements as texts."""

    TYPE: ClassVar[str] = "Unknown"

    kind: str = "Unknown"
    raw: dict[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        return self.kind


_KINDS: Final = (
    UserPoint,
    QueuePoint,
    DialplanPoint,
    ExternalPoint,
    ResourcePoint,
    ListenInPoint,
)


def _own_elements(kind: type[Callpoint]) -> dict[str, str]:
    """Element to attribute, of what this kind adds: ``userId`` is ``user_id``."""
    own = [name for name in kind.__struct_fields__ if name not in Callpoint.__struct_fields__]
    return {re.sub("_([a-z])", lambda found: found[1].upper(), name): name for name in own}


_BY_TYPE: Final[dict[str, type[Callpoint]]] = {kind.TYPE.lower(): kind for kind in _KINDS}
_ELEMENTS: Final[dict[type[Callpoint], dict[str, str]]] = {
    kind: _own_elements(kind) for kind in _KINDS
}


def parse_callpoint(element: Element) -> Callpoint:
    """Read a ``source``, ``destination`` or ``callpoint``; never raises."""
    found = children(element)
    said = attribute(element, "type") or xsi_type(element).removeprefix("callpoint")
    kind = _BY_TYPE.get(said.lower())
    state = text_of(found.get("state")) or attribute(element, "state") or ""
    point_id = attribute(element, "id") or ""
    common: dict[str, Any] = {
        "time_created": unix_seconds(text_of(found.get("timeCreated"))),
        "time_started": unix_seconds(text_of(found.get("timeStarted"))),
        # One older library reads timeEnd.
        "time_ended": unix_seconds(text_of(found.get("timeEnded", found.get("timeEnd")))),
        "properties": texts(found.get("properties")),
    }
    if kind is not None:
        own: dict[str, Any] = {
            name: text_of(found.get(wire)) for wire, name in _ELEMENTS[kind].items()
        }
        return kind(point_id, state.upper(), **common, **own)
    rest = {name: text for name, text in texts(element).items() if name not in _COMMON}
    return UnknownPoint(point_id, state.upper(), **common, kind=said or "Unknown", raw=rest)


def build_callpoint(point: Callpoint, tag: str = "callpoint") -> Element:
    """Make a callpoint; what its kind's schema demands but is ``None`` is left out."""
    element = make(tag, id=point.id, type=point.type)
    set_xsi_type(element, f"callpoint{point.type}")
    add(element, "timeCreated", point.time_created)
    add(element, "timeStarted", point.time_started)
    add(element, "timeEnded", point.time_ended)
    add(element, "state", point.state)
    add_texts(element, "properties", point.properties)
    for wire, name in _ELEMENTS.get(type(point), {}).items():
        add(element, wire, getattr(point, name))
    if isinstance(point, UnknownPoint):
        for name, text in point.raw.items():
            add(element, name, text)
    return element
