"""Who is at an end of a call, in the core's terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from cti_desk.core.model import QueueRef, Remote
from cti_desk.vendors.compass.messages.callpoints import (
    Callpoint,
    DialplanPoint,
    ExternalPoint,
    QueuePoint,
    ResourcePoint,
    UserPoint,
)
from cti_desk.vendors.compass.messages.users import User

# Inferred: no public text says what stands in place of a number that is withheld.
Party = tuple[Literal["person", "service"], str, str]
"""Who is at an end: a person, or a service of the platform on the way to one (a queue, a menu)."""

_WITHHELD: Final = frozenset({"anonymous", "private", "restricted", "withheld", "unavailable"})
_UNKNOWN: Final = frozenset({"", "unknown", "null", "<unknown>"})


def remote_of(point: Callpoint, users: Mapping[str, User]) -> Remote:
    """The party there. A colleague's number is their extension, else their login name."""
    match point:
        case ExternalPoint(number=number, name=name):
            return _external((number or "").strip(), (name or "").strip())
        case UserPoint(user_id=user_id, user_name=name):
            user = users.get(user_id or "") or User(user_id or "")
            number = next(iter(user.extensions), None) or user.compass_id or user.id or None
            return Remote(number, name=user.name or name or None)
        case QueuePoint(queue_name=name) | ResourcePoint(name=name):
            return Remote(name=name or None)
        case DialplanPoint(exten=exten):
            return Remote(exten or None)
    return Remote()


def party_of(point: Callpoint) -> Party:
    """Whether two points are the same party: then these are equal."""
    match point:
        case ExternalPoint():
            found = remote_of(point, {})
            return ("person", "external", found.number or found.name or "")
        case UserPoint(user_id=user_id, user_name=name):
            return ("person", "user", user_id or name or "")
        case QueuePoint(queue_id=queue_id, queue_name=name):
            return ("service", "queue", queue_id or name or "")
        case ResourcePoint(resource_type=kind, resource_id=resource_id, name=name):
            return ("service", kind or "", resource_id or name or "")
    return ("person", "", "")


def queue_ref(point: QueuePoint) -> QueueRef | None:
    if not point.queue_id:
        return None
    return QueueRef(point.queue_id, point.queue_name or None)


def _external(number: str, name: str) -> Remote:
    shown = None if name in ("", number) or name.lower() in _WITHHELD else name
    if number.lower() in _WITHHELD:
        return Remote(name=shown, withheld=True)
    return Remote(None if number.lower() in _UNKNOWN else number, name=shown)
