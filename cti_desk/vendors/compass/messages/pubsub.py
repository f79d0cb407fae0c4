"""The subscription to a company's events, and the envelopes they come in (XEP-0060, XEP-0131)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from cti_desk.vendors.compass.messages.elements import (
    Unreadable,
    add_empty,
    attribute,
    children,
    each,
    identifier,
    local_name,
    make,
)
from cti_desk.vendors.compass.messages.notification_wire import (
    build_notification,
    parse_notification,
)
from cti_desk.vendors.compass.messages.notifications import Notification

PUBSUB: Final = "http://jabber.org/protocol/pubsub"
EVENT: Final = "http://jabber.org/protocol/pubsub#event"
OPTIONS: Final = "http://jabber.org/protocol/pubsub#subscribe_options"
FORM: Final = "jabber:x:data"
SHIM: Final = "http://jabber.org/protocol/shim"

SUBSCRIBED: Final = "subscribed"
PENDING: Final = "pending"
EXPIRE: Final = "pubsub#expire"
WITH_PRESENCE: Final = "presence"


class Subscription(Struct, frozen=True):
    """How a subscription stands. Events come only when it is `SUBSCRIBED`."""

    node: str
    jid: str
    state: str = ""

    @property
    def ready(self) -> bool:
        return self.state == SUBSCRIBED


class Item(Struct, frozen=True):
    """One published item."""

    id: str
    notification: Notification


class Event(Struct, frozen=True):
    """What a message from the service carries: items, or news of the subscription, or neither.

    ``unreadable`` are the sentences of items that could not be read.
    """

    node: str = ""
    items: tuple[Item, ...] = ()
    subscription: Subscription | None = None
    unreadable: tuple[str, ...] = ()


def build_subscribe(node: str, jid: str, *, expire: bool = True) -> Element:
    """Subscribe a full JID to a company; ``expire``: until it becomes unavailable.

    That option is demanded by the manual's prose and sent by none of its examples: on an error
    subscribe without it.
    """
    element = make("pubsub", PUBSUB)
    subscribe = add_empty(element, "subscribe")
    subscribe.attrib.update(jid=jid, node=node)
    if expire:
        form = make("x", FORM, type="submit")
        add_empty(element, "options").append(form)
        _field(form, "FORM_TYPE", OPTIONS, hidden=True)
        _field(form, EXPIRE, WITH_PRESENCE)
    return element


def parse_subscribe(element: Element) -> tuple[Subscription, str | None]:
    """Read what a client asks of the service: the subscription, and when it expires.

    Raises `Unreadable` when it is no subscription.
    """
    found = children(element)
    if "subscribe" not in found:
        raise Unreadable("It is no subscription.")
    expires = None
    for field in _form_fields(found.get("options")):
        if attribute(field, "var") == EXPIRE:
            expires = identifier(children(field).get("value"))
    return _subscription(found["subscribe"]), expires


def build_subscription(subscription: Subscription) -> Element:
    """The result of a subscription request."""
    element = make("pubsub", PUBSUB)
    _add_subscription(element, subscription)
    return element


def parse_subscription(element: Element) -> Subscription:
    """Read the result of a subscription request; raise `Unreadable` when it tells none."""
    found = children(element).get("subscription")
    if found is None:
        raise Unreadable("The service's answer tells of no subscription.")
    return _subscription(found)


def build_subscriptions(node: str) -> Element:
    """Ask which subscriptions to a company the service has (XEP-0060 §5.6)."""
    element = make("pubsub", PUBSUB)
    add_empty(element, "subscriptions").set("node", node)
    return element


def parse_subscriptions_wanted(element: Element) -> str | None:
    """Read that question: the company; ``None`` if it is another one."""
    found = children(element).get("subscriptions")
    return None if found is None else attribute(found, "node") or ""


def build_subscription_list(subscriptions: tuple[Subscription, ...]) -> Element:
    """The answer to that question."""
    element = make("pubsub", PUBSUB)
    parent = add_empty(element, "subscriptions")
    for one in subscriptions:
        _add_subscription(parent, one)
    return element


def parse_subscription_list(element: Element) -> tuple[Subscription, ...]:
    """Read that answer; raise `Unreadable` when it is none."""
    found = children(element).get("subscriptions")
    if found is None:
        raise Unreadable("The service's answer lists no subscriptions.")
    node = attribute(found, "node") or ""
    listed = (_subscription(one) for one in each(found, "subscription"))
    return tuple(Subscription(one.node or node, one.jid, one.state) for one in listed)


def build_subscription_event(subscription: Subscription) -> Element:
    """The ``event`` of the message that says how a subscription now stands."""
    element = make("event", EVENT)
    _add_subscription(element, subscription)
    return element


def build_event(node: str, items: tuple[Item, ...]) -> Element:
    """The ``event`` of a message that publishes items."""
    element = make("event", EVENT)
    parent = add_empty(element, "items")
    parent.set("node", node)
    for item in items:
        child = add_empty(parent, "item")
        child.set("id", item.id)
        child.append(build_notification(item.notification))
    return element


def build_headers(company_id: str) -> Element:
    """What stands beside the ``event``: whose collection it belongs to."""
    element = make("headers", SHIM)
    header = add_empty(element, "header")
    header.set("name", "Collection")
    header.text = company_id
    return element


def parse_event(element: Element) -> Event:
    """Read a ``message`` or its ``event``; never raises. Without an event it is an empty one."""
    event = element if local_name(element) == "event" else children(element).get("event")
    if event is None:
        return Event()
    found = children(event)
    told = found.get("subscription")
    subscription = None if told is None else _subscription(told)
    items: list[Item] = []
    unreadable: list[str] = []
    for item, notification in _published(event):
        try:
            items.append(Item(attribute(item, "id") or "", parse_notification(notification)))
        except Unreadable as error:
            unreadable.append(str(error))
    node = attribute(found["items"], "node") if "items" in found else None
    return Event(node or "", tuple(items), subscription, tuple(unreadable))


def _published(event: Element) -> Iterator[tuple[Element, Element]]:
    for items in each(event, "items"):
        for item in each(items, "item"):
            for notification in each(item, "notification"):
                yield item, notification


def _subscription(element: Element) -> Subscription:
    return Subscription(
        attribute(element, "node") or "",
        attribute(element, "jid") or "",
        attribute(element, "subscription") or "",
    )


def _add_subscription(parent: Element, subscription: Subscription) -> None:
    element = add_empty(parent, "subscription")
    element.attrib.update(jid=subscription.jid, node=subscription.node)
    if subscription.state:
        element.set("subscription", subscription.state)


def _form_fields(options: Element | None) -> Iterator[Element]:
    for form in each(options, "x"):
        yield from each(form, "field")


def _field(form: Element, var: str, value: str, *, hidden: bool = False) -> None:
    field = add_empty(form, "field")
    field.set("var", var)
    if hidden:
        field.set("type", "hidden")
    add_empty(field, "value").text = value
