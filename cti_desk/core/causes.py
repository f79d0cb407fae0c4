"""Why something happened to a call, in one vocabulary for all telephone systems.

The words are those of ECMA-269's event causes, spelled as in ECMA-323, as far as a telephone
system of ours has them; the last ones are ours. Each vendor folder translates its own words, which
travel beside these as they came.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Cause(StrEnum):
    """A cause of ECMA-269."""

    ALERT_TIME_EXPIRED = "alertTimeExpired"
    """It rang for the longest time that is set."""
    BLOCKED = "blocked"
    BUSY = "busy"
    CALL_CANCELLED = "callCancelled"
    """The caller ended the call before it was answered."""
    CALL_FORWARD = "callForward"
    CALL_NOT_ANSWERED = "callNotAnswered"
    CALL_PICKUP = "callPickup"
    """Somebody else has answered it."""
    CONFERENCE = "conference"
    CONSULTATION = "consultation"
    DEST_NOT_OBTAINABLE = "destNotObtainable"
    DEST_OUT_OF_ORDER = "destOutOfOrder"
    DO_NOT_DISTURB = "doNotDisturb"
    ENTERING_DISTRIBUTION = "enteringDistribution"
    INVALID_NUMBER_FORMAT = "invalidNumberFormat"
    MULTIPLE_ALERTING = "multipleAlerting"
    """It rang at several telephones, and another one has answered."""
    NETWORK_CONGESTION = "networkCongestion"
    NETWORK_NOT_OBTAINABLE = "networkNotObtainable"
    NO_AVAILABLE_AGENTS = "noAvailableAgents"
    NORMAL_CLEARING = "normalClearing"
    NUMBER_UNALLOCATED = "numberUnallocated"
    OVERFLOW = "overflow"
    QUEUE_TIME_OVERFLOW = "queueTimeOverflow"
    REDIRECTED = "redirected"
    RESOURCES_NOT_AVAILABLE = "resourcesNotAvailable"
    SINGLE_STEP_TRANSFER = "singleStepTransfer"
    """Transferred without speaking to the new party first."""
    SWITCHING_FUNCTION_TERMINATED = "switchingFunctionTerminated"
    """The telephone system, or a part of it, stopped."""
    TRANSFER = "transfer"
    """Transferred after a consultation call."""

    # ours
    REJECTED = "rejected"
    """The person called has refused it. ECMA-269 says only that they cleared it."""
    UNSEEN = "unseen"
    """It ended while the link was down: why is not known."""


TRANSFERS: Final = frozenset({Cause.SINGLE_STEP_TRANSFER, Cause.TRANSFER})
ELSEWHERE: Final = frozenset({Cause.CALL_PICKUP, Cause.MULTIPLE_ALERTING})
BROKEN: Final = frozenset(
    {
        Cause.DEST_NOT_OBTAINABLE,
        Cause.DEST_OUT_OF_ORDER,
        Cause.INVALID_NUMBER_FORMAT,
        Cause.NETWORK_CONGESTION,
        Cause.NETWORK_NOT_OBTAINABLE,
        Cause.NUMBER_UNALLOCATED,
        Cause.RESOURCES_NOT_AVAILABLE,
        Cause.SWITCHING_FUNCTION_TERMINATED,
    }
)
"""Causes that mean: the other side could not be reached, whoever tried."""
