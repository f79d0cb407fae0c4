"""What observers are told: one struct, told apart by its type.

The names are ECMA-269's event names; those under "ours" are additions of CTI Desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final

from msgspec import Struct

from cti_desk.core.causes import Cause
from cti_desk.core.model import Agent, AgentState, Call, Colleague, Link, Queue


class EventType(StrEnum):
    """Every event the desk publishes."""

    # ECMA-269 clause 21: logical device (agent) events
    AGENT_LOGGED_ON = "AgentLoggedOn"
    AGENT_LOGGED_OFF = "AgentLoggedOff"
    AGENT_NOT_READY = "AgentNotReady"
    AGENT_READY = "AgentReady"
    AGENT_BUSY = "AgentBusy"
    AGENT_WORKING_AFTER_CALL = "AgentWorkingAfterCall"
    # ECMA-269 clause 17: call control events
    SERVICE_INITIATED = "ServiceInitiated"
    ORIGINATED = "Originated"
    NETWORK_REACHED = "NetworkReached"
    DELIVERED = "Delivered"
    ESTABLISHED = "Established"
    HELD = "Held"
    RETRIEVED = "Retrieved"
    QUEUED = "Queued"
    DIVERTED = "Diverted"
    TRANSFERRED = "Transferred"
    CONFERENCED = "Conferenced"
    FAILED = "Failed"
    CONNECTION_CLEARED = "ConnectionCleared"
    CALL_INFORMATION = "CallInformation"
    DO_NOT_DISTURB = "DoNotDisturb"
    FORWARDING = "Forwarding"
    # ours
    AGENT_CHANGED = "AgentChanged"
    COLLEAGUE_CHANGED = "ColleagueChanged"
    QUEUE_MEMBERSHIP_CHANGED = "QueueMembershipChanged"
    QUEUE_CHANGED = "QueueChanged"
    WAITING_CALL = "WaitingCall"
    DEVICE_STATUS = "DeviceStatus"
    NOTICE = "Notice"
    LINK_UP = "LinkUp"
    LINK_DOWN = "LinkDown"
    RESYNCHRONISED = "Resynchronised"
    GAP = "Gap"


class Event(Struct, frozen=True, omit_defaults=True):
    """One thing that happened, with the whole of what it happened to.

    ``cause`` is the vendor's word for the reason (``BYCALLER``), ``csta_cause`` the same in the
    core's words, ``text`` a sentence for a person. ``transferred_to``: the number that a call went
    to, as far as it is known.
    """

    event: EventType
    call: Call | None = None
    agent: Agent | None = None
    colleague: Colleague | None = None
    queue: Queue | None = None
    link: Link | None = None
    cause: str | None = None
    text: str | None = None
    csta_cause: Cause | None = None
    transferred_to: str | None = None


AGENT_EVENTS: Final = {
    AgentState.LOGGED_OUT: EventType.AGENT_LOGGED_OFF,
    AgentState.NOT_READY: EventType.AGENT_NOT_READY,
    AgentState.READY: EventType.AGENT_READY,
    AgentState.BUSY: EventType.AGENT_BUSY,
    AgentState.WORKING_AFTER_CALL: EventType.AGENT_WORKING_AFTER_CALL,
    AgentState.UNKNOWN: EventType.AGENT_CHANGED,
}


def without_past(events: Iterable[Event], is_known: Callable[[str], bool]) -> list[Event]:
    """Leave out the events that begin a call of which the end is known too.

    ``is_known`` says whether the call of an id has not ended.
    """
    return [event for event in events if not _is_past(event, is_known)]


def _is_past(event: Event, is_known: Callable[[str], bool]) -> bool:
    begins = event.event is EventType.DELIVERED
    return begins and event.call is not None and not is_known(event.call.id)
