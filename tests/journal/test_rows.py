from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.causes import Cause
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
from cti_desk.core.moment import Moment
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


def at(stamp: float) -> Moment:
    return Moment(stamp, stamp)


def cleared(call: Call, cause: Cause | None = None, word: str | None = None) -> Event:
    return Event(EventType.CONNECTION_CLEARED, call=call, cause=word, csta_cause=cause)


def last(rows: OpenRows, *events: Event) -> Row:
    found: list[Row] = []
    for when, event in enumerate(events, 110):
        found = rows.take(event, at(float(when))) or found
    return found[-1]


def test_a_call_is_one_row_from_ring_to_end() -> None:
    row = last(
        OpenRows(42),
        Event(EventType.DELIVERED, call=RING),
        Event(EventType.ESTABLISHED, call=TALK),
        cleared(TALK, Cause.NORMAL_CLEARING, "BYCALLER"),
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
        "csta_cause": "normalClearing",
        "outcome": "answered",
        "withheld": False,
        "parties": [],
        "attempts": [
            {
                "call_id": "7.1",
                "started": 100.0,
                "ended": 112.0,
                "outcome": "answered",
                "cause": "BYCALLER",
                "csta_cause": "normalClearing",
            }
        ],
    }


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ([Event(EventType.DELIVERED, call=RING), cleared(RING)], "missed"),
        ([Event(EventType.DELIVERED, call=RING), cleared(RING, Cause.REJECTED)], "rejected"),
        (
            [
                Event(EventType.DELIVERED, call=RING),
                Event(EventType.DIVERTED, call=RING, csta_cause=Cause.CALL_PICKUP),
                cleared(RING),
            ],
            "answered_elsewhere",
        ),
        ([Event(EventType.ESTABLISHED, call=TALK), cleared(TALK)], "answered"),
        (
            [
                Event(EventType.ESTABLISHED, call=TALK),
                Event(EventType.TRANSFERRED, call=TALK, transferred_to="6100"),
                cleared(TALK),
            ],
            "transferred",
        ),
        (
            [cleared(replace(RING, local_state=ConnectionState.QUEUED), Cause.CALL_CANCELLED)],
            "abandoned",
        ),
        ([Event(EventType.ORIGINATED, call=DIAL), cleared(DIAL)], "no_answer"),
        (
            [Event(EventType.FAILED, call=DIAL, csta_cause=Cause.BUSY), cleared(DIAL)],
            "busy",
        ),
        ([cleared(replace(DIAL, answered_at=100.0))], "dialled"),
        ([cleared(Call("9", local_state=ConnectionState.CONNECTED))], "unknown"),
    ],
)
def test_what_became_of_a_call(events: list[Event], outcome: str) -> None:
    assert last(OpenRows(), *events)["outcome"] == outcome


def test_a_caller_who_rings_five_times_is_one_row() -> None:
    rows = OpenRows(42)
    events: list[Event] = []
    for number in range(1, 5):
        ring = replace(RING, id=f"7.{number}", since=100.0 + 10 * number)
        events += [
            Event(EventType.DELIVERED, call=ring),
            cleared(ring, Cause.ALERT_TIME_EXPIRED, "QUEUEMISSED"),
        ]
    talk = replace(TALK, id="7.5")
    events += [
        Event(EventType.DELIVERED, call=replace(RING, id="7.5")),
        Event(EventType.ESTABLISHED, call=talk),
        cleared(talk, Cause.NORMAL_CLEARING, "BYCALLER"),
    ]
    row = last(rows, *events)
    assert (row["id"], row["outcome"], row["call_id"]) == ("42", "answered", "7.5")
    assert (row["cause"], row["csta_cause"]) == ("BYCALLER", "normalClearing")
    assert [each["outcome"] for each in row["attempts"]] == ["missed"] * 4 + ["answered"]
    first, final = row["attempts"][0], row["attempts"][-1]
    assert (first["cause"], first["csta_cause"]) == ("QUEUEMISSED", "alertTimeExpired")
    assert (final["cause"], final["call_id"]) == ("BYCALLER", "7.5")


