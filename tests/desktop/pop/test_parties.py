from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, ConnectionState, Direction, Remote, Snapshot
from cti_desk.desktop.pop.parties import Parties

RINGING = Call(
    "7.1",
    direction=Direction.INBOUND,
    local_state=ConnectionState.ALERTING,
    remote=Remote("1002", name="Rui"),
)
TALKING = replace(RINGING, local_state=ConnectionState.CONNECTED, answered_at=5.0)
CUSTOMER = Remote("2198765456")


def news(parties: Parties, kind: EventType, call: Call) -> str:
    return parties.news(Event(kind, call=call), call)


def test_a_call_rings_each_time_it_is_offered() -> None:
    parties = Parties()
    assert news(parties, EventType.DELIVERED, RINGING) == "rings"
    assert news(parties, EventType.CALL_INFORMATION, RINGING) == "nothing"
    assert news(parties, EventType.DELIVERED, RINGING) == "rings"


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (TALKING, replace(TALKING, remote=CUSTOMER), "another"),
        (TALKING, replace(TALKING, remote=Remote(withheld=True)), "another"),
        (TALKING, replace(TALKING, remote=Remote("1002", name="Rui Lima")), "nothing"),
        (replace(TALKING, remote=Remote()), TALKING, "nothing"),
        (replace(TALKING, answered_at=None), replace(TALKING, remote=CUSTOMER), "nothing"),
        (TALKING, replace(RINGING, remote=CUSTOMER, direction=None), "nothing"),
    ],
)
def test_somebody_else_on_the_line(before: Call, now: Call, expected: str) -> None:
    parties = Parties()
    news(parties, EventType.DELIVERED, replace(RINGING, remote=before.remote))
    news(parties, EventType.ESTABLISHED, before)
    assert news(parties, EventType.CALL_INFORMATION, now) == expected


def test_one_who_is_connected_without_a_ring_is_shown_once() -> None:
    parties = Parties()
    unknown = replace(TALKING, remote=Remote())
    assert news(parties, EventType.ESTABLISHED, unknown) == "nothing"
    assert news(parties, EventType.CALL_INFORMATION, TALKING) == "another"
    assert news(parties, EventType.HELD, TALKING) == "nothing"
    outbound = replace(TALKING, id="8.1", direction=Direction.OUTBOUND)
    assert news(parties, EventType.ESTABLISHED, outbound) == "nothing"


def test_calls_that_are_over_are_forgotten() -> None:
    parties = Parties()
    news(parties, EventType.DELIVERED, RINGING)
    assert news(parties, EventType.CONNECTION_CLEARED, RINGING) == "nothing"
    assert (parties._calls, parties._rang) == ({}, set())
    news(parties, EventType.DELIVERED, RINGING)
    parties.keep(Snapshot(calls=(RINGING,)))
    assert parties._calls != {}
    parties.keep(Snapshot())
    assert (parties._calls, parties._rang) == ({}, set())
