"""What goes into the session: what a vendor reports, what is asked, and the passing of time.

A vendor's switch builds these at its edge; the session is the only one that reads them.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.causes import Cause
from cti_desk.core.commands import Command
from cti_desk.core.errors import CtiError
from cti_desk.core.events import EventType
from cti_desk.core.model import (
    AgentState,
    Call,
    Direction,
    LinkState,
    Pending,
    Queue,
    QueueRef,
    Reason,
    Remote,
)


class LinkChanged(Struct, frozen=True):
    """The link changed. UP only after the vendor itself answered a request.

    ``can_act``: commands reach the vendor all the same.
    """

    state: LinkState
    reason: str | None = None
    retry_at: float | None = None
    marks: tuple[str, ...] | UnsetType = UNSET
    can_act: bool = False


class AgentChanged(Struct, frozen=True):
    """What is known of an agent; what is UNSET stays as it was.

    ``agent_id`` ``None`` is the desk's own agent.
    """

    agent_id: str | None = None
    state: AgentState | UnsetType = UNSET
    reason: Reason | UnsetType | None = UNSET
    device: str | UnsetType | None = UNSET
    pending: Pending | UnsetType | None = UNSET
    note: str | UnsetType | None = UNSET
    since: float | UnsetType = UNSET
    changed_by: Literal["agent", "server"] | UnsetType = UNSET
    do_not_disturb: bool | UnsetType | None = UNSET


class AgentChosen(Struct, frozen=True):
    """The desk's own agent is known (from the profile, or the first login without one)."""

    agent_id: str
    device: str | None = None


class CallChanged(Struct, frozen=True):
    """A call event, with the call as the vendor knows it after the event.

    For ``ConnectionCleared`` only ``call.id`` counts. ``cause`` is the vendor's own word,
    ``csta_cause`` its meaning; ``transferred_to`` is the number that the call went to, if the
    vendor says it. ``agent_id`` ``None`` is the own agent.

    ``remote_complete``: ``call.remote`` has all that is known of the other party now. What it
    leaves open is unknown, even if it was known of an earlier party. Without ``remote_complete``,
    what is left open stays as it was.
    """

    event: EventType
    call: Call
    cause: str | None = None
    agent_id: str | None = None
    csta_cause: Cause | None = None
    transferred_to: str | None = None
    remote_complete: bool = False


class QueueReported(Struct, frozen=True):
    """A queue as it is now; ``event`` says what about it changed."""

    queue: Queue
    event: EventType = EventType.QUEUE_CHANGED


class StateRead(Struct, frozen=True):
    """The whole state, read back. ``None``: this part could not be read, keep what is known.

    Calls that are not in ``calls`` have ended; ``resynchronised`` follows a lost link. ``polled``:
    no events tell what changes until it is read again. ``remote_complete`` as in `CallChanged`.
    """

    agent: AgentChanged | None = None
    calls: tuple[Call, ...] | None = None
    queues: tuple[Queue, ...] | None = None
    resynchronised: bool = False
    polled: bool = False
    remote_complete: bool = False


class CapabilitiesChanged(Struct, frozen=True):
    """A new table of what is offered."""

    table: CapabilityTable


class Noticed(Struct, frozen=True):
    """A sentence that the agent should see, without a state of its own."""

    text: str
    cause: str | None = None


class VendorEvent(Struct, frozen=True):
    """The vendor's own event, untouched, for programs that know its wire (IVClient)."""

    agent_id: str | None
    fields: dict[str, Any]


class Submit(Struct, frozen=True):
    """A command with the number its answer will carry.

    ``agent_id`` names another served agent; ``direct`` hands the command to the vendor as it is,
    without looking for its call (the way of IVClient, whose CRM knows the vendor's ids).
    """

    request: int
    command: Command
    wait_s: float | None = None
    agent_id: str | None = None
    direct: bool = False


class Accepted(Struct, frozen=True, kw_only=True):
    """The vendor has accepted a command; ``confirmed``: and its effect was seen.

    ``pending``: a pause or logout is known to follow when the call is over. The local API sends
    this as it is: ``accepted`` is there for programs.
    """

    confirmed: bool = False
    code: str | int | None = None
    message: str | None = None
    accepted: Literal[True] = True
    pending: bool = False


ACCEPTED = Accepted(code=0)

Result = Accepted | CtiError
"""How a command ended: what the vendor accepted, or the error that explains why not."""


class Performed(Struct, frozen=True):
    """How a `Perform` effect ended."""

    request: int
    result: Result


class Identified(Struct, frozen=True):
    """Who has a number, as contacts and number formatting know it.

    ``number``, if given, is the one that was looked up. If the call has another party by now, the
    answer is ignored.
    """

    call_id: str
    e164: str | None = None
    display: str | None = None
    name: str | None = None
    guess: bool = False
    number: str | None = None
    candidates: tuple[str, ...] = ()


class Recalled(Struct, frozen=True):
    """What an earlier run of the desk knew of a call that is still up.

    Only what the vendor does not tell now is taken from it.
    """

    call_id: str
    remote: Remote = Remote()
    direction: Direction | None = None
    called: str | None = None
    queue: QueueRef | None = None
    correlation_id: str | None = None
    answered_at: float | None = None


class Tick(Struct, frozen=True):
    """Time has passed: look at the time-outs."""


Report = (
    LinkChanged
    | AgentChanged
    | AgentChosen
    | CallChanged
    | QueueReported
    | StateRead
    | CapabilitiesChanged
    | Noticed
    | VendorEvent
)
Input = Report | Submit | Performed | Identified | Recalled | Tick
