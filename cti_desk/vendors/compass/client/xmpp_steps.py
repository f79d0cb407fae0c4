"""What a session says before it listens, step by step (docs/protocols/compass.md §4)."""

from __future__ import annotations

import asyncio
import logging
from typing import Final, Literal, Protocol
from xml.etree.ElementTree import Element

from msgspec import Struct

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.compass.client.failures import link_failure
from cti_desk.vendors.compass.client.xmpp_failures import StanzaError, bind_failure
from cti_desk.vendors.compass.client.xmpp_site import XmppSite
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.elements import (
    Unreadable,
    add_empty,
    children,
    make,
    text_of,
)
from cti_desk.vendors.compass.messages.pubsub import (
    Subscription,
    build_subscribe,
    build_subscriptions,
    parse_subscription,
    parse_subscription_list,
)
from cti_desk.vendors.compass.messages.queues import Queue
from cti_desk.vendors.compass.messages.requests import (
    Company,
    FilterType,
    Found,
    build_request,
    get,
    get_company,
    parse_company,
    parse_found,
)
from cti_desk.vendors.compass.messages.session import (
    build_activate_invisible,
    build_invisible_list,
    build_ping,
    build_presence,
)
from cti_desk.vendors.compass.messages.users import User

BIND: Final = "urn:ietf:params:xml:ns:xmpp-bind"
SESSION: Final = "urn:ietf:params:xml:ns:xmpp-session"
READ_S: Final = 30.0
"""A company's whole state may take its time."""

_log = logging.getLogger(__name__)


class Snapshot(Struct, frozen=True):
    """What the company looked like when it was asked; notifications tell what changed since.

    ``unreadable`` entries were left out. ``visible``: the server refused to keep our presence from
    colleagues, and the settings allow that.
    """

    company: Company
    users: tuple[User, ...] = ()
    queues: tuple[Queue, ...] = ()
    calls: tuple[Call, ...] = ()
    unreadable: int = 0
    visible: bool = False


class Asking(Protocol):
    """What the steps need of a session."""

    site: XmppSite

    def send(self, element: Element) -> None: ...

    async def ask(
        self,
        kind: Literal["get", "set"],
        payload: Element,
        to: str | None = None,
        seconds: float | None = None,
    ) -> Element | None:
        """Send an iq and return the first element of its result.

        Raises `StanzaError`, and `LinkFailure` without an answer.
        """


async def bind(session: Asking, resource: str, *, legacy_session: bool) -> str:
    """Take a name; return the full JID that the server gave. Raises `LinkFailure`."""
    payload = make("bind", BIND)
    add_empty(payload, "resource").text = resource
    try:
        answer = await session.ask("set", payload)
        if legacy_session:
            await session.ask("set", make("session", SESSION))
    except StanzaError as error:
        raise bind_failure(session.site.where, error) from error
    jid = None if answer is None else text_of(children(answer).get("jid"))
    return jid or f"{session.site.jid}/{resource}"


async def appear(session: Asking) -> bool:
    """Become available, which is needed to hear anything; return whether colleagues see it.

    Raises `LinkFailure` when the server cannot hide it and the settings demand it.
    """
    visible = session.site.invisible == "off" or not await _hidden(session)
    if visible and session.site.invisible == "required":
        raise link_failure(
            "protocol",
            f"{session.site.where} cannot hide this connection from colleagues. With the setting "
            'invisible = "preferred" it goes on and is seen.',
        )
    session.send(build_presence(session.site.priority))
    return visible


async def _hidden(session: Asking) -> bool:
    try:
        await session.ask("set", build_invisible_list())
        await session.ask("set", build_activate_invisible())
    except StanzaError as error:
        _log.info("the server does not hide us from colleagues: %s", error.said)
        return False
    return True


