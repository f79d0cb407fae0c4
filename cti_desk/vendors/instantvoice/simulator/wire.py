"""InstantVoice's words: return codes, hangup reasons, event types (seed: return codes, events)."""

from __future__ import annotations

from typing import Final

from cti_desk.simulator import errors
from cti_desk.simulator.model import Cause

SUCCESS: Final = 0
MISSING: Final = 1
NOT_FOUND: Final = 3
DUPLICATE: Final = 4
INVALID: Final = 5
NOT_EMPTY: Final = 6
FULL: Final = 7
EMPTY: Final = 8
NOT_ALLOWED: Final = 10
DISABLED: Final = 11
INTERNAL: Final = 9999
DENIED: Final = -2

CODES: Final[dict[type[errors.ExchangeError], int]] = {
    errors.NotFound: NOT_FOUND,
    errors.AlreadySo: DUPLICATE,
    errors.Invalid: INVALID,
    errors.NotEmpty: NOT_EMPTY,
    errors.Full: FULL,
    errors.Empty: EMPTY,
    errors.NotAllowed: NOT_ALLOWED,
    errors.Disabled: DISABLED,
}

NAMES: Final[dict[int, str]] = {
    MISSING: "RESPONSE_MISSING_ARGS",
    NOT_FOUND: "RESPONSE_NOT_FOUND",
    DUPLICATE: "RESPONSE_DUPLICATE",
    INVALID: "RESPONSE_INVALID",
    NOT_EMPTY: "RESPONSE_NOTEMPTY",
    FULL: "RESPONSE_ITEM_FULL",
    EMPTY: "RESPONSE_ITEM_EMPTY",
    NOT_ALLOWED: "RESPONSE_NOT_ALLOWED",
    DISABLED: "RESPONSE_DISABLED",
    INTERNAL: "RESPONSE_INTERNAL_ERROR",
    DENIED: "PERMISSION_DENIED",
}

REASONS: Final[dict[Cause, str]] = {
    Cause.BY_CALLER: "BYCALLER",
    Cause.BY_CALLEE: "BYCALLEE",
    Cause.NO_ANSWER: "NOANSWER",
    Cause.BUSY: "BUSY",
    Cause.FAILED: "FAILED",
    Cause.UNKNOWN: "UNKNOWN",
    Cause.ATTENDED_TRANSFER: "ATRANSFER",
    Cause.BLIND_TRANSFER: "BTRANSFER",
    Cause.QUEUE_GIVEN_UP: "QUEUEGIVEUP",
    Cause.QUEUE_MISSED: "QUEUEMISSED",
    Cause.PICKED_UP: "PICKUP",
    Cause.MEDIA_SERVER_STOPPED: "MSSTOP",
    Cause.MEDIA_SERVER_STARTED: "MSSTART",
    Cause.MEDIA_SERVER_GONE: "MSGONE",
}


def cause(word: str) -> Cause:
    """A cause by InstantVoice's word or the exchange's own; raises Invalid listing them."""
    for known, reason in REASONS.items():
        if word.upper() == reason or word.lower() == known.value:
            return known
    listed = ", ".join(REASONS.values())
    raise errors.Invalid(f"There is no hangup reason {word!r}. Reasons are: {listed}.")
