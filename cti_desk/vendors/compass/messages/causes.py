"""Compass's end reasons and queue exits in the core's words."""

from __future__ import annotations

from typing import Final

from cti_desk.core.causes import Cause

_MEANS: Final = {
    "SOURCE_HANGUP": Cause.NORMAL_CLEARING,
    "DESTINATION_HANGUP": Cause.NORMAL_CLEARING,
    "DESTINATION_BUSY": Cause.BUSY,
    "REPLACE": Cause.SINGLE_STEP_TRANSFER,
    "ANSWERED_ELSEWHERE": Cause.MULTIPLE_ALERTING,
    # how a caller leaves a queue without an agent
    "MAX_LEN": Cause.OVERFLOW,
    "MAX_WAITTIME": Cause.QUEUE_TIME_OVERFLOW,
    "JOIN_EMPTY": Cause.NO_AVAILABLE_AGENTS,
    "LEAVE_WHEN_EMPTY": Cause.NO_AVAILABLE_AGENTS,
}
_MEANS_WHILE_RINGING: Final = {
    "SOURCE_HANGUP": Cause.CALL_CANCELLED,
    "DESTINATION_HANGUP": Cause.REJECTED,
    "DESTINATION_BUSY": Cause.REJECTED,
}
_KEY: Final = "KEY_"


def csta_cause(word: str | None, *, ringing: bool, attempt: bool = False) -> Cause | None:
    """What an end reason or a queue exit means; ``None`` if it says nothing.

    ``ringing``: an incoming call was ringing at the user. ``attempt``: a queue's attempt to reach
    them ended, of which the queue itself is the source.
    """
    reason = (word or "").upper()
    if attempt and ringing and reason in ("SOURCE_HANGUP", ""):
        return Cause.ALERT_TIME_EXPIRED
    if reason.startswith(_KEY):
        return Cause.REDIRECTED  # the caller has pressed a key to leave the queue
    found = _MEANS_WHILE_RINGING.get(reason) if ringing else None
    return found or _MEANS.get(reason)