def test_between_two_rings_the_row_says_missed() -> None:
    rows = OpenRows()
    missed = last(rows, Event(EventType.DELIVERED, call=RING), cleared(RING))
    assert (missed["outcome"], missed["ended"]) == ("missed", 111.0)
    again = last(rows, Event(EventType.DELIVERED, call=replace(RING, id="7.2")))
    assert (again["id"], again["outcome"], again["ended"]) == (missed["id"], None, None)


def test_a_caller_who_comes_back_was_answered_all_the_same() -> None:
    rows = OpenRows()
    last(rows, Event(EventType.ESTABLISHED, call=TALK), cleared(TALK, Cause.TRANSFER))
    again = replace(RING, id="7.2", since=120.0)
    row = last(rows, Event(EventType.DELIVERED, call=again), cleared(again))
    assert (row["outcome"], row["duration_s"]) == ("transferred", 6.0)
    assert [each["outcome"] for each in row["attempts"]] == ["transferred", "missed"]


def test_two_agents_who_are_offered_a_caller_are_two_rows() -> None:
    rows = OpenRows()
    rows.take(Event(EventType.AGENT_READY, agent=Agent(id="default_1001")), at(1))
    one = last(rows, Event(EventType.DELIVERED, call=RING), cleared(RING))
    rows.take(Event(EventType.AGENT_READY, agent=Agent(id="default_1002")), at(120))
    other = last(rows, Event(EventType.DELIVERED, call=replace(RING, id="7.2")))
    assert one["id"] != other["id"]
    assert (one["agent"], other["agent"]) == ("default_1001", "default_1002")


def test_a_transfer_says_where_to_and_how() -> None:
    event = Event(
        EventType.TRANSFERRED,
        call=TALK,
        cause="BTRANSFER",
        csta_cause=Cause.SINGLE_STEP_TRANSFER,
        transferred_to="6100",
    )
    row = last(OpenRows(), Event(EventType.ESTABLISHED, call=TALK), event, cleared(TALK))
    assert (row["transferred_to"], row["csta_cause"]) == ("6100", "singleStepTransfer")


def test_another_party_has_the_row_and_nothing_of_the_one_before() -> None:
    colleague = replace(
        TALK, remote=Remote("1002", "+552112341002", "1002", "Rui Lima"), queue=None, parent=None
    )
    customer = replace(colleague, remote=Remote("2198765456"))
    row = last(
        OpenRows(),
        Event(EventType.ESTABLISHED, call=colleague),
        Event(EventType.CALL_INFORMATION, call=customer),
    )
    assert (row["number"], row["name"], row["e164"]) == ("2198765456", None, None)
    assert row["parties"] == [{"number": "1002", "name": "Rui Lima", "until": 111.0}]
    assert row["withheld"] is False


def test_a_party_that_becomes_known_is_no_other() -> None:
    unknown = replace(TALK, remote=Remote())
    row = last(
        OpenRows(),
        Event(EventType.ESTABLISHED, call=unknown),
        Event(EventType.CALL_INFORMATION, call=TALK),
    )
    assert (row["number"], row["parties"]) == ("2198765456", [])


def test_a_party_of_whom_nothing_is_known_has_nothing_of_the_one_before() -> None:
    row = last(
        OpenRows(),
        Event(EventType.ESTABLISHED, call=TALK),
        Event(EventType.CALL_INFORMATION, call=replace(TALK, remote=Remote(name="Voicemail"))),
        Event(EventType.CALL_INFORMATION, call=replace(TALK, remote=Remote())),
    )
    assert (row["number"], row["name"], row["withheld"]) == (None, None, None)
    assert [each["name"] for each in row["parties"]] == ["Maria Souza", "Voicemail"]


def test_after_a_restart_what_is_not_told_stays_as_it_was() -> None:
    begun = last(OpenRows(5), Event(EventType.DELIVERED, call=RING))
    rows = OpenRows(6)
    rows.adopt(dict(begun) | {"outcome": "unknown"})
    row = last(rows, Event(EventType.DELIVERED, call=replace(RING, remote=Remote())))
    assert (row["id"], row["number"], row["name"]) == ("5", "2198765456", "Maria Souza")
    assert row["parties"] == []


