from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.events import Event, EventType
from cti_desk.core.model import (
    Agent,
    AgentState,
    Call,
    ConnectionState,
    Direction,
    QueueRef,
    Reason,
    Remote,
)
from cti_desk.journal.rows import COLUMNS, OpenRows, Row

RING = Call(
    "7.1",
    parent="7.0",
    direction=Direction.INBOUND,
    local_state=ConnectionState.ALERTING,
    remote=Remote(number="2198765456", e164="+552198765456", name="Maria Souza"),
    queue=QueueRef("7012", "Support"),
    since=100.0,
)
TALK = replace(RING, local_state=ConnectionState.CONNECTED, answered_at=105.0)
DIAL = Call("8.1", direction=Direction.OUTBOUND, remote=Remote(number="6100"), since=100.0)


def cleared(call: Call, cause: str | None = None) -> Event:
    return Event(EventType.CONNECTION_CLEARED, call=call, cause=cause)


def last(rows: OpenRows, *events: Event) -> Row:
    found: list[Row] = []
    for at, event in enumerate(events, 110):
        found = rows.take(event, float(at)) or found
    return found[-1]


def test_a_call_is_one_row_from_ring_to_end() -> None:
    row = last(
        OpenRows(42),
        Event(EventType.DELIVERED, call=RING),
        Event(EventType.ESTABLISHED, call=TALK),
        cleared(TALK, "BYCALLER"),
    )
    assert tuple(row) == COLUMNS
    assert {key: value for key, value in row.items() if value is not None} == {
        "id": "42",
        "kind": "call",
        "started": 100.0,
        "answered": 105.0,
        "ended": 112.0,
        "duration_s": 7.0,
        "direction": "INBOUND",
        "number": "2198765456",
        "e164": "+552198765456",
        "name": "Maria Souza",
        "queue": "7012",
        "queue_name": "Support",
        "call_id": "7.1",
        "root_id": "7.0",
        "cause": "BYCALLER",
        "outcome": "answered",
    }


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ([Event(EventType.DELIVERED, call=RING), cleared(RING)], "missed"),
        ([Event(EventType.DELIVERED, call=RING), cleared(RING, "QUEUEMISSED")], "missed"),
        ([Event(EventType.DELIVERED, call=RING), cleared(RING, "PICKUP")], "answered_elsewhere"),
        (
            [Event(EventType.DELIVERED, call=RING), cleared(RING, "ANSWERED_ELSEWHERE")],
            "answered_elsewhere",
        ),
        (
            [
                Event(EventType.DELIVERED, call=RING),
                Event(EventType.DIVERTED, call=RING, cause="PICKUP"),
                cleared(RING),
            ],
            "answered_elsewhere",
        ),
        ([Event(EventType.DELIVERED, call=RING), cleared(RING, "MSGONE")], "failed"),
        ([cleared(replace(RING, local_state=ConnectionState.QUEUED), "QUEUEGIVEUP")], "abandoned"),
        ([Event(EventType.ORIGINATED, call=DIAL), cleared(DIAL)], "no_answer"),
        ([Event(EventType.ORIGINATED, call=DIAL), cleared(DIAL, "BUSY")], "busy"),
        ([Event(EventType.ORIGINATED, call=DIAL), cleared(DIAL, "DESTINATION_BUSY")], "busy"),
        ([Event(EventType.FAILED, call=DIAL, cause="FAILED"), cleared(DIAL)], "failed"),
        ([cleared(replace(DIAL, answered_at=100.0))], "dialled"),
        ([cleared(Call("9", local_state=ConnectionState.CONNECTED))], "unknown"),
    ],
)
def test_what_became_of_a_call(events: list[Event], outcome: str) -> None:
    assert last(OpenRows(), *events)["outcome"] == outcome


def test_an_event_that_changes_nothing_writes_nothing() -> None:
    rows = OpenRows()
    assert rows.take(Event(EventType.DELIVERED, call=RING), 1.0)
    assert rows.take(Event(EventType.CALL_INFORMATION, call=RING), 2.0) == []


