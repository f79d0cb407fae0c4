"""Call control that only the platform's own description names: turned into requests, or not.

No public text names a call for answering, hanging up, holding or transferring. Where a platform
lists one, its last word says which of our commands it is, and its path and body must be made of
things we have. A member that is required and unknown makes it unusable: bodies are never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal
from urllib.parse import quote

from msgspec import Struct

from cti_desk.core import commands
from cti_desk.vendors.compass.client.schema import BodyField, Operation, Schema

Role = Literal["user", "identity", "call", "number"]

WORDS: Final[dict[type[commands.Command], tuple[str, ...]]] = {
    commands.AnswerCall: ("answer", "answercall", "acceptcall"),
    commands.ClearCall: ("hangup", "hangupcall", "endcall", "clearcall"),
    commands.HoldCall: ("hold", "holdcall"),
    commands.RetrieveCall: ("unhold", "unholdcall", "retrieve", "retrievecall", "resumecall"),
    commands.SingleStepTransfer: ("transfer", "transfercall", "blindtransfer"),
    commands.ConsultationCall: ("consult", "consultationcall", "startattendedtransfer"),
    commands.TransferCall: ("completetransfer", "completeattendedtransfer"),
    commands.ReconnectCall: ("canceltransfer", "cancelattendedtransfer"),
    commands.PickupCall: ("pickupqueuecall",),
}
"""The last words of a path, by command: inferred, for want of any public text.

Picking up is named in public, but its body is not.
"""

_NEEDS_NUMBER: Final = (commands.SingleStepTransfer, commands.ConsultationCall)

_MEMBERS: Final[dict[str, Role]] = {
    "callid": "call",
    "destination": "number",
    "destinationnumber": "number",
    "number": "number",
}
_PLACES: Final[dict[str, Role]] = {"user": "user", "identity": "identity", "call": "call"}

_PLACE: Final = re.compile(r"\{[^{}/]*\}")


class Recipe(Struct, frozen=True):
    """How to ask a platform for one command. ``places`` are the roles of the path's braces."""

    path: str
    places: tuple[Role, ...]
    members: Mapping[str, Role]

    @property
    def names_call(self) -> bool:
        """Without it the platform acts on whatever call the user has: send it for the only one."""
        return "call" in self.places or "call" in self.members.values()

    def request(self, values: Mapping[Role, str]) -> tuple[str, dict[str, Any] | None]:
        """Path and body. ``values`` must have every role in `needs`."""
        parts = iter(self.places)
        path = _PLACE.sub(lambda _: quote(values[next(parts)], safe=""), self.path)
        body = {name: values[role] for name, role in self.members.items()}
        return path, body or None

    @property
    def needs(self) -> frozenset[Role]:
        return frozenset(self.places) | frozenset(self.members.values())


class CallControl(Struct, frozen=True):
    """What a platform offers by command name, and why it does not offer the rest."""

    recipes: dict[str, Recipe]
    reasons: dict[str, str]


NOT_LISTED: Final = "Your platform's description of its interface lists no such call."


def call_control(schema: Schema) -> CallControl:
    """Find a request for each command; the first that can be used counts."""
    recipes: dict[str, Recipe] = {}
    reasons: dict[str, str] = {}
    for command, words in WORDS.items():
        name = command.__name__
        for operation in schema.operations:
            if operation.verb != "POST" or operation.last not in words or name in recipes:
                continue
            found = _recipe(operation, command in _NEEDS_NUMBER)
            if isinstance(found, Recipe):
                recipes[name] = found
                reasons.pop(name, None)
            else:
                reasons.setdefault(name, found)
        if name not in recipes:
            reasons.setdefault(name, NOT_LISTED)
    return CallControl(recipes, reasons)


def _recipe(operation: Operation, needs_number: bool) -> Recipe | str:
    """A recipe, or why there can be none."""
    places = _places(operation.path)
    if places is None:
        return f"Your platform's call {operation.path} wants something that is not known here."
    if operation.fields is None:
        return f"Your platform does not say what its call {operation.path} wants."
    members: dict[str, Role] = {}
    for field in operation.fields:
        role = _role(field)
        if role is not None and role not in members.values():
            members[field.name] = role
        elif field.required:
            return (
                f"Your platform's call {operation.path} wants “{field.name}”, "
                "which is not known here."
            )
    if not needs_number:
        members = {name: role for name, role in members.items() if role != "number"}
        if any(f.required and f.name not in members for f in operation.fields):
            return f"Your platform's call {operation.path} wants a number."
    elif "number" not in members.values():
        return f"Your platform's call {operation.path} takes no number."
    return Recipe(operation.path, places, members)


def _places(path: str) -> tuple[Role, ...] | None:
    """What stands in each brace, by the word before it; ``None`` if one is unknown."""
    roles: list[Role] = []
    parts = path.strip("/").split("/")
    for before, part in zip(["", *parts], parts, strict=False):
        if "{" not in part:
            continue
        role = _PLACES.get(before.lower().removesuffix("s"))
        if role is None or not _PLACE.fullmatch(part):
            return None
        roles.append(role)
    return tuple(roles)


def _role(field: BodyField) -> Role | None:
    """What a member is: by its name, if it is a plain text. URLs of calls are not known."""
    if field.kind not in ("string", "") or field.is_url or field.choices:
        return None
    return _MEMBERS.get(field.name.lower().replace("_", ""))
