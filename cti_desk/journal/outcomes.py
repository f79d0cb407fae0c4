"""What became of a call, in the journal's words. Pure.

answered             incoming, the agent spoke
transferred          the agent spoke and gave the call to somebody else
missed               incoming, it rang here and was not answered
rejected             incoming, the agent refused it while it rang
answered_elsewhere   incoming, somebody else took it: not missed
abandoned            incoming, the caller gave up waiting in the queue
dialled              outgoing, the other side answered
busy  no_answer      outgoing, and why nobody spoke
failed               it could not be connected
unknown              the desk did not see the end
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from cti_desk.core.causes import BROKEN, ELSEWHERE, TRANSFERS, Cause
from cti_desk.core.model import Direction

SPOKEN: Final = ("answered", "transferred", "dialled")


class Ended(Struct, frozen=True):
    """What counts for the outcome of one call of the agent's telephone."""

    direction: str | None
    answered: bool
    rang: bool
    queued: bool
    cause: Cause | None
    transferred: bool = False


def outcome_of(ended: Ended) -> str:
    """What became of one call, or of one of a queue's attempts to reach the agent."""
    if ended.answered and (ended.transferred or ended.cause in TRANSFERS):
        return "transferred"
    if ended.direction == Direction.OUTBOUND:
        return "dialled" if ended.answered else _not_reached(ended.cause)
    if ended.answered:
        return "answered"
    return _not_answered(ended)


def _not_answered(ended: Ended) -> str:
    cause = ended.cause
    if cause in ELSEWHERE:
        return "answered_elsewhere"
    if cause in BROKEN:
        return "failed"
    if cause is Cause.REJECTED:
        return "rejected"
    if cause is Cause.UNSEEN or (ended.direction is None and not ended.rang):
        return "unknown"
    if cause is Cause.CALL_CANCELLED and ended.queued:
        return "abandoned"
    return "missed" if ended.rang else "abandoned"


def _not_reached(cause: Cause | None) -> str:
    if cause in BROKEN:
        return "failed"
    if cause is Cause.UNSEEN:
        return "unknown"
    return "busy" if cause is Cause.BUSY else "no_answer"


def outcome_of_all(outcomes: Sequence[str]) -> str:
    """What became of a root call that rang several times: the last answered attempt, otherwise the
    last one.

    An earlier attempt that was rejected or missed is not what became of the caller.
    """
    spoken = [each for each in outcomes if each in SPOKEN]
    return spoken[-1] if spoken else outcomes[-1]
