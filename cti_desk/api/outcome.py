"""What the vendor made of a command, as a result of the API (docs/contracts.md §3)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from cti_desk.core.reports import Outcome
from cti_desk.core.requests import error_of


class Accepted(Struct, frozen=True):
    """The vendor has accepted a command. ``confirmed``: its effect was seen, too.

    ``pending``: a pause or logout is known to follow when the call is over.
    """

    confirmed: bool = False
    code: str | int | None = None
    message: str | None = None
    accepted: Literal[True] = True
    pending: bool = False


def result_of(outcome: Outcome) -> Accepted:
    """Return the result of an accepted command; raise the error of any other."""
    if outcome.kind != "accepted":
        raise error_of(outcome)
    return Accepted(outcome.confirmed, outcome.code, outcome.message, pending=outcome.pending)
