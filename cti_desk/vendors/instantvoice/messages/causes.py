"""InstantVoice's hangup reasons in the core's words."""

from __future__ import annotations

from typing import Final

from cti_desk.core.causes import Cause

_MEANS: Final = {
    "BYCALLER": Cause.NORMAL_CLEARING,
    "BYCALLEE": Cause.NORMAL_CLEARING,
    "NOANSWER": Cause.CALL_NOT_ANSWERED,
    "FAILED": Cause.DEST_NOT_OBTAINABLE,
    "BUSY": Cause.BUSY,
    "ATRANSFER": Cause.TRANSFER,
    "BTRANSFER": Cause.SINGLE_STEP_TRANSFER,
    "QUEUEGIVEUP": Cause.CALL_CANCELLED,
    "QUEUEMISSED": Cause.ALERT_TIME_EXPIRED,
    "PICKUP": Cause.CALL_PICKUP,
    "MSSTOP": Cause.SWITCHING_FUNCTION_TERMINATED,
    "MSSTART": Cause.SWITCHING_FUNCTION_TERMINATED,
    "MSGONE": Cause.SWITCHING_FUNCTION_TERMINATED,
}
"""UNKNOWN, and what is not in the manual, means nothing."""

# What ends a call while it rings at the agent. The manual has no reason for a refused call: the
# telephone is then busy for it, or the called party ends it.
_MEANS_WHILE_RINGING: Final = {
    "BYCALLER": Cause.CALL_CANCELLED,
    "BYCALLEE": Cause.REJECTED,
    "BUSY": Cause.REJECTED,
}


def csta_cause(why: str | None, *, ringing: bool, transferring: bool = False) -> Cause | None:
    """What a hangup reason means; ``None`` if it says nothing.

    ``ringing``: an incoming call was ringing at the agent. ``transferring``: the agent's own
    BlindTransfer was accepted, after which any reason may come.
    """
    word = why or ""
    found = _MEANS_WHILE_RINGING.get(word) if ringing else None
    found = found or _MEANS.get(word)
    if transferring and found is not Cause.TRANSFER:
        return Cause.SINGLE_STEP_TRANSFER
    return found
