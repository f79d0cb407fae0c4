"""A call's states follow from its facts, and numbers are compared as people dial them."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.events import EventType
from cti_desk.core.model import ConnectionState as C
from cti_desk.core.model import Direction, Remote
from cti_desk.vendors.instantvoice.live.call_entry import (
    Entry,
    remote_of,
    same_number,
)

OUT, IN = Direction.OUTBOUND, Direction.INBOUND


@pytest.mark.parametrize(
    ("facts", "local", "remote", "event"),
    [
        ({"direction": IN}, C.ALERTING, C.CONNECTED, EventType.DELIVERED),
        ({"direction": IN, "picked_up": True}, C.CONNECTED, C.CONNECTED, EventType.ESTABLISHED),
        ({"direction": OUT}, C.CONNECTED, None, EventType.ORIGINATED),
        ({"direction": OUT, "picked_up": True}, C.CONNECTED, C.CONNECTED, EventType.ESTABLISHED),
        ({"two_legs": True}, C.ALERTING, None, EventType.SERVICE_INITIATED),
        ({"two_legs": True, "picked_up": True}, C.CONNECTED, C.INITIATED, EventType.ORIGINATED),
        (
            {"two_legs": True, "picked_up": True, "called": True},
            C.CONNECTED,
            C.ALERTING,
            EventType.DELIVERED,
        ),
        ({"two_legs": True, "called": True}, C.ALERTING, C.ALERTING, EventType.DELIVERED),
        (
            {"two_legs": True, "picked_up": True, "called": True, "answered": True},
            C.CONNECTED,
            C.CONNECTED,
            EventType.ESTABLISHED,
        ),
        (
            {"two_legs": True, "called": True, "answered": True},
            C.ALERTING,
            C.CONNECTED,
            EventType.DELIVERED,
        ),
    ],
)
def test_states_follow_from_facts(
    facts: dict[str, Any], local: C, remote: C | None, event: EventType
) -> None:
    entry = Entry("1", "1", 0.0, 0, **facts)
    call = entry.call()
    assert (call.local_state, call.remote_state, entry.event()) == (local, remote, event)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("6100", "6100", True),
        ("(21) 9876-5456", "2198765456", True),
        ("02198765456", "2198765456", True),
        ("100", "6100", False),
        ("*8", "8", False),
        ("", "", False),
        ("abc", "abd", False),
    ],
)
def test_numbers(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same
    assert same_number(other, one) is same


def test_withheld_is_not_the_same_as_unknown() -> None:
    assert remote_of("Anonymous") == Remote(withheld=True)
    assert remote_of("") == remote_of("unknown") == Remote()
    assert remote_of(" 2198765456 ") == Remote("2198765456")
