"""What the vendor made of a command, as a result or an error of the API (CONTRACTS §3)."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from cti_desk.core.errors import CtiError, NoLink, NotOffered, OutcomeUnknown, RefusedByVendor
from cti_desk.core.reports import Outcome


class Accepted(Struct, frozen=True):
    """The vendor has accepted a command; ``confirmed``: and its effect was seen."""

    confirmed: bool = False
    code: str | int | None = None
    message: str | None = None
    accepted: Literal[True] = True


_KINDS: Final[dict[str, tuple[type[CtiError], str]]] = {
    "refused": (RefusedByVendor, "The telephone system refused."),
    "unknown": (OutcomeUnknown, "No answer came: it is not known whether it was done."),
    "no_link": (NoLink, "The telephone system cannot be reached."),
    "not_offered": (NotOffered, "This telephone system has no such function."),
}


def result_of(outcome: Outcome, *, waited: bool = False) -> Accepted:
    """Return what a program is told of an accepted command; raise the error of any other.

    ``waited``: the desk answered only after the effect was seen.
    """
    if outcome.kind != "accepted":
        kind, sentence = _KINDS[outcome.kind]
        raise kind(outcome.message or sentence, code=outcome.code)
    return Accepted(outcome.confirmed or waited, outcome.code, outcome.message)
