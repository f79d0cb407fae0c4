"""How a vendor's documented method is declared: once, for callers, checks and documentation.

A declaration knows what the method is called on the wire, how each argument is spelt on each
transport, what is mandatory, secret or limited, what comes back, and where the vendor's document
says so. Nothing here sends anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from msgspec import Struct

from cti_desk.core.errors import UsageError
from cti_desk.declarations.arguments import (
    MASK,
    Argument,
    check_arguments,
    nearest,
    spell_arguments,
)

ReplyKind = Literal["none", "record", "records", "names", "text"]
MemberKind = Literal["text", "integer", "qualified_name"]


class Member(Struct, frozen=True):
    """One member of a reply, named and typed as callers get it whatever the transport.

    ``spelling`` maps a transport to the name on its wire, several names where the vendor's
    document disagrees with itself, none where the transport does not carry it. ``kinds`` maps a
    transport to the type it has there, where that differs. A ``qualified_name`` is a name with
    its account before it. ``nullable``: null is among the documented values.
    """

    name: str
    kind: MemberKind = "text"
    spelling: Mapping[str, str | tuple[str, ...]] = {}
    kinds: Mapping[str, MemberKind] = {}
    nullable: bool = False

    def spellings(self, transport: str) -> tuple[str, ...]:
        """The names on this transport's wire, the preferred one first."""
        known = self.spelling.get(transport, self.name)
        return (known,) if isinstance(known, str) else known

    def kind_on(self, transport: str) -> MemberKind:
        """The type that this transport gives it."""
        return self.kinds.get(transport, self.kind)


class Method(Struct, frozen=True):
    """One documented method. ``acting`` calls change or start something: they are never resent.

    ``section`` is where the vendor's document describes it; ``note`` says what it gets wrong or
    leaves open; ``secrets`` are the reply's members that must never be shown or logged.

    ``members`` are those of the record, or of each record, that a reading method answers; for
    names and a text it is the one thing that is told. ``item`` is what a transport without lists
    calls each record.
    """

    name: str
    arguments: tuple[Argument, ...]
    section: str
    reply: ReplyKind = "none"
    acting: bool = True
    help: str = ""
    note: str = ""
    secrets: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    item: str = ""

    def check(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments by our names, checked, in the declared order.

        ``None`` counts as not given. Raises `UsageError` naming what is missing, unknown or wrong.
        """
        return check_arguments(self.name, self.arguments, params)

    def spell(
        self, arguments: Mapping[str, Any], transport: str, attempt: int = 0
    ) -> dict[str, Any]:
        """Return checked arguments under their names on the wire.

        ``attempt`` chooses the next spelling where an argument has several. Raises `UsageError`
        for an argument that this transport does not have.
        """
        return spell_arguments(self.name, self.arguments, arguments, transport, attempt)

    def attempts(self, transport: str) -> int:
        """How many ways there are to spell this method's arguments."""
        return max([len(arg.spellings(transport)) for arg in self.arguments], default=1)

    def mask(self, data: Any) -> Any:
        """Return arguments or reply data with their secrets hidden, however they are spelled."""
        names = set(self.secrets)
        for argument in self.arguments:
            if argument.secret:
                names.add(argument.name)
                for transport in argument.spelling:
                    names.update(argument.spellings(transport))
        return mask(data, names)


def mask(data: Any, secrets: Iterable[str]) -> Any:
    """Hide the values of the members named in ``secrets``, at any depth, in upper or lower case."""
    names = {name.lower() for name in secrets}
    if not names:
        return data
    if isinstance(data, Mapping):
        return {
            key: MASK
            if str(key).lower() in names and value not in (None, "")
            else mask(value, names)
            for key, value in data.items()
        }
    if isinstance(data, (list, tuple)):
        return [mask(value, names) for value in data]
    return data


def find_method(methods: Mapping[str, Method], name: str) -> Method:
    """Return a declared method; raise `UsageError` with the nearest name."""
    if name in methods:
        return methods[name]
    by_lower = {known.lower(): known for known in methods}
    if name.lower() in by_lower:
        return methods[by_lower[name.lower()]]
    raise UsageError(f"There is no method “{name}”.{nearest(name, methods)}")
