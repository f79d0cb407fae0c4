"""Objects of the REST interface, read from JSON without trust in what is there.

What is missing or of another type is ``None`` or empty; ``raw`` has everything. Ids are texts:
from ``entityId`` or ``resourceId``, else from the object's own address. The one error is
`Unreadable`, for something that is no object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from cti_desk.core.text import clean
from cti_desk.vendors.compass.messages.elements import Unreadable
from cti_desk.vendors.compass.messages.status import receive_calls

T = TypeVar("T")

PRIMARY: Final = 0
"""The ``order`` of the identity that a user's actions are done with."""


class RestObject(Struct, frozen=True):
    """What every object has. ``url`` is its own address."""

    id: str
    url: str
    type: str
    name: str
    raw: Mapping[str, Any]


class Membership(Struct, frozen=True):
    """One queue of an identity; ``paused`` is ``None`` where the version has no pauses."""

    queue_id: str
    queue_url: str
    priority: int | None = None
    call_forward: bool | None = None
    paused: bool | None = None


class Identity(Struct, frozen=True):
    """``order`` 0 is the primary one. ``cli`` and ``extension`` are addresses, or numbers."""

    id: str
    url: str
    order: int | None = None
    cli: str | None = None
    extension: str | None = None


class RestStatus(Struct, frozen=True):
    """What ``/user/{id}/status`` answers: the phone in versions 1 and 2, else the calls received.

    ``receive_calls`` is a word of `status`.
    """

    phone_id: str | None = None
    receive_calls: str | None = None
    display_status: str | None = None


class Started(Struct, frozen=True):
    """What became of a call that was asked for; ``call_id`` from version 3 on."""

    done: bool
    call_id: str | None = None


def read_object(data: Any) -> RestObject:
    """Any object: a user, a company, a queue, a number."""
    found = _mapping(data)
    url = _text(found, "self")
    object_id = _text(found, "entityId") or _text(found, "resourceId") or id_of_url(url)
    name = clean(_text(found, "name"))
    return RestObject(object_id, url, _text(found, "theType"), name, dict(found))


def read_membership(data: Any) -> Membership:
    found = _mapping(data)
    url = _text(found, "queue")
    if not url:
        raise Unreadable("A membership names no queue.")
    return Membership(
        id_of_url(url),
        url,
        _number(found.get("priority")),
        _flag(found.get("callForward")),
        _flag(found.get("paused")),
    )


def read_identity(data: Any) -> Identity:
    found = _mapping(data)
    url = _text(found, "self")
    return Identity(
        _text(found, "resourceId") or _text(found, "entityId") or id_of_url(url),
        url,
        _number(found.get("order")),
        _text(found, "cli") or _text(found, "outboundCli") or None,
        _text(found, "extension") or None,
    )


def read_status(data: Any) -> RestStatus:
    found = _mapping(data)
    phone = _text(found, "phone")
    return RestStatus(
        id_of_url(phone) or None,
        receive_calls(_text(found, "receiveCalls")),
        _text(found, "displayStatus") if "displayStatus" in found else None,
    )


def read_started(data: Any) -> Started:
    """What a call-starting method answers: a boolean, a call's id, or an object with one.

    That the platform answered at all says that it was done.
    """
    if isinstance(data, bool):
        return Started(data)
    if isinstance(data, Mapping):
        return Started(True, _text(data, "callId") or _text(data, "id") or None)
    return Started(True, _plain(data) or None)


def read_all(data: Any, read: Callable[[Any], T]) -> tuple[tuple[T, ...], int]:
    """What can be read of a list, and how many entries could not."""
    found: list[T] = []
    unreadable = 0
    for one in data if isinstance(data, list) else ():
        try:
            found.append(read(one))
        except Unreadable:
            unreadable += 1
    return tuple(found), unreadable


def id_of_url(url: str) -> str:
    """The id at the end of an object's address; empty if there is none."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    return unquote(path.rstrip("/").rpartition("/")[2])


def _mapping(data: Any) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise Unreadable("The platform answered something that is no object.")
    return data


def _text(found: Mapping[str, Any], name: str) -> str:
    """A member as text; that of an object is its own address."""
    value = found.get(name)
    return _text(value, "self") if isinstance(value, Mapping) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None
