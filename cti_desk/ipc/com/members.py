"""The members of `CtiDesk.Application`: made from the API's one table of methods.

``agent.end_wrap_up`` is called ``AgentEndWrapUp``, with the table's parameters in their order.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec.inspect as inspect
from msgspec import Struct

from cti_desk.api.commands import METHODS
from cti_desk.api.method import Method
from cti_desk.core.reports import Accepted

Kind = Literal["text", "number", "boolean", "wait", "json"]
Gives = Literal["outcome", "json", "text"]


class Parameter(Struct, frozen=True):
    """``kind`` is what a program may pass: "wait" is True or seconds, "json" a text of JSON."""

    name: str
    kind: Kind
    required: bool = False


class Member(Struct, frozen=True):
    """A method or a property (which only reads), with the number that compiled programs keep.

    ``api`` is the API's method behind it; an ``outcome`` is "accepted" or "confirmed".
    """

    name: str
    dispid: int
    doc: str
    parameters: tuple[Parameter, ...] = ()
    api: str = ""
    gives: Gives = "text"
    is_property: bool = False


_NUMBERS: Final = {
    "session.snapshot": 10,
    "session.capabilities": 11,
    "agent.login": 20,
    "agent.logout": 21,
    "agent.pause": 22,
    "agent.ready": 23,
    "agent.end_wrap_up": 24,
    "agent.dnd": 25,
    "agent.forward": 26,
    "call.dial": 40,
    "call.answer": 41,
    "call.hangup": 42,
    "call.hold": 43,
    "call.retrieve": 44,
    "call.transfer": 45,
    "call.consult": 46,
    "call.complete_transfer": 47,
    "call.reconnect": 48,
    "call.pickup": 49,
    "call.digits": 50,
    "queue.list": 60,
    "queue.join": 61,
    "queue.leave": 62,
    "contacts.lookup": 70,
    "contacts.explain": 72,
    "journal.list": 71,
    "vendor.call": 80,
    "desk.raise": 90,
    "desk.check": 91,
}
"""Compiled programs keep these numbers: new ones may be added, none may be changed."""

LEFT_OUT: Final = ("events.subscribe", "rpc.discover", "ivclient.")
"""Events come through the connection point; IVClient's methods are the other object's."""

_PROPERTIES: Final = (
    Member("Version", 1, "CTI Desk's version.", is_property=True),
    Member("State", 2, "The agent's state, as READY or NOT_READY.", is_property=True),
    Member("Link", 3, "The link to the telephone system, as UP or DOWN.", is_property=True),
    Member("Snapshot", 4, "Everything the desk knows, as JSON.", gives="json", is_property=True),
)

_CALL: Final = Member(
    "Call",
    5,
    "Call any method of the API by its name; its params and its result are JSON.",
    (Parameter("method", "text", required=True), Parameter("params", "json")),
    gives="json",
)


class Happening(Struct, frozen=True):
    """An event of the connection point, with the names of its arguments; all of them are texts
    but ``running``.
    """

    name: str
    dispid: int
    arguments: tuple[str, ...]
    doc: str


EVENTS: Final = (
    Happening("OnEvent", 1, ("name", "json"), "Every event of the API, whole, as JSON."),
    Happening(
        "OnCall",
        2,
        ("name", "callId", "direction", "state", "number", "who"),
        "An event of a call of the agent's.",
    ),
    Happening("OnAgent", 3, ("state", "reason"), "The agent's state has changed."),
    Happening("OnLink", 4, ("state", "reason"), "The link to the telephone system has changed."),
    Happening("OnDesk", 5, ("running",), "The desk can be reached now, or no more."),
)


def _member(method: Method) -> Member:
    parts = method.name.replace("_", ".").split(".")
    acts = method.result is Accepted
    return Member(
        "".join(part.capitalize() for part in parts),
        _NUMBERS[method.name],
        method.doc,
        tuple(_parameters(method)),
        method.name,
        "outcome" if acts else "json",
    )


def _parameters(method: Method) -> list[Parameter]:
    described = inspect.type_info(method.params)
    assert isinstance(described, inspect.StructType)
    fields = {item.name: item for item in described.fields}
    return [
        Parameter(name, _kind(fields[name].type), fields[name].required) for name in method.order
    ]


def _kind(described: inspect.Type) -> Kind:
    if isinstance(described, inspect.Metadata):
        return _kind(described.type)
    if isinstance(described, inspect.UnionType):
        kinds = {_kind(one) for one in described.types if not isinstance(one, inspect.NoneType)}
        return kinds.pop() if len(kinds) == 1 else "wait"
    if isinstance(described, inspect.BoolType):
        return "boolean"
    if isinstance(described, inspect.FloatType | inspect.IntType):
        return "number"
    if isinstance(described, inspect.StrType | inspect.LiteralType):
        return "text"
    return "json"


MEMBERS: Final = (
    *_PROPERTIES,
    _CALL,
    *(_member(method) for method in METHODS if not method.name.startswith(LEFT_OUT)),
)
