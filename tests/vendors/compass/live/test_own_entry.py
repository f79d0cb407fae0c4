"""Which event tells of a change of one call."""

from __future__ import annotations

import pytest

from cti_desk.core.events import EventType as E
from cti_desk.core.model import Call, Direction, Remote
from cti_desk.core.model import ConnectionState as S
from cti_desk.vendors.compass.live.own_entry import Entry, event_of

IN, OUT = Direction.INBOUND, Direction.OUTBOUND


def call(direction: Direction, local: S, remote: S | None, number: str | None = None) -> Call:
    return Call("x", None, direction, local_state=local, remote_state=remote, remote=Remote(number))


@pytest.mark.parametrize(
    ("direction", "before", "now", "event"),
    [
        (IN, None, (S.ALERTING, S.CONNECTED), E.DELIVERED),
        (IN, None, (S.CONNECTED, S.CONNECTED), E.ESTABLISHED),
        (IN, None, (S.HELD, S.CONNECTED), E.HELD),
        (IN, (S.ALERTING, S.CONNECTED), (S.CONNECTED, S.CONNECTED), E.ESTABLISHED),
        (IN, (S.CONNECTED, S.CONNECTED), (S.HELD, S.CONNECTED), E.HELD),
        (IN, (S.HELD, S.CONNECTED), (S.CONNECTED, S.CONNECTED), E.RETRIEVED),
        (IN, (S.CONNECTED, S.CONNECTED), (S.CONNECTED, S.HELD), E.CALL_INFORMATION),
        (IN, (S.CONNECTED, S.CONNECTED), (S.ALERTING, S.CONNECTED), E.CALL_INFORMATION),
        (OUT, None, (S.INITIATED, None), E.SERVICE_INITIATED),
        (OUT, None, (S.ALERTING, None), E.SERVICE_INITIATED),
        (OUT, (S.ALERTING, None), (S.CONNECTED, S.INITIATED), E.ORIGINATED),
        (OUT, (S.INITIATED, None), (S.CONNECTED, S.INITIATED), E.ORIGINATED),
        (OUT, (S.CONNECTED, S.INITIATED), (S.CONNECTED, S.ALERTING), E.DELIVERED),
        (OUT, (S.CONNECTED, S.INITIATED), (S.CONNECTED, S.QUEUED), E.QUEUED),
        (OUT, (S.CONNECTED, S.ALERTING), (S.CONNECTED, S.CONNECTED), E.ESTABLISHED),
        (OUT, (S.CONNECTED, S.CONNECTED), (S.HELD, S.CONNECTED), E.HELD),
        (OUT, (S.HELD, S.CONNECTED), (S.CONNECTED, S.CONNECTED), E.RETRIEVED),
        (OUT, (S.CONNECTED, S.CONNECTED), (S.CONNECTED, S.ALERTING), E.CALL_INFORMATION),
        (IN, (S.ALERTING, S.CONNECTED), (S.ALERTING, S.CONNECTED), None),
    ],
)
def test_the_event_of_a_change(
    direction: Direction,
    before: tuple[S, S | None] | None,
    now: tuple[S, S | None],
    event: E | None,
) -> None:
    known = None if before is None else call(direction, *before)
    assert event_of(known, call(direction, *now)) is event


def test_a_caller_who_becomes_known_is_news() -> None:
    before, now = (call(IN, S.ALERTING, S.CONNECTED, number) for number in (None, "31612"))
    assert event_of(before, now) is E.CALL_INFORMATION


def test_a_call_has_a_parent_when_another_call_is_its_root() -> None:
    entry = Entry("y", "x", "in", "y", 1.0, S.ALERTING, S.CONNECTED)
    assert (entry.call().parent, entry.call().direction) == ("x", IN)
    entry = Entry("x", "x", "out", "x", 1.0, S.INITIATED, None)
    assert (entry.call().parent, entry.call().direction) == (None, OUT)
    assert not entry.talking
