"""Members of replies that several methods share.

STOMP answers more than SOAP does, under other names and other types
(docs/protocols/instantvoice.md §4): a caller gets STOMP's, and of SOAP as much as it carries.
"""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.methods import Member

STOMP_ONLY: Final = {"soap": ()}


def whole(*names: str) -> tuple[Member, ...]:
    """Whole numbers that both transports carry."""
    return tuple(Member(name, "integer") for name in names)


def texts(*names: str) -> tuple[Member, ...]:
    """Texts that both transports carry."""
    return tuple(Member(name) for name in names)


def stomp_only(*members: Member) -> tuple[Member, ...]:
    """The same members, none of which SOAP carries."""
    return tuple(
        Member(member.name, member.kind, STOMP_ONLY, nullable=member.nullable) for member in members
    )