def test_two_calls_are_two_rows() -> None:
    rows = OpenRows()
    first = rows.take(Event(EventType.DELIVERED, call=RING), 1.0)[0]
    second = rows.take(Event(EventType.DELIVERED, call=replace(RING, id="7.2")), 2.0)[0]
    assert first["id"] != second["id"]
    assert first["root_id"] == second["root_id"]


def test_a_withheld_number_is_not_kept() -> None:
    hidden = replace(RING, remote=Remote(number="anonymous", withheld=True))
    assert last(OpenRows(), Event(EventType.DELIVERED, call=hidden))["number"] is None


def test_a_name_that_is_a_guess_is_not_kept() -> None:
    guess = replace(RING.remote, name="Ana / Bia", guess=True, candidates=("Ana", "Bia"))
    rows = OpenRows(1)
    row = last(rows, Event(EventType.DELIVERED, call=replace(RING, remote=guess)))
    assert (row["name"], row["number"]) == (None, "2198765456")


def test_states_are_rows_that_end_when_the_next_begins() -> None:
    rows = OpenRows()
    ready = Agent(id="default_1001", device="SIP/1", state=AgentState.READY)
    lunch = replace(ready, state=AgentState.NOT_READY, reason=Reason("2", "Lunch"))
    first = rows.take(Event(EventType.AGENT_READY, agent=ready), 10.0)
    assert rows.take(Event(EventType.AGENT_CHANGED, agent=ready), 11.0) == []
    second = rows.take(Event(EventType.AGENT_NOT_READY, agent=lunch), 15.0)
    assert [row["state"] for row in (*first, *second)] == ["READY", "READY", "NOT_READY"]
    assert second[0]["ended"] == 15.0
    assert second[0]["duration_s"] == 5.0
    assert (second[1]["reason_code"], second[1]["reason"]) == ("2", "Lunch")
    assert second[1]["ended"] is None


def test_a_call_tells_which_agent_it_was() -> None:
    rows = OpenRows()
    rows.take(Event(EventType.AGENT_READY, agent=Agent(id="default_1001", device="SIP/1")), 1.0)
    row = last(rows, Event(EventType.DELIVERED, call=RING))
    assert (row["agent"], row["device"]) == ("default_1001", "SIP/1")


def test_an_earlier_runs_call_goes_on() -> None:
    begun = last(OpenRows(5), Event(EventType.DELIVERED, call=RING))
    rows = OpenRows(6)
    rows.adopt(dict(begun) | {"outcome": "unknown"})
    row = last(rows, Event(EventType.ESTABLISHED, call=TALK))
    assert (row["id"], row["outcome"]) == ("5", None)
    assert last(rows, cleared(TALK))["outcome"] == "answered"


def test_numbers_can_be_raised() -> None:
    rows = OpenRows()
    rows.take(Event(EventType.DELIVERED, call=RING), 1.0)
    rows.shift(10)
    assert last(rows, cleared(RING))["id"] == "11"
    assert last(rows, Event(EventType.ORIGINATED, call=DIAL))["id"] == "12"


def test_a_state_not_read_yet_is_no_row_and_ends_none() -> None:
    def told(state: AgentState) -> Event:
        return Event(EventType.AGENT_CHANGED, agent=Agent(id="default_1001", state=state))

    earlier = OpenRows()
    (ready,) = earlier.take(told(AgentState.READY), 100.0)
    rows = OpenRows(2)
    rows.adopt(dict(ready))
    assert rows.take(told(AgentState.UNKNOWN), 110.0) == []
    assert rows.take(told(AgentState.READY), 111.0) == []
    ended, unknown = rows.take(told(AgentState.UNKNOWN), 120.0)
    assert (ended["duration_s"], unknown["state"]) == (20.0, "UNKNOWN")
