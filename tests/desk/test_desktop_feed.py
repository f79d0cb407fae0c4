"""What the desktop is fed: once a turn of the loop, the state first and then that turn's events."""

from __future__ import annotations

from typing import Any

from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, ConnectionState, Direction
from cti_desk.core.reports import CallChanged
from cti_desk.desk.desktop_feed import DesktopFeed
from cti_desk.desk.observers import Observers
from cti_desk.desktop.shown_desk import DeskState
from tests.support.fake_switch import HandClock, running
from tests.support.waiting import until

RINGING = Call("c", direction=Direction.INBOUND, local_state=ConnectionState.ALERTING)


class Shown:
    """A desktop that notes what it is given."""

    def __init__(self) -> None:
        self.given: list[tuple[str, Any]] = []

    def update(self, state: DeskState) -> None:
        self.given.append(("update", state.now))

    def event(self, event: Event) -> None:
        self.given.append(("event", event.event))

    def notice(self, text: str) -> None:
        self.given.append(("notice", text))


async def test_a_turns_events_follow_its_state() -> None:
    runner, switch, _ = running()
    shown = Shown()
    feed = DesktopFeed(runner, HandClock(7.0), shown)
    runner.observe(Observers(events=(feed.on_event,), changes=(feed.changed,)))
    switch.report(CallChanged(EventType.DELIVERED, RINGING))
    runner.notice("Lunch.")
    assert shown.given == []
    await until(lambda: shown.given)
    assert shown.given == [("update", 7.0), ("event", EventType.DELIVERED), ("notice", "Lunch.")]
    await runner.close()


async def test_a_call_that_is_over_already_pops_nothing() -> None:
    runner, switch, _ = running()
    shown = Shown()
    feed = DesktopFeed(runner, HandClock(7.0), shown)
    runner.observe(Observers(events=(feed.on_event,), changes=(feed.changed,)))
    switch.report(CallChanged(EventType.DELIVERED, RINGING))
    switch.report(CallChanged(EventType.CONNECTION_CLEARED, RINGING))
    await until(lambda: shown.given)
    assert ("event", EventType.DELIVERED) not in shown.given
    await runner.close()


async def test_a_closed_feed_shows_nothing_more() -> None:
    runner, _, _ = running()
    shown, turns = Shown(), list[str]()
    feed = DesktopFeed(runner, HandClock(), shown)
    changes = (feed.changed, lambda: turns.append("turn"))
    runner.observe(Observers(events=(feed.on_event,), changes=changes))
    feed.close()
    runner.notice("Too late.")
    await until(lambda: turns)
    assert shown.given == []
    await runner.close()
