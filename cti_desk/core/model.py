"""What the desk knows, as immutable values.

Words follow ECMA-269 (CSTA) where it has them. Times are Unix seconds (UTC). ``None`` means
"not known now"; what a vendor can never tell is listed in `CapabilityTable.unknowable`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from msgspec import Struct, field


class LinkState(StrEnum):
    """The link to the vendor; STOPPED means that only a person can go on."""

    CONNECTING = "CONNECTING"
    UP = "UP"
    DOWN = "DOWN"
    STOPPED = "STOPPED"


class AgentState(StrEnum):
    """ECMA-269 6.1.3 agent states, with BUSY derived from the calls where needed."""

    UNKNOWN = "UNKNOWN"
    LOGGED_OUT = "LOGGED_OUT"
    NOT_READY = "NOT_READY"
    READY = "READY"
    BUSY = "BUSY"
    WORKING_AFTER_CALL = "WORKING_AFTER_CALL"


class ConnectionState(StrEnum):
    """ECMA-269 6.1.5 connection states, without Null (a cleared call is not listed)."""

    INITIATED = "INITIATED"
    ALERTING = "ALERTING"
    CONNECTED = "CONNECTED"
    HELD = "HELD"
    QUEUED = "QUEUED"
    FAILED = "FAILED"


class Direction(StrEnum):
    """Who called whom, seen from the agent."""

    INBOUND = "INBOUND"
    OUTBOUND = "OUTBOUND"


class Reason(Struct, frozen=True):
    """A reason for being not ready: the vendor's code, the agent's words, or both."""

    code: str | None = None
    text: str | None = None


class Link(Struct, frozen=True):
    """State of the link. ``lost_at`` is when it was last lost, ``retry_at`` the next attempt.

    ``read_at`` is when the state was last read, for vendors whose events do not tell of changes:
    what is known is as old as that. ``can_act``: commands reach the vendor although the link is not
    UP, because only the way by which events come has failed.
    """

    state: LinkState = LinkState.CONNECTING
    since: float = 0.0
    lost_at: float | None = None
    retry_at: float | None = None
    reason: str | None = None
    marks: tuple[str, ...] = ()  # standing warnings, as sentences: plain text, default password
    read_at: float | None = None
    can_act: bool = False

    @property
    def takes_commands(self) -> bool:
        """Whether there is a way for commands."""
        return self.state is LinkState.UP or (self.can_act and self.state is not LinkState.STOPPED)


class Pending(Struct, frozen=True):
    """A state that the vendor will enter by itself, usually after the call."""

    state: AgentState
    reason: Reason | None = None


class Asked(Struct, frozen=True):
    """What was asked of the vendor and is neither confirmed, refused nor timed out."""

    command: str
    state: AgentState
    reason: Reason | None
    since: float


class Agent(Struct, frozen=True):
    """The desk's own agent; ``underlying`` is the state without the calls.

    ``do_not_disturb``: not even direct calls reach the agent; ``None`` where that is not known.
    """

    id: str | None = None
    device: str | None = None
    state: AgentState = AgentState.UNKNOWN
    underlying: AgentState = AgentState.UNKNOWN
    derived: bool = False
    reason: Reason | None = None
    since: float = 0.0
    pending: Pending | None = None
    asked: Asked | None = None
    changed_by: Literal["agent", "server", "desk"] | None = None
    note: str | None = None
    do_not_disturb: bool | None = None


class Colleague(Struct, frozen=True):
    """Another agent, followed by a supervisor's profile or served for the CRM."""

    id: str
    state: AgentState = AgentState.UNKNOWN
    reason: Reason | None = None
    since: float = 0.0
    calls: int = 0


class Remote(Struct, frozen=True):
    """The other party. ``number`` is as the vendor sent it, ``display`` as a person reads it."""

    number: str | None = None
    e164: str | None = None
    display: str | None = None
    name: str | None = None
    withheld: bool = False
    guess: bool = False  # the name is not certain: by the last digits, or one of ``candidates``
    candidates: tuple[str, ...] = ()  # those who have this number, when there are several


class QueueRef(Struct, frozen=True):
    """Which queue a call came through."""

    id: str
    name: str | None = None


