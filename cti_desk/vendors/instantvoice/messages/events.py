"""Agent and call events, as typed structs.

The normal path decodes straight into `Event` in about a microsecond; whatever is unusual (unknown
members, numbers for text, an array, broken JSON) takes the tolerant path.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct, field

from cti_desk.core.text import LONGEST_TEXT, clean, clean_values
from cti_desk.vendors.instantvoice.messages.bodies import Unparsed, parse_body
from cti_desk.vendors.instantvoice.messages.values import normalise_key

NEWCALL: Final = "NEWCALL"
CONNECT: Final = "CONNECT"
DNEWCALL: Final = "DNEWCALL"
DCONNECT: Final = "DCONNECT"
HANGUP: Final = "HANGUP"
LOGIN: Final = "LOGIN"
LOGOUT: Final = "LOGOUT"
PAUSE: Final = "PAUSE"
UNPAUSE: Final = "UNPAUSE"

CALL_TYPES: Final = frozenset({NEWCALL, CONNECT, DNEWCALL, DCONNECT, HANGUP})
AGENT_TYPES: Final = frozenset({LOGIN, LOGOUT, PAUSE, UNPAUSE})

MEDIA_SERVER_REASONS: Final = frozenset({"MSSTOP", "MSSTART", "MSGONE"})
HANGUP_REASONS: Final = frozenset(
    {"BYCALLER", "BYCALLEE", "NOANSWER", "FAILED", "BUSY", "UNKNOWN", "ATRANSFER", "BTRANSFER"}
    | {"QUEUEGIVEUP", "QUEUEMISSED", "PICKUP"}
    | MEDIA_SERVER_REASONS
)

_MANUAL: Final = ("direction", "callerid", "type", "uniqueid", "agent")
_OPTIONAL: Final = ("reason", "hangup_reason", "hangupreason", "cause", "description")
_BESIDES: Final = (*_OPTIONAL, "external_id", "queue")
_TEXTS: Final = _MANUAL + _BESIDES
_KNOWN: Final = frozenset(_TEXTS)


class Event(Struct, forbid_unknown_fields=True, gc=False):
    """One event of one agent; text that is absent is empty.

    ``original`` is the event as it came when it was more than the manual's fields.
    """

    direction: str = ""
    callerid: str = ""
    type: str = ""
    uniqueid: str = ""
    agent: str = ""
    reason: str = ""
    hangup_reason: str = ""
    hangupreason: str = ""
    cause: str = ""
    description: str = ""
    external_id: str = ""
    queue: str = ""
    original: dict[str, Any] | None = field(default=None, name="(original)")

    @property
    def why(self) -> str | None:
        """The hangup reason. How it travels is not documented: looked for where it may be."""
        for text in (
            self.reason,
            self.hangup_reason,
            self.hangupreason,
            self.cause,
            self.direction,
            self.description,
        ):
            if text and (word := text.strip().upper()) in HANGUP_REASONS:
                return word
        return None

    def fields(self) -> dict[str, Any]:
        """The vendor's own event: the manual's fields in its order, then whatever else came."""
        told: dict[str, Any] = {name: getattr(self, name) for name in _MANUAL}
        if self.original is None:
            told.update((name, value) for name in _BESIDES if (value := getattr(self, name)))
            return told
        for key, value in self.original.items():
            name = normalise_key(key)
            told[name if name in _MANUAL else str(key)] = value
        return told


_decode_event: Final = msgspec.json.Decoder(Event).decode


def parse_events(body: bytes | str) -> tuple[Event, ...] | None:
    """Return the events in a body (one object or an array), ``None`` if there is none in it."""
    try:
        event = _decode_event(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return _parse_unusual(body)
    if event.type in CALL_TYPES or event.type in AGENT_TYPES:
        for name in _TEXTS:
            if text := getattr(event, name):
                setattr(event, name, clean(text))
        return (event,)
    return _parse_unusual(body)


def _parse_unusual(body: bytes | str) -> tuple[Event, ...] | None:
    data = parse_body(body)
    if isinstance(data, Unparsed):
        return None
    records = data if isinstance(data, list) else [data]
    events = tuple(_event(record) for record in records if isinstance(record, dict))
    return events or (() if data == [] else None)


def _event(record: dict[str, Any]) -> Event:
    values: dict[str, str] = {}
    for key, value in record.items():
        name = normalise_key(key)
        if name in _KNOWN and not values.get(name):
            values[name] = clean(_text(value))
    values["type"] = values.get("type", "").strip().upper()
    return Event(**values, original=clean_values(record, LONGEST_TEXT))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None or isinstance(value, (dict, list, bool)) else str(value)
