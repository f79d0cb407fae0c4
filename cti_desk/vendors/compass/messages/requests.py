"""Requests to the platform's RPC component, and their results (docs/protocols/compass.md §4)."""

from __future__ import annotations

from typing import Final, Literal
from xml.etree.ElementTree import Element

from msgspec import Struct

from cti_desk.vendors.compass.messages.calls import Call, build_call, parse_call
from cti_desk.vendors.compass.messages.elements import (
    Unreadable,
    add,
    attribute,
    boolean,
    children,
    each,
    identifier,
    make,
    readable,
    set_xsi_type,
)
from cti_desk.vendors.compass.messages.queues import Queue, build_queue, parse_queue
from cti_desk.vendors.compass.messages.users import User, build_user, parse_user

GET: Final = "GET"
GET_COMPANY: Final = "GET_COMPANY"
ACTION: Final = "ACTION"
"""In the schema, but dropped by the vendor in 2014 for REST: never sent, only recognised."""

FilterType = Literal["company", "user", "queue", "call", "callpoint"]


class Request(Struct, frozen=True):
    """A request as it is sent; ``filter_type`` with `GET` only.

    ``history`` adds some ended calls to the calls that go on.
    """

    type: str
    filter_type: str | None = None
    filter_id: str | None = None
    history: bool = False
    company: str | None = None


class Company(Struct, frozen=True):
    """The company of the user who asks; its id is the node to subscribe to."""

    id: str
    name: str = ""


class Found(Struct, frozen=True):
    """What a `GET` found. ``unreadable`` entries were left out."""

    users: tuple[User, ...] = ()
    queues: tuple[Queue, ...] = ()
    calls: tuple[Call, ...] = ()
    unreadable: int = 0


def get_company() -> Request:
    return Request(GET_COMPANY)


def get(what: FilterType, filter_id: str | None = None, *, history: bool = False) -> Request:
    """Ask for the users, queues or calls of the company; ``history`` is for calls."""
    return Request(GET, what, filter_id, history)


def build_request(request: Request) -> Element:
    element = make("request", type=request.type, company=request.company)
    if request.filter_type is not None:
        history = "true" if request.history else None
        element.append(
            make("filter", type=request.filter_type, id=request.filter_id, history=history)
        )
    return element


def parse_request(element: Element) -> Request:
    """Read a ``request``; raise `Unreadable` without its type."""
    kind = attribute(element, "type")
    if not kind:
        raise Unreadable("A request has no type.")
    company = attribute(element, "company")
    filtered = children(element).get("filter")
    if filtered is None:
        return Request(kind, company=company)
    return Request(
        kind,
        attribute(filtered, "type") or "",
        attribute(filtered, "id"),
        boolean(attribute(filtered, "history")) or False,
        company,
    )


def build_company(company: Company) -> Element:
    element = make("result")
    set_xsi_type(element, "getCompanyResult")
    add(element, "id", company.id)
    add(element, "name", company.name)
    return element


def parse_company(element: Element) -> Company:
    """Read the result of `GET_COMPANY`; raise `Unreadable` when it names no company."""
    found = children(element)
    company_id = identifier(found.get("id"))
    if not company_id:
        raise Unreadable("The platform's answer names no company.")
    return Company(company_id, identifier(found.get("name")))


def build_found(found: Found) -> Element:
    element = make("result")
    set_xsi_type(element, "getResult")
    element.extend(build_user(user) for user in found.users)
    element.extend(build_queue(queue) for queue in found.queues)
    element.extend(build_call(call) for call in found.calls)
    return element


def parse_found(element: Element) -> Found:
    """Read the result of `GET`; never raises: what cannot be read is left out and counted."""
    users, bad_users = readable(each(element, "user"), parse_user)
    queues, bad_queues = readable(each(element, "queue"), parse_queue)
    calls, bad_calls = readable(each(element, "call"), parse_call)
    return Found(users, queues, calls, bad_users + bad_queues + bad_calls)
