"""Users of a company."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from cti_desk.vendors.compass.messages.elements import (
    Unreadable,
    add,
    add_texts,
    attribute,
    boolean,
    children,
    identifier,
    make,
    text_of,
    texts,
)
from cti_desk.vendors.compass.messages.members import QueueMember, build_members, parse_members
from cti_desk.vendors.compass.messages.status import (
    WrapUp,
    add_wrap_up,
    parse_wrap_up,
    receive_calls,
)

NOWHERE: Final = "-1"
"""The ``location`` of a user who is logged on to no phone."""


class User(Struct, frozen=True):
    """One user; what was not told is ``None``.

    ``logged_in``: on a phone. ``compass_id`` is the user name, ``xmpp_jid`` the bare JID.
    ``location`` is the phone's id or `NOWHERE`. ``receive_calls`` is a word of `status`.
    """

    id: str
    name: str = ""
    logged_in: bool | None = None
    lisa_id: str | None = None
    xmpp_jid: str | None = None
    compass_id: str | None = None
    queue_entries: tuple[QueueMember, ...] = ()
    contact: str | None = None
    shortname: str | None = None
    language: str | None = None
    extensions: tuple[str, ...] = ()
    location: str | None = None
    address: str | None = None
    receive_calls: str | None = None
    display_status: str | None = None
    wrap_up: WrapUp | None = None

    @property
    def phone_id(self) -> str | None:
        """The phone the user is logged on to, where the platform says."""
        return None if self.location in (None, "", NOWHERE) else self.location


def parse_user(element: Element) -> User:
    """Read a ``user``; raise `Unreadable` without an id."""
    found = children(element)
    identifiers = texts(found.get("identifiers"))
    user_id = attribute(element, "id") or identifiers.get("lisaId", "")
    if not user_id:
        raise Unreadable("A user has no id.")
    return User(
        user_id,
        identifier(found.get("name")),
        boolean(text_of(found.get("loggedIn"))),
        identifiers.get("lisaId"),
        identifiers.get("xmppJid"),
        identifiers.get("compassId"),
        parse_members(found.get("queueEntries")),
        text_of(found.get("contact")),
        text_of(found.get("shortname")),
        text_of(found.get("language")),
        split_extensions(text_of(found.get("extensions"))),
        text_of(found.get("location")),
        text_of(found.get("address")),
        receive_calls(text_of(found.get("receiveCalls"))),
        text_of(found.get("displayStatus")),
        parse_wrap_up(found.get("wrapupState")),
    )


def build_user(user: User) -> Element:
    element = make("user", id=user.id)
    identifiers = {
        "lisaId": user.lisa_id,
        "xmppJid": user.xmpp_jid,
        "compassId": user.compass_id,
    }
    told = {name: value for name, value in identifiers.items() if value is not None}
    add_texts(element, "identifiers", told)
    build_members(element, "queueEntries", user.queue_entries)
    add(element, "name", user.name)
    add(element, "loggedIn", user.logged_in)
    add(element, "contact", user.contact)
    add(element, "shortname", user.shortname)
    add(element, "language", user.language)
    add(element, "extensions", ",".join(user.extensions))
    # Not in the printed schema, so behind what is.
    add(element, "location", user.location)
    add(element, "address", user.address)
    add(element, "receiveCalls", user.receive_calls)
    add(element, "displayStatus", user.display_status)
    add_wrap_up(element, user.wrap_up)
    return element


def split_extensions(text: str | None) -> tuple[str, ...]:
    """The parts of a list with commas."""
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())
