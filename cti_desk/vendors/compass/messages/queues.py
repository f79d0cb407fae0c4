"""Queues, with their members and the calls that wait."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from cti_desk.vendors.compass.messages.elements import (
    Unreadable,
    add,
    add_empty,
    attribute,
    children,
    each,
    identifier,
    integer,
    make,
    text_of,
)
from cti_desk.vendors.compass.messages.members import QueueMember, build_members, parse_members

STATISTICS: Final = ("averageWait", "totalWait", "maxWait", "handledCalls", "totalCalls")
"""Whole numbers that servers before r-2018c told with each queue."""


class Queue(Struct, frozen=True):
    """One queue. ``call_ids`` are the calls that wait in it, ``statistics`` by wire name."""

    id: str
    name: str = ""
    members: tuple[QueueMember, ...] = ()
    call_ids: tuple[str, ...] = ()
    xmpp_jid: str | None = None
    statistics: dict[str, int] = field(default_factory=dict)


def parse_queue(element: Element) -> Queue:
    """Read a ``queue``; raise `Unreadable` without an id."""
    found = children(element)
    queue_id = attribute(element, "id")
    if not queue_id:
        raise Unreadable("A queue has no id.")
    told = {name: integer(text_of(found.get(name))) for name in STATISTICS}
    waiting = (identifier(each_id) for each_id in each(found.get("callIds"), "id"))
    return Queue(
        queue_id,
        identifier(found.get("name")),
        parse_members(found.get("userEntries")),
        tuple(call_id for call_id in waiting if call_id),
        text_of(found.get("xmppJid")),
        {name: value for name, value in told.items() if value is not None},
    )


def build_queue(queue: Queue) -> Element:
    element = make("queue", id=queue.id)
    add(element, "name", queue.name)
    build_members(element, "userEntries", queue.members)
    call_ids = add_empty(element, "callIds")
    for call_id in queue.call_ids:
        add(call_ids, "id", call_id)
    add(element, "xmppJid", queue.xmpp_jid)
    for name, value in queue.statistics.items():
        add(element, name, value)
    return element
