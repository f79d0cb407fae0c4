"""JSON Schemas of the snapshot and of every event, made from the structs that are encoded.

``scripts/make_schema.py`` writes them to ``resources/schema/``.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct

from cti_desk.api.wire import WireEvent, WireSnapshot
from cti_desk.core import model
from cti_desk.core.events import EventType

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_ENCODED_WHOLE: Final[tuple[type[Struct], ...]] = (
    WireSnapshot,
    *(kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Struct)),
)

_AGENT: Final = tuple(kind for kind in EventType if kind.value.startswith("Agent"))
_ABOUT: Final[dict[str, tuple[EventType, ...]]] = {
    "agent": _AGENT,
    "colleague": (EventType.COLLEAGUE_CHANGED,),
    "queue": (
        EventType.QUEUE_MEMBERSHIP_CHANGED,
        EventType.QUEUE_CHANGED,
        EventType.WAITING_CALL,
    ),
    "link": (EventType.LINK_UP, EventType.LINK_DOWN),
    "text": (EventType.NOTICE, EventType.GAP),
    "call": (
        EventType.SERVICE_INITIATED,
        EventType.ORIGINATED,
        EventType.NETWORK_REACHED,
        EventType.DELIVERED,
        EventType.ESTABLISHED,
        EventType.HELD,
        EventType.RETRIEVED,
        EventType.QUEUED,
        EventType.DIVERTED,
        EventType.TRANSFERRED,
        EventType.CONFERENCED,
        EventType.FAILED,
        EventType.CONNECTION_CLEARED,
        EventType.CALL_INFORMATION,
    ),
}


def complete(components: dict[str, Any]) -> None:
    """Mark as required what is always written, whatever its default.

    msgspec's schema tells what a reader may leave out; ours tell what a program may rely on.
    """
    for kind in _ENCODED_WHOLE:
        component = components.get(kind.__name__)
        if component is not None and component.get("properties"):
            component["required"] = list(component["properties"])


def snapshot_schema() -> dict[str, Any]:
    """The schema of `session.snapshot`'s result."""
    return _document(WireSnapshot, "A snapshot of the desk")


def event_schema(event: EventType) -> dict[str, Any]:
    """The schema of the ``params`` of this event's notification."""
    schema = _document(WireEvent, f"The event {event.value}")
    about = [member for member, events in _ABOUT.items() if event in events]
    members = schema["$defs"]["WireEvent"]
    members["properties"]["event"] = {"const": event.value}
    members["required"] = ["epoch", "sequence", "time", "event", *about]
    for member in about:
        members["properties"][member] = _without_null(members["properties"][member])
    return schema


def documents() -> dict[str, dict[str, Any]]:
    """Every published schema under its path in ``resources/schema``."""
    events = {f"events/{event.value}.json": event_schema(event) for event in EventType}
    return {"snapshot.json": snapshot_schema(), **events}


def _document(kind: type[Struct], title: str) -> dict[str, Any]:
    (reference,), components = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    complete(components)
    components.pop("EventType", None)
    return {"$schema": _DIALECT, "title": title, **reference, "$defs": components}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    return choices[0] if len(choices) == 1 else {"type": "string"}
