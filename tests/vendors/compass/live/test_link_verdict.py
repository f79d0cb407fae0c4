"""What the desk says of its link, whichever link works."""

from __future__ import annotations

import pytest

from cti_desk.core.model import LinkState
from cti_desk.switch_kit.link_keeper import LinkKeeper
from cti_desk.vendors.compass.live.link_verdict import STILL_DONE, STILL_SEEN, link_of
from tests.support.instantvoice import HandClock

CONNECTING, UP, DOWN, STOPPED = LinkState


async def never(index: int, up: object) -> None:
    raise AssertionError


def kept(state: LinkState, reason: str | None = None, retry_at: float | None = None) -> LinkKeeper:
    found = LinkKeeper("link", never, HandClock(), lambda: None)
    found.state, found.reason, found.retry_at = state, reason, retry_at
    found.tried = state is not CONNECTING
    return found


@pytest.mark.parametrize(
    ("events", "actions", "link", "can_act"),
    [
        (CONNECTING, CONNECTING, CONNECTING, False),
        (UP, CONNECTING, CONNECTING, False),
        (CONNECTING, UP, CONNECTING, False),
        (UP, UP, UP, False),
        (UP, DOWN, UP, False),
        (UP, STOPPED, UP, False),
        (DOWN, UP, DOWN, True),
        (STOPPED, UP, DOWN, True),
        (DOWN, CONNECTING, CONNECTING, False),
        (DOWN, DOWN, DOWN, False),
        (STOPPED, DOWN, DOWN, False),
        (STOPPED, STOPPED, STOPPED, False),
    ],
)
def test_the_link_of_both(
    events: LinkState, actions: LinkState, link: LinkState, can_act: bool
) -> None:
    found = link_of(kept(events, "no events"), kept(actions, "no REST"))
    assert (found.state, found.can_act) == (link, can_act)


def test_the_link_that_fails_is_named_with_what_can_still_be_done() -> None:
    seen = link_of(kept(UP), kept(DOWN, "REST is down."), ("visible",))
    assert seen.marks == ("visible", f"{STILL_SEEN}: REST is down.")
    assert seen.reason is None
    done = link_of(kept(DOWN, "Prosody is down.", 7.0), kept(UP))
    assert (done.reason, done.retry_at) == (f"{STILL_DONE}: Prosody is down.", 7.0)


def test_with_neither_link_the_reasons_are_told_once_and_the_next_attempt_counts() -> None:
    both = link_of(kept(DOWN, "No network.", 9.0), kept(DOWN, "No network.", 5.0))
    assert (both.reason, both.retry_at) == ("No network.", 5.0)
    both = link_of(kept(STOPPED, "One."), kept(STOPPED, "Two."))
    assert both.reason == "One. Two."