def test_a_clock_that_is_set_in_a_call_changes_no_duration() -> None:
    for set_by in (-3_600.0, 3_463_200.0):
        rows = OpenRows()
        rows.take(Event(EventType.DELIVERED, call=RING), Moment(100.0, 1.0))
        rows.take(Event(EventType.ESTABLISHED, call=TALK), Moment(105.0, 6.0))
        (row,) = rows.take(cleared(TALK), Moment(107.0 + set_by, 8.0))
        assert row["duration_s"] == 2.0
        assert row["started"] <= row["answered"] <= row["ended"] == 107.0


def test_an_event_that_changes_nothing_writes_nothing() -> None:
    rows = OpenRows()
    assert rows.take(Event(EventType.DELIVERED, call=RING), at(1.0))
    assert rows.take(Event(EventType.CALL_INFORMATION, call=RING), at(2.0)) == []


def test_two_calls_are_two_rows() -> None:
    rows = OpenRows()
    first = rows.take(Event(EventType.DELIVERED, call=RING), at(1.0))[0]
    other = replace(RING, id="8.1", parent="8.0")
    second = rows.take(Event(EventType.DELIVERED, call=other), at(2.0))[0]
    assert first["id"] != second["id"]


def test_a_withheld_number_is_not_kept() -> None:
    hidden = replace(RING, remote=Remote(number="anonymous", withheld=True))
    row = last(OpenRows(), Event(EventType.DELIVERED, call=hidden))
    assert (row["number"], row["withheld"]) == (None, True)
    unknown = replace(RING, remote=Remote())
    row = last(OpenRows(), Event(EventType.DELIVERED, call=unknown))
    assert (row["number"], row["withheld"]) == (None, None)


def test_a_name_that_is_a_guess_is_not_kept() -> None:
    guess = replace(RING.remote, name="Ana / Bia", guess=True, candidates=("Ana", "Bia"))
    rows = OpenRows(1)
    row = last(rows, Event(EventType.DELIVERED, call=replace(RING, remote=guess)))
    assert (row["name"], row["number"]) == (None, "2198765456")


def test_states_are_rows_that_end_when_the_next_begins() -> None:
    rows = OpenRows()
    ready = Agent(id="default_1001", device="SIP/1", state=AgentState.READY)
    lunch = replace(ready, state=AgentState.NOT_READY, reason=Reason("2", "Lunch"))
    first = rows.take(Event(EventType.AGENT_READY, agent=ready), at(10.0))
    assert rows.take(Event(EventType.AGENT_CHANGED, agent=ready), at(11.0)) == []
    second = rows.take(Event(EventType.AGENT_NOT_READY, agent=lunch), at(15.0))
    assert [row["state"] for row in (*first, *second)] == ["READY", "READY", "NOT_READY"]
    assert second[0]["ended"] == 15.0
    assert second[0]["duration_s"] == 5.0
    assert (second[1]["reason_code"], second[1]["reason"]) == ("2", "Lunch")
    assert second[1]["ended"] is None


def test_a_call_tells_which_agent_it_was() -> None:
    rows = OpenRows()
    rows.take(Event(EventType.AGENT_READY, agent=Agent(id="default_1001", device="SIP/1")), at(1.0))
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
    rows.take(Event(EventType.DELIVERED, call=RING), at(1.0))
    rows.shift(10)
    assert last(rows, cleared(RING))["id"] == "11"
    assert last(rows, Event(EventType.ORIGINATED, call=DIAL))["id"] == "12"


def test_a_state_not_read_yet_is_no_row_and_ends_none() -> None:
    def told(state: AgentState) -> Event:
        return Event(EventType.AGENT_CHANGED, agent=Agent(id="default_1001", state=state))

    earlier = OpenRows()
    (ready,) = earlier.take(told(AgentState.READY), at(100.0))
    rows = OpenRows(2)
    rows.adopt(dict(ready))
    assert rows.take(told(AgentState.UNKNOWN), at(110.0)) == []
    assert rows.take(told(AgentState.READY), at(111.0)) == []
    ended, unknown = rows.take(told(AgentState.UNKNOWN), at(120.0))
    assert (ended["duration_s"], unknown["state"]) == (20.0, "UNKNOWN")
