"""Membership of a user in a queue: ``entry`` in lists, ``member`` in notifications."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from msgspec import Struct

from cti_desk.vendors.compass.messages.elements import (
    Unreadable,
    add,
    children,
    each,
    identifier,
    integer,
    make,
    readable,
    text_of,
)


class QueueMember(Struct, frozen=True):
    """One user in one queue.

    ``priority``: REST says 1 to 3, the examples show 10: any whole number. ``paused_since`` is in
    **milliseconds** of Unix time, ``None`` when not paused (absent, empty or 0 on the wire); on
    platforms that pause by user status it is never set.
    """

    queue_id: str
    user_id: str
    priority: int | None = None
    paused_since: int | None = None

    @property
    def paused(self) -> bool:
        return self.paused_since is not None


def parse_member(element: Element) -> QueueMember:
    """Read an ``entry`` or ``member``; raise `Unreadable` without queue or user."""
    found = children(element)
    queue_id, user_id = identifier(found.get("queueId")), identifier(found.get("userId"))
    if not queue_id or not user_id:
        raise Unreadable("A queue's member names no queue or no user.")
    return QueueMember(
        queue_id,
        user_id,
        integer(text_of(found.get("priority"))),
        integer(text_of(found.get("pausedSince"))) or None,
    )


def parse_members(element: Element | None) -> tuple[QueueMember, ...]:
    """Read ``queueEntries`` or ``userEntries``; entries that cannot be read are left out."""
    return readable(each(element, "entry"), parse_member)[0]


def build_member(member: QueueMember, tag: str = "entry") -> Element:
    element = make(tag)
    add(element, "queueId", member.queue_id)
    add(element, "userId", member.user_id)
    add(element, "priority", member.priority)
    add(element, "pausedSince", member.paused_since)
    return element


def build_members(parent: Element, tag: str, members: tuple[QueueMember, ...]) -> None:
    """Add a list of entries to a user or a queue."""
    element = make(tag)
    element.extend(build_member(member) for member in members)
    parent.append(element)
