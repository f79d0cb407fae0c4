"""The event names of docs/contracts.md §2 and the one struct they come in."""

from __future__ import annotations

import msgspec

from cti_desk.core.events import AGENT_EVENTS, Event, EventType, without_past
from cti_desk.core.model import AgentState, Call

DESIGNED = """
    AgentLoggedOn AgentLoggedOff AgentNotReady AgentReady AgentBusy AgentWorkingAfterCall
    ServiceInitiated Originated NetworkReached Delivered Established Held Retrieved Queued Diverted
    Transferred Conferenced Failed ConnectionCleared CallInformation DoNotDisturb Forwarding
    QueueMembershipChanged QueueChanged WaitingCall DeviceStatus LinkUp LinkDown Resynchronised Gap
"""


def test_every_designed_event_exists() -> None:
    assert set(DESIGNED.split()) <= {event.value for event in EventType}


def test_every_agent_state_has_its_event() -> None:
    assert set(AGENT_EVENTS) == set(AgentState)


def test_an_event_carries_only_what_it_is_about() -> None:
    event = Event(EventType.CONNECTION_CLEARED, call=Call("c1"), cause="BYCALLER")
    told = msgspec.to_builtins(event)
    assert sorted(told) == ["call", "cause", "event"]
    assert told["event"] == "ConnectionCleared"


def test_a_call_that_began_and_is_not_known_any_more_is_left_out() -> None:
    call = Call("c1")
    begun = Event(EventType.DELIVERED, call=call)
    over = Event(EventType.CONNECTION_CLEARED, call=call)
    agent = Event(EventType.AGENT_READY)
    assert without_past([begun, over, agent], set().__contains__) == [over, agent]
    assert without_past([begun, over], {call.id}.__contains__) == [begun, over]
    bare = Event(EventType.DELIVERED)
    assert without_past([bare], set().__contains__) == [bare]
