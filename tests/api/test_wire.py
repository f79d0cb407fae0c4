from __future__ import annotations

import json

import pytest

from cti_desk.api.wire import encode, encode_event, wire_event, wire_link, wire_snapshot
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Agent, Call, Link, LinkState, Queue, Snapshot
from tests.support.fake_desk import NOW, FakeDesk, call, snapshot

KEYS = {
    "": "epoch sequence time profile vendor link agent calls queues colleagues",
    "link": "state since stale_s retry_in_s reason marks read_s can_act",
    "agent": "id device state underlying derived reason since pending asked changed_by note "
    "do_not_disturb",
    "calls": "id parent direction local_state remote_state remote called queue waited_s since "
    "answered_at correlation_id id_source raw held_since",
    "queues": "id name member state reason waiting agents members waiting_count waiting_since "
    "service_levels read_at",
}


def test_the_snapshot_has_every_key_even_when_nothing_is_known() -> None:
    desk = FakeDesk(current=Snapshot(agent=Agent(), calls=(Call("1"),), queues=(Queue("7012"),)))
    message = json.loads(encode(wire_snapshot(desk, "e1", 184)))
    assert list(message) == KEYS[""].split()
    assert list(message["link"]) == KEYS["link"].split()
    assert list(message["agent"]) == KEYS["agent"].split()
    assert list(message["calls"][0]) == KEYS["calls"].split()
    assert list(message["queues"][0]) == KEYS["queues"].split()
    assert (message["epoch"], message["sequence"]) == ("e1", 184)
    assert (message["profile"], message["vendor"]) == ("office", "instantvoice")
    assert message["calls"][0]["remote"]["number"] is None


def test_the_snapshot_reads_as_in_the_contract() -> None:
    message = json.loads(encode(wire_snapshot(FakeDesk(current=snapshot(1)), "e1", 1)))
    assert message["agent"]["state"] == "BUSY"
    assert message["calls"][0]["remote"]["name"] == "Maria Souza"
    assert message["calls"][0]["queue"] == {"id": "7012", "name": "Support"}
    assert message["queues"][0]["agents"] == {"ready": 3, "not_ready": 1, "busy": 2}
    assert message["queues"][0]["waiting"][0]["number"] == "1155551234"
    assert message["queues"][0]["members"][1] == {
        "agent_id": "default_1002",
        "name": None,
        "state": "NOT_READY",
        "reason": {"code": "2", "text": "Lunch"},
        "since": NOW - 300,
        "paused": True,
        "read_at": None,
    }


@pytest.mark.parametrize(
    ("link", "stale", "retry"),
    [
        (Link(LinkState.UP, NOW - 9, lost_at=NOW - 20, retry_at=NOW + 3), None, None),
        (Link(LinkState.DOWN, NOW - 9, lost_at=NOW - 9, retry_at=NOW + 3.5), 9.0, 3.5),
        (Link(LinkState.CONNECTING, NOW - 2, lost_at=NOW - 9), 9.0, None),
        (Link(LinkState.DOWN, NOW, lost_at=NOW + 1, retry_at=NOW - 1), 0.0, 0.0),
        (Link(LinkState.CONNECTING, NOW), None, None),
        (Link(LinkState.STOPPED, NOW, lost_at=NOW - 3, reason="No."), 3.0, None),
    ],
)
def test_the_age_of_what_is_known_counts_from_the_loss(
    link: Link, stale: float | None, retry: float | None
) -> None:
    wire = wire_link(link, NOW)
    assert (wire.stale_s, wire.retry_in_s) == (stale, retry)


def test_what_is_read_and_not_told_carries_its_age_while_the_link_is_up() -> None:
    link = Link(LinkState.UP, NOW - 60, read_at=NOW - 4.5)
    assert wire_link(link, NOW).read_s == 4.5
    assert wire_link(Link(LinkState.UP, NOW - 60), NOW).read_s is None
    gone = wire_link(Link(LinkState.DOWN, NOW, lost_at=NOW - 4.5), NOW)
    assert (gone.read_s, gone.stale_s) == (None, 4.5)


def test_an_event_carries_only_what_it_is_about() -> None:
    event = Event(EventType.CONNECTION_CLEARED, call=call(), cause="BYCALLER")
    message = json.loads(encode_event(wire_event(event, "e1", 185, NOW)))
    params = message.pop("params")
    assert message == {"jsonrpc": "2.0", "method": "event"}
    assert list(params) == ["epoch", "sequence", "time", "event", "call", "cause"]
    assert params["event"] == "ConnectionCleared"
    assert list(params["call"]) == KEYS["calls"].split()


def test_a_link_event_tells_the_age_at_its_time() -> None:
    link = Link(LinkState.DOWN, NOW, lost_at=NOW, retry_at=NOW + 1)
    event = wire_event(Event(EventType.LINK_DOWN, link=link), "e1", 1, NOW)
    assert event.link is not None
    assert (event.link.stale_s, event.link.retry_in_s) == (0.0, 1.0)


def test_half_characters_are_replaced() -> None:
    event = Event(EventType.DELIVERED, call=call(raw={"\ud800": ["\udc00", 1, None]}))
    message = json.loads(encode_event(wire_event(event, "e1", 1, NOW)))
    assert message["params"]["call"]["raw"] == {"?": ["?", 1, None]}
