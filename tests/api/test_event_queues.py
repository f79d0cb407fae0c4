from __future__ import annotations

import json
from typing import Any

import pytest

from cti_desk.api import event_queues as module
from cti_desk.api.event_queues import EventQueues
from tests.support.fake_desk import FakeDesk

RING = {
    "direction": "INBOUND",
    "callerid": "2198765456",
    "type": "NEWCALL",
    "uniqueid": "1282781304.2.5",
    "agent": "default_1001",
}


@pytest.fixture
def queues() -> EventQueues:
    return EventQueues(FakeDesk())


def poll(queues: EventQueues, client: object) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = json.loads(queues.poll(client))
    return answer


def test_events_come_once_in_order_with_the_manual_s_fields(queues: EventQueues) -> None:
    assert queues.poll("crm") == "[]"
    shuffled = dict(reversed(RING.items()))
    queues.vendor_event("default_1001", {"extra": 1, **shuffled})
    queues.vendor_event("default_1001", {"type": "LOGIN", "agent": "default_1001"})
    first, second = poll(queues, "crm")
    assert list(first) == [*RING, "extra"]
    assert first == {**RING, "extra": 1}
    assert list(second.items()) == [
        ("direction", ""),
        ("callerid", ""),
        ("type", "LOGIN"),
        ("uniqueid", ""),
        ("agent", "default_1001"),
    ]
    assert queues.poll("crm") == "[]"


def test_every_client_has_its_own_queue(queues: EventQueues) -> None:
    connection = object()
    for client in ("crm", "wallboard", connection):
        queues.touch(client)
    queues.vendor_event(None, RING)
    assert [len(poll(queues, client)) for client in ("crm", connection, "crm")] == [1, 1, 0]
    assert len(poll(queues, "wallboard")) == 1


def test_only_served_agents_are_heard(queues: EventQueues) -> None:
    queues.touch("crm")
    queues.vendor_event("default_1002", {**RING, "agent": "default_1002"})
    assert poll(queues, "crm") == []
    queues.serve("default_1002")
    queues.vendor_event("default_1002", {**RING, "agent": "default_1002"})
    queues.vendor_event("default_1001", RING)  # the desk's own agent
    assert [event["agent"] for event in poll(queues, "crm")] == ["default_1002", "default_1001"]


def test_a_stopped_queue_stays_empty_until_it_is_started(queues: EventQueues) -> None:
    queues.touch("other")
    queues.touch("crm")
    queues.vendor_event(None, RING)
    queues.stop("crm")
    queues.vendor_event(None, RING)
    assert poll(queues, "crm") == []
    assert len(poll(queues, "other")) == 2
    queues.start("crm")
    queues.vendor_event(None, RING)
    assert len(poll(queues, "crm")) == 1


@pytest.mark.expected_log("crm does not poll")
def test_the_oldest_of_10000_are_dropped(queues: EventQueues) -> None:
    queues.touch("crm")
    for number in range(module.KEPT_EVENTS + 5):
        queues.vendor_event(None, {**RING, "uniqueid": str(number)})
    events = poll(queues, "crm")
    assert len(events) == module.KEPT_EVENTS
    assert events[0]["uniqueid"] == "5"


@pytest.mark.expected_log("too many clients")
def test_the_number_of_named_clients_is_bounded(queues: EventQueues) -> None:
    connection = object()
    queues.touch(connection)
    for number in range(module.KEPT_CLIENTS):
        queues.touch(f"client{number}")
    queues.poll("client0")
    queues.touch("one more")
    queues.vendor_event(None, RING)
    assert len(poll(queues, "client0")) == 1
    assert len(poll(queues, connection)) == 1
    assert poll(queues, "client1") == []  # idle longest: given up, and begun anew just now


def test_a_connection_s_queue_goes_with_it(queues: EventQueues) -> None:
    connection = object()
    queues.touch(connection)
    queues.forget(connection)
    queues.vendor_event(None, RING)
    assert poll(queues, connection) == []
