"""Arguments that several methods share."""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member
from cti_desk.switch_kit.http.endpoint import BODY

MIGRATION: Final = "API migration guide"
"""The vendor's guide from one version to the next, beside its manual."""
USER_FEATURES: Final = "User features"
"""A chapter of the vendor's user and administrator manual."""


def object_of(kind: str) -> Argument:
    """The object that a method is about, in its path."""
    return Argument("id", f"The {kind}: its id, or its URL.", mandatory=True)


QUEUE: Final = Argument("queue", "The queue: its id, or its URL.", mandatory=True)
ENTITY_ID: Final = Argument("id", "The object: its id, or its URL.", mandatory=True)
FREE_BODY: Final = Argument(
    BODY,
    "A JSON object with the members that the platform's own schema asks for; no public text "
    "gives them.",
    mandatory=True,
)


def entity_type(*choices: str) -> Argument:
    return Argument("type", "What the object is.", kind="choice", choices=choices, mandatory=True)


def texts(*names: str) -> tuple[Member, ...]:
    return tuple(Member(name) for name in names)


ENTITY: Final = texts("entityId", "self", "theType", "name")
RESOURCE: Final = texts("resourceId", "self", "theType", "name")
