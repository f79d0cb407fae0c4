"""What a session sends before it asks for anything: invisibility, presence, and its pings."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from cti_desk.vendors.compass.messages.elements import add_empty, make

PRIVACY: Final = "jabber:iq:privacy"
PING: Final = "urn:xmpp:ping"
CLIENT: Final = "jabber:client"
INVISIBLE: Final = "invisible"


def build_invisible_list() -> Element:
    """The privacy list that keeps our presence from everybody (XEP-0126)."""
    query = make("query", PRIVACY)
    listed = add_empty(query, "list")
    listed.set("name", INVISIBLE)
    item = add_empty(listed, "item")
    item.attrib.update(action="deny", order="1")
    add_empty(item, "presence-out")
    return query


def build_activate_invisible() -> Element:
    """Make that list the active one; wait for both results before any presence."""
    query = make("query", PRIVACY)
    add_empty(query, "active").set("name", INVISIBLE)
    return query


def build_presence(priority: int) -> Element:
    """Available presence: without one no event arrives. Negative keeps chat messages away."""
    presence = make("presence", CLIENT)
    add_empty(presence, "priority").text = str(priority)
    return presence


def build_ping() -> Element:
    return make("ping", PING)
