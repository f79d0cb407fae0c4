"""What the answers of reading methods consist of over SOAP: from the declared members."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.instantvoice.simulator.variants import Variants

TUPLED: Final = "SipUserList"

_SOAP_ONLY: Final = {
    "AgentLineList": (Member("accountcode"),),
    "SipUserInfo": (Member("description"),),
}
_NIL: Final = {"AgentLineList": frozenset({"linestatusts"})}


class Part(Struct, frozen=True):
    """One element: its name, the member of STOMP's data that it tells, and its type."""

    element: str
    member: str
    whole_number: bool = False
    nillable: bool = False
    bare: bool = False
    """Whether STOMP's name has its accountcode before it, and this one does not."""

    @property
    def type(self) -> str:
        return "xs:integer" if self.whole_number else "xs:string"


def parts(method: Method, variants: Variants) -> tuple[Part, ...]:
    """The elements of a record (or of each one), or the one element that a list repeats."""
    if method.reply == "text":
        return (Part("code", "code", whole_number=True), Part("location", "location", False, True))
    members = (*method.members, *_SOAP_ONLY.get(method.name, ()))
    found = (_part(method, member, variants) for member in members)
    return tuple(part for part in found if part is not None)


def array_type(method: Method, variants: Variants) -> str:
    """The name of a list's type, as far as the manual shows it; ``textArray`` is inferred."""
    if method.reply == "records":
        return f"{method.item}Array"
    (part,) = parts(method, variants)
    tupled = method.name == TUPLED and variants.soap_sip_names == "tuples"
    return "integerArray" if part.whole_number or tupled else "textArray"


def _part(method: Method, member: Member, variants: Variants) -> Part | None:
    names = member.spellings("soap")
    if not names:
        return None
    wanted = variants.soap_requiresendinfo if member.name == "requiresendinfo" else names[0]
    kind = member.kind_on("soap")
    return Part(
        wanted if wanted in names else names[0],
        member.name,
        whole_number=kind == "integer",
        # The manual's SipUserInfo tells whatever is not set as nil, its QueueInfo as empty.
        nillable=method.name == "SipUserInfo" or member.name in _NIL.get(method.name, ()),
        bare=member.kind == "qualified_name" and kind == "text",
    )