class Call(Struct, frozen=True):
    """One call of the desk, from the first ring to its end. `root` is the pop's key.

    ``held_since`` is when the agent put the call on hold; ``None`` while it is not held.
    """

    id: str
    parent: str | None = None
    direction: Direction | None = None
    local_state: ConnectionState = ConnectionState.INITIATED
    remote_state: ConnectionState | None = None
    remote: Remote = Remote()
    called: str | None = None
    queue: QueueRef | None = None
    waited_s: float | None = None
    since: float = 0.0
    answered_at: float | None = None
    correlation_id: str | None = None
    id_source: Literal["vendor", "derived"] = "vendor"
    raw: dict[str, Any] = field(default_factory=dict)
    held_since: float | None = None

    @property
    def root(self) -> str:
        """The vendor's waiting call this ring attempt belongs to, else the call itself."""
        return self.parent or self.id

    @property
    def up(self) -> bool:
        """Whether the agent's telephone is off-hook in this call."""
        state = self.local_state  # asked of each of many calls: no tuple to make and compare
        return state is ConnectionState.CONNECTED or state is ConnectionState.HELD


class Waiting(Struct, frozen=True):
    """A caller waiting in a queue; ``id`` is the vendor's waiting call, where it names one."""

    number: str | None
    since: float
    name: str | None = None
    id: str | None = None


class QueueAgents(Struct, frozen=True):
    """How many members are in which state; ``None`` where the vendor does not say."""

    ready: int | None = None
    not_ready: int | None = None
    busy: int | None = None


class QueueMember(Struct, frozen=True):
    """An agent of a queue. ``paused`` is the pause in this queue, which may outlive a call.

    ``read_at``: when the state was read, for vendors whose events do not tell of its changes.
    """

    agent_id: str
    name: str | None = None
    state: AgentState = AgentState.UNKNOWN
    reason: Reason | None = None
    since: float | None = None
    paused: bool | None = None
    read_at: float | None = None


class ServiceLevel(Struct, frozen=True):
    """How many of a queue's callers were answered within ``within_s`` seconds, in percent.

    ``period`` numbers the periods for which the vendor counts, from 1.
    """

    period: int
    within_s: int | None
    percent: float


class Queue(Struct, frozen=True):
    """A queue the agent belongs to or follows.

    ``members`` and ``waiting`` are ``None`` where they are not known; empty means nobody. Some
    vendors tell how many wait, but not who: then ``waiting_count`` is that number, and
    ``waiting_since`` the time since which the longest-waiting caller has waited.

    ``read_at``: when the figures (``agents``, ``waiting_count``, ``waiting_since`` and
    ``service_levels``) were read, for vendors whose events do not tell of their changes. ``None``
    where events keep them fresh.
    """

    id: str
    name: str | None = None
    member: bool | None = None
    state: AgentState | None = None
    reason: Reason | None = None
    waiting: tuple[Waiting, ...] | None = None
    agents: QueueAgents | None = None
    members: tuple[QueueMember, ...] | None = None
    waiting_count: int | None = None
    waiting_since: float | None = None
    service_levels: tuple[ServiceLevel, ...] | None = None
    read_at: float | None = None

    @property
    def how_many_wait(self) -> int | None:
        """How many callers wait, however the vendor tells it."""
        return self.waiting_count if self.waiting is None else len(self.waiting)

    @property
    def longest_since(self) -> float | None:
        """Since when the longest-waiting caller has waited; ``None``: nobody waits, or it is not
        known.
        """
        if self.waiting is not None:
            return min((caller.since for caller in self.waiting), default=None)
        return self.waiting_since if self.waiting_count else None


class Snapshot(Struct, frozen=True):
    """Everything the desk knows at one moment. Cleared calls never appear."""

    link: Link = Link()
    agent: Agent = Agent()
    calls: tuple[Call, ...] = ()
    queues: tuple[Queue, ...] = ()
    colleagues: tuple[Colleague, ...] = ()

    def call(self, call_id: str) -> Call | None:
        """Return the call with this id, if it is up."""
        return next((call for call in self.calls if call.id == call_id), None)
