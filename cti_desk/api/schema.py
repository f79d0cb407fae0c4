"""JSON Schemas of the snapshot and of every event, made from the structs that are encoded.

``scripts/make_schema.py`` writes them to ``resources/schema/``.
"""

from __future__ import annotations

import json
import re
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

_REFERENCE: Final = re.compile(r"#/\$defs/(\w+)")
_ALWAYS: Final = ("epoch", "sequence", "time", "event")
_AGENT: Final = (
    *(kind for kind in EventType if kind.value.startswith("Agent")),
    EventType.DO_NOT_DISTURB,
)
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
    """Mark as required what is always written, even if it has a default.

    msgspec's schema says what may be missing in input; ours says what a program may rely on in
    output.
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
    definitions = schema["$defs"]
    members = definitions["WireEvent"]
    about = [member for member, events in _ABOUT.items() if event in events]
    optional = ["snapshot"] if event is EventType.GAP else []
    if "call" in about:
        optional += ["csta_cause", "transferred_to"]
    described = {*_ALWAYS, *about, "cause", "text", *optional}
    properties = {name: of for name, of in members["properties"].items() if name in described}
    properties["event"] = {"const": event.value}
    for member in about:
        properties[member] = _without_null(properties[member])
    members["properties"] = properties
    members["required"] = [*_ALWAYS, *about]
    schema["$defs"] = _used(definitions, "WireEvent")
    return schema


def documents() -> dict[str, dict[str, Any]]:
    """Every published schema under its path in ``resources/schema``."""
    events = {f"events/{event.value}.json": event_schema(event) for event in EventType}
    return {"snapshot.json": snapshot_schema(), **events}


def _used(definitions: dict[str, Any], start: str) -> dict[str, Any]:
    """The definitions that can be reached from one of them."""
    wanted, queue = {start}, [start]
    while queue:
        for name in _REFERENCE.findall(json.dumps(definitions[queue.pop()])):
            if name not in wanted:
                wanted.add(name)
                queue.append(name)
    return {name: definition for name, definition in definitions.items() if name in wanted}


def _document(kind: type[Struct], title: str) -> dict[str, Any]:
    (reference,), components = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    complete(components)
    return {"$schema": _DIALECT, "title": title, **reference, "$defs": components}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    return choices[0] if len(choices) == 1 else {"type": "string"}
