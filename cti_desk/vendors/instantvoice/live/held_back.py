"""When calls come again: after a missed or finished queue call InstantVoice may hold calls back.

It does not say so: quarantine and wrap-up follow from the queue's settings, so the time is told as
expected.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from cti_desk.core.model import QueueRef
from cti_desk.vendors.instantvoice.live.agent_state import Unavailable
from cti_desk.vendors.instantvoice.messages.records import QueueInfo


def seconds_held_back(
    kind: Unavailable, queue: QueueRef | None, queues: Iterable[QueueInfo]
) -> int:
    """How long calls are held back; with the queue unknown the longest of the own queues."""
    known = [one for one in queues if queue is None or one.number == queue.id]
    times = [one.wrap_up_s if kind == "wrap-up" else one.quarantine_s for one in known]
    return max(times, default=0)


def note(kind: Unavailable, until: float | None) -> str:
    """The sentence beside the agent's state; local time of day."""
    if until is None:
        return f"no calls for now ({kind})"
    clock = time.strftime("%H:%M:%S", time.localtime(until))
    why = "wrap-up" if kind == "wrap-up" else "missed call"
    return f"no calls until about {clock} ({why}, expected)"