async def company_of(session: Asking) -> Company:
    """The user's company; raises `LinkFailure` in words when they have none."""
    site = session.site
    try:
        answer = await session.ask("get", build_request(get_company()), site.phone)
        if answer is None:
            raise Unreadable("The platform's answer names no company.")
        return parse_company(answer)
    except StanzaError as error:
        if error.nobody_there:
            raise _unserved(site.phone, error) from error
        raise link_failure(
            "protocol", f"The user {site.jid} belongs to no company. Compass said: {error.said}."
        ) from error
    except Unreadable as error:
        raise link_failure(
            "protocol", f"Compass does not tell which company {site.jid} belongs to."
        ) from error


async def subscribe(session: Asking, node: str, jid: str) -> Subscription:
    """Ask for a company's events, first so that it ends with our presence, then without that.

    Raises `LinkFailure`.
    """
    site = session.site
    try:
        try:
            answer = await session.ask("set", build_subscribe(node, jid), site.pubsub)
        except StanzaError as error:
            _log.info("subscribing again without an option that was refused: %s", error.said)
            payload = build_subscribe(node, jid, expire=False)
            answer = await session.ask("set", payload, site.pubsub)
    except StanzaError as error:
        if error.nobody_there:
            raise _unserved(site.pubsub, error) from error
        raise link_failure(
            "protocol", f"Compass refused to tell its events. It said: {error.said}."
        ) from error
    try:
        return parse_subscription(make("pubsub") if answer is None else answer)
    except Unreadable:
        # The message that says so is what counts.
        return Subscription(node, jid)


async def list_subscriptions(
    session: Asking, node: str, patience_s: float
) -> tuple[Subscription, ...] | None:
    """Ask which subscriptions the service has; ``None`` where it does not list them.

    Raises `LinkFailure` when nothing is answered within ``patience_s``.
    """
    pubsub = session.site.pubsub
    try:
        answer = await session.ask("get", build_subscriptions(node), pubsub, patience_s)
        return None if answer is None else parse_subscription_list(answer)
    except (StanzaError, Unreadable) as error:
        _log.info("%s does not list its subscriptions: %s", pubsub, error)
        return None


async def read_calls(session: Asking) -> tuple[Call, ...]:
    """Read the company's calls alone; raises `LinkFailure`."""
    return (await _read(session, "call")).calls


async def read_all(session: Asking, company: Company, *, visible: bool) -> Snapshot:
    """Read users, queues and calls side by side; raises `LinkFailure`."""
    users, queues, calls = await asyncio.gather(
        *(_read(session, what) for what in ("user", "queue", "call"))
    )
    unreadable = users.unreadable + queues.unreadable + calls.unreadable
    if unreadable:
        _log.info("%d entries of the company could not be read", unreadable)
    return Snapshot(company, users.users, queues.queues, calls.calls, unreadable, visible)


async def _read(session: Asking, what: FilterType) -> Found:
    try:
        answer = await session.ask("get", build_request(get(what)), session.site.phone, READ_S)
    except StanzaError as error:
        if error.nobody_there:
            raise _unserved(session.site.phone, error) from error
        raise link_failure(
            "protocol", f"Compass refused to tell its {what}s. It said: {error.said}."
        ) from error
    # In a thread: thousands of users would hold the desk up.
    return Found() if answer is None else await asyncio.to_thread(parse_found, answer)


async def ping(session: Asking, patience_s: float) -> None:
    """See that the telephone service answers; raises `LinkFailure`.

    A server that does not know pings has answered, too.
    """
    try:
        await session.ask("get", build_ping(), session.site.phone, patience_s)
    except StanzaError as error:
        known = error.condition not in ("service-unavailable", "feature-not-implemented")
        if error.kind == "wait" or (known and error.nobody_there):
            raise _unserved(session.site.phone, error) from error


def _unserved(service: str, error: StanzaError) -> LinkFailure:
    return link_failure(
        "unreachable", f"{service} does not answer at the moment. Compass said: {error.said}."
    )
