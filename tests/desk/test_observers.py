"""Observers hear in the order of their list; who is not named hears nothing."""

from __future__ import annotations

from cti_desk.core.events import EventType
from cti_desk.core.reports import Noticed
from cti_desk.desk.observers import Observers
from tests.support.fake_switch import running
from tests.support.waiting import until


async def test_each_hears_in_the_order_of_the_list() -> None:
    runner, _, _ = running()
    heard: list[str] = []
    runner.observe(
        Observers(
            events=(
                lambda event, at: heard.append(f"first {event.event}"),
                lambda event, at: heard.append(f"second {event.event}"),
            ),
            changes=(lambda: heard.append("changed"),),
            closing=(lambda: heard.append("closing"),),
        )
    )
    runner.feed(Noticed("Lunch is over."))
    runner.feed(Noticed("Lunch is over."))
    kind = EventType.NOTICE
    assert heard == [f"first {kind}", f"second {kind}"] * 2
    await until(lambda: len(heard) > 4)
    assert heard[4:] == ["changed"], "once a turn of the loop"
    await runner.close()
    assert heard[5:] == ["closing"]


async def test_nobody_needs_to_observe() -> None:
    runner, _, events = running()
    runner.observe(Observers())
    known = len(events)
    runner.notice("Nobody reads this.")
    assert len(events) == known
    await runner.close()
