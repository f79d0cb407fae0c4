"""The body that sets a user's status, which no public text gives: read off, never guessed.

Its names and spellings come from the platform's own description; failing that, from what it
answers when the status is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from cti_desk.vendors.compass.client.schema import Operation
from cti_desk.vendors.compass.messages import status

_TEXT_NAMES: Final = ("displaystatus", "display_status")

_FAMILIES: Final = (
    {status.ALL: "ALL", status.ONLY_DIRECT: "ONLY_DIRECT", status.NONE: "NONE"},
    {status.ALL: "all", status.ONLY_DIRECT: "only_direct", status.NONE: "none"},
    # The migration guide has no word for none.
    {status.ALL: "receiveAll", status.ONLY_DIRECT: "receiveOnlyDirect"},
)
"""Spellings that belong together, as XMPP, the CSV files and the migration guide have them."""


class StatusBody(Struct, frozen=True):
    """``member`` takes one of ``spellings`` (by the words of `status`), ``text_member`` a text."""

    member: str
    spellings: Mapping[str, str]
    text_member: str | None = None

    def body(self, receive_calls: str, text: str = "") -> dict[str, Any] | None:
        """The body, or ``None`` when this platform has no known word for it."""
        spelt = self.spellings.get(receive_calls)
        if spelt is None:
            return None
        told = {self.member: spelt}
        return told if self.text_member is None else {**told, self.text_member: text}


def from_schema(operation: Operation | None) -> StatusBody | None:
    """What the description says; ``None`` if it wants more than is known here."""
    if operation is None or not operation.fields:
        return None
    member, text_member = None, None
    for field in operation.fields:
        spellings = _spellings(field.choices)
        if {status.ALL, status.ONLY_DIRECT} <= spellings.keys() and member is None:
            member = StatusBody(field.name, spellings)
        elif field.name.lower() in _TEXT_NAMES:
            text_member = field.name
        elif field.required:
            return None
    return None if member is None else StatusBody(member.member, member.spellings, text_member)


def from_answer(data: Any) -> StatusBody | None:
    """What an answer's names and spelling say; ``None`` if there is no such member in it."""
    if not isinstance(data, Mapping):
        return None
    text_member = next((str(name) for name in data if str(name).lower() in _TEXT_NAMES), None)
    for name, value in data.items():
        for family in _FAMILIES if "receive" in str(name).lower() else ():
            if value in family.values():
                return StatusBody(str(name), family, text_member)
    return None


def _spellings(choices: tuple[str, ...]) -> dict[str, str]:
    """The known words among a member's choices."""
    by_word = {status.receive_calls(choice): choice for choice in choices}
    known = (status.ALL, status.ONLY_DIRECT, status.NONE)
    return {word: by_word[word] for word in known if word in by_word}
