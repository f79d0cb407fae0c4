"""The component that tells a company's events to those who subscribed and are present."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cti_desk.vendors.compass.messages.elements import Unreadable, local_name, namespace
from cti_desk.vendors.compass.messages.notifications import Notification
from cti_desk.vendors.compass.messages.pubsub import (
    PENDING,
    PUBSUB,
    SUBSCRIBED,
    WITH_PRESENCE,
    Item,
    Subscription,
    build_event,
    build_headers,
    build_subscription,
    build_subscription_event,
    build_subscription_list,
    parse_subscribe,
    parse_subscriptions_wanted,
)
from cti_desk.vendors.compass.simulator.platform import Platform
from cti_desk.vendors.compass.simulator.rpc import Refusal, Reply
from cti_desk.vendors.compass.simulator.variants import Variants


@dataclass(frozen=True)
class Message:
    """A message to one full JID: its payloads; ``headline`` for events."""

    to: str
    payloads: tuple[Element, ...]
    headline: bool = False


class PubSub:
    """Subscriptions by full JID. Used by one thread, that of the components."""

    def __init__(self, platform: Platform, variants: Variants) -> None:
        self._platform = platform
        self._variants = variants
        self._items = itertools.count(1)
        self.present: set[str] = set()
        self.subscribed: dict[str, str] = {}

    def answer(self, payload: Element, jid: str) -> tuple[Reply, list[Message]]:
        """Answer the payload of an iq from a full JID; messages follow it. Raises Refusal."""
        if local_name(payload) != "pubsub" or namespace(payload) != PUBSUB:
            raise Refusal("cancel", "service-unavailable")
        if (node := parse_subscriptions_wanted(payload)) is not None:
            return self._listed(node, jid), []
        try:
            wanted, expires = parse_subscribe(payload)
        except Unreadable as error:
            raise Refusal("cancel", "feature-not-implemented", str(error)) from error
        if wanted.jid != jid:
            raise Refusal("modify", "bad-request", "That is not the JID that asks.")
        account = self._platform.at(jid.partition("/")[0])
        if account is None or not account.in_company or wanted.node != self._platform.company_id:
            raise Refusal("cancel", "item-not-found")
        if expires is not None and not self._variants.expire:
            raise Refusal("modify", "not-acceptable", "The option is not supported.")
        if expires not in (None, WITH_PRESENCE):
            raise Refusal("modify", "bad-request", f"It cannot expire with {expires!r}.")
        return self._subscribe(wanted.node, jid)

    def _subscribe(self, node: str, jid: str) -> tuple[Reply, list[Message]]:
        self.subscribed[jid] = node
        done = Subscription(node, jid, SUBSCRIBED)
        if self._variants.subscribed_at_once:
            return Reply("subscribe", build_subscription(done)), []
        pending = Reply("subscribe", build_subscription(Subscription(node, jid, PENDING)))
        return pending, [Message(jid, (build_subscription_event(done),))]

    def _listed(self, node: str, jid: str) -> Reply:
        """The subscriptions of who asks."""
        if not self._variants.list_subscriptions:
            raise Refusal("cancel", "feature-not-implemented")
        own = self.subscribed.get(jid)
        found = (Subscription(own, jid, SUBSCRIBED),) if own is not None else ()
        listed = tuple(one for one in found if node in ("", one.node))
        return Reply("subscriptions", build_subscription_list(listed))

    def available(self, jid: str) -> None:
        self.present.add(jid)

    def gone(self, jid: str) -> None:
        """Unavailable or disconnected: its subscription is dropped."""
        self.present.discard(jid)
        self.subscribed.pop(jid, None)

    def forget(self) -> None:
        """The service alone was restarted: who is there is still there, but has subscribed to
        nothing.
        """
        self.subscribed.clear()

    def clear(self) -> None:
        """The server was restarted: nobody is there any more."""
        self.present.clear()
        self.subscribed.clear()

    def publish(self, notification: Notification) -> list[Message]:
        """One message for each subscriber who is present."""
        node = self._platform.company_id
        item = Item(f"{next(self._items)}", notification)
        payloads = (build_event(node, (item,)), build_headers(node))
        return [Message(jid, payloads, headline=True) for jid in self.hearers()]

    def hearers(self) -> list[str]:
        return [jid for jid in self.subscribed if jid in self.present]
