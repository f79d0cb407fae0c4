"""What is made for events, and what where none come."""

from __future__ import annotations

from cti_desk.vendors.instantvoice.live.polled_agent import PolledTracker
from cti_desk.vendors.instantvoice.live.polled_calls import PolledBook
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.live.source import EventSource, PollingSource
from tests.support.instantvoice import AGENT, DictMemory

REASONS = Reasons((), DictMemory(), "key")


def test_events_say_what_happens() -> None:
    source = EventSource(REASONS)
    assert not source.polled
    assert not isinstance(source.tracker(None), PolledTracker)
    assert not isinstance(source.book(AGENT, None), PolledBook)
    assert source.book(AGENT, AGENT, keep_raw=False).agent_id == AGENT


def test_without_events_the_state_is_read() -> None:
    source = PollingSource(REASONS)
    assert source.polled
    assert isinstance(source.tracker(None), PolledTracker)
    assert isinstance(source.book(AGENT, None), PolledBook)


def test_a_warning_ends_with_the_first_event() -> None:
    source = EventSource(REASONS, warning="No event has been posted yet.")
    assert source.received()
    assert source.warning is None
    assert not source.received()
    assert not EventSource(REASONS).received()
