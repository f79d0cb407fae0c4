"""The one link that the desk shows, from the two ways to Compass (pure)."""

from __future__ import annotations

from typing import Final

from cti_desk.core.model import LinkState
from cti_desk.core.reports import LinkChanged
from cti_desk.switch_kit.link_keeper import LinkKeeper

STILL_SEEN: Final = "You see your calls and queues, but nothing can be done from here"
STILL_DONE: Final = (
    "You can still dial, pause, and join or leave queues, but calls and changes are not seen"
)


def link_of(events: LinkKeeper, actions: LinkKeeper, marks: tuple[str, ...] = ()) -> LinkChanged:
    """What to tell of the link. UP means that events arrive; what cannot be done is a mark."""
    if events.up:
        if not actions.tried:
            return LinkChanged(LinkState.CONNECTING, marks=marks)
        if not actions.up:
            marks = (*marks, f"{STILL_SEEN}: {actions.reason}")
        return LinkChanged(LinkState.UP, marks=marks)
    if actions.up and events.tried:
        # Never STOPPED: the link that works goes on working.
        words = f"{STILL_DONE}: {events.reason}"
        return LinkChanged(LinkState.DOWN, words, events.retry_at, marks, can_act=True)
    if not (events.tried and actions.tried):
        return LinkChanged(LinkState.CONNECTING, marks=marks)
    reasons = " ".join(dict.fromkeys(one.reason or "" for one in (events, actions)))
    if events.state is LinkState.STOPPED and actions.state is LinkState.STOPPED:
        return LinkChanged(LinkState.STOPPED, reasons, marks=marks)
    times = [one.retry_at for one in (events, actions) if one.retry_at is not None]
    return LinkChanged(LinkState.DOWN, reasons, min(times, default=None), marks)
