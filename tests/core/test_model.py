"""The values of docs/contracts.md §1: what a snapshot is made of."""

from __future__ import annotations

import msgspec
import pytest

from cti_desk.core.model import (
    Agent,
    AgentState,
    Call,
    ConnectionState,
    Direction,
    Link,
    LinkState,
    Queue,
    Remote,
    Snapshot,
    Waiting,
)


def test_nothing_is_known_at_first() -> None:
    snapshot = Snapshot()
    assert snapshot.link.state is LinkState.CONNECTING
    assert snapshot.agent.state is AgentState.UNKNOWN
    assert (snapshot.calls, snapshot.queues, snapshot.colleagues) == ((), (), ())


def test_the_words_are_those_of_the_contract() -> None:
    assert [state.value for state in LinkState] == ["CONNECTING", "UP", "DOWN", "STOPPED"]
    assert [state.value for state in AgentState] == (
        ["UNKNOWN", "LOGGED_OUT", "NOT_READY", "READY", "BUSY", "WORKING_AFTER_CALL"]
    )
    assert [state.value for state in ConnectionState] == (
        ["INITIATED", "ALERTING", "CONNECTED", "HELD", "QUEUED", "FAILED"]
    )
    assert [direction.value for direction in Direction] == ["INBOUND", "OUTBOUND"]


@pytest.mark.parametrize("value", [Snapshot(), Agent(), Link(), Call("1"), Remote()])
def test_values_cannot_be_changed(value: msgspec.Struct) -> None:
    name = value.__struct_fields__[0]
    with pytest.raises(AttributeError):
        setattr(value, name, None)


def test_the_root_of_a_ring_attempt_is_the_call_that_waits() -> None:
    assert Call("ring.2", parent="waiting.1").root == "waiting.1"
    assert Call("direct.1").root == "direct.1"


@pytest.mark.parametrize(
    ("state", "up"),
    [
        (ConnectionState.INITIATED, False),
        (ConnectionState.ALERTING, False),
        (ConnectionState.CONNECTED, True),
        (ConnectionState.HELD, True),
        (ConnectionState.QUEUED, False),
        (ConnectionState.FAILED, False),
    ],
)
def test_a_call_is_up_while_the_telephone_is_off_hook(state: ConnectionState, up: bool) -> None:
    assert Call("1", local_state=state).up is up


@pytest.mark.parametrize(
    ("queue", "count"),
    [
        (Queue("1"), None),
        (Queue("1", waiting_count=4), 4),
        (Queue("1", waiting=()), 0),
        (Queue("1", waiting=(Waiting("61", 0.0),), waiting_count=9), 1),
    ],
)
def test_how_many_wait_is_counted_where_they_are_known(queue: Queue, count: int | None) -> None:
    assert queue.how_many_wait == count


def test_a_call_is_found_by_its_id() -> None:
    first, second = Call("1"), Call("2")
    snapshot = Snapshot(calls=(first, second))
    assert snapshot.call("2") is second
    assert snapshot.call("3") is None
