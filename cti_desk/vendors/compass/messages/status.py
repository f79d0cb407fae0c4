"""Which calls a user receives, and their wrap-up: the platform's user status (from r-2020b)."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from cti_desk.vendors.compass.messages.elements import (
    add,
    add_empty,
    children,
    identifier,
    text_of,
    unix_seconds,
)

ALL: Final = "ALL"
ONLY_DIRECT: Final = "ONLY_DIRECT"
NONE: Final = "NONE"

_KNOWN: Final = {
    "ALL": ALL,
    "ONLYDIRECT": ONLY_DIRECT,
    "NONE": NONE,
}


class WrapUp(Struct, frozen=True):
    """Time after a queue call. ``end_time`` in Unix seconds; ``None`` is open-ended."""

    call_id: str = ""
    end_time: float | None = None


def receive_calls(text: str | None) -> str | None:
    """One of the words above; another text as it is; ``None`` for nothing.

    XMPP says ``ONLY_DIRECT``, CSV files ``only_direct``, the migration guide
    ``receiveOnlyDirect``.
    """
    if not text:
        return None
    bare = re.sub(r"[^A-Z]", "", text.upper()).removeprefix("RECEIVE")
    return _KNOWN.get(bare, text)


def parse_wrap_up(element: Element | None) -> WrapUp | None:
    """Read a ``wrapupState``; ``None`` without one, or when it says nothing."""
    if element is None:
        return None
    found = children(element)
    if not found.keys() & {"callId", "endTime"}:
        return None
    return WrapUp(identifier(found.get("callId")), unix_seconds(text_of(found.get("endTime"))))


def add_wrap_up(parent: Element, wrap_up: WrapUp | None) -> None:
    if wrap_up is not None:
        element = add_empty(parent, "wrapupState")
        add(element, "callId", wrap_up.call_id)
        add(element, "endTime", wrap_up.end_time)
