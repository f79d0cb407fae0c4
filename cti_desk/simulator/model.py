"""What an exchange consists of: phones, agents, queues, calls with two legs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from cti_desk.simulator.clock import Timer

Side = Literal["caller", "callee"]
Origin = Literal["outside", "phone", "request"]
Strategy = Literal["longest_idle", "round_robin", "priority", "ring_all"]


class AgentState(StrEnum):
    LOGGED_OUT = "LOGGED_OUT"
    READY = "READY"
    PAUSED = "PAUSED"


class LegState(StrEnum):
    """INITIATED: dialled, nothing heard yet. QUEUED: waiting for an agent."""

    INITIATED = "INITIATED"
    RINGING = "RINGING"
    QUEUED = "QUEUED"
    CONNECTED = "CONNECTED"
    HELD = "HELD"


class Cause(StrEnum):
    """Why a call left an agent's telephone."""

    BY_CALLER = "by_caller"
    BY_CALLEE = "by_callee"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAILED = "failed"
    UNKNOWN = "unknown"
    ATTENDED_TRANSFER = "attended_transfer"
    BLIND_TRANSFER = "blind_transfer"
    QUEUE_GIVEN_UP = "queue_given_up"
    QUEUE_MISSED = "queue_missed"
    PICKED_UP = "picked_up"
    MEDIA_SERVER_STOPPED = "media_server_stopped"
    MEDIA_SERVER_STARTED = "media_server_started"
    MEDIA_SERVER_GONE = "media_server_gone"


@dataclass
class Phone:
    """A telephone. ``auto_answer`` is after how many seconds it picks up, ``None`` never."""

    id: str
    auto_answer: float | None = None
    busy: bool = False
    unreachable: bool = False


@dataclass
class Line:
    """One line of an agent: whether calls may come in and go out on it."""

    number: int
    inbound: bool = True
    outbound: bool = True


@dataclass(frozen=True)
class PauseReason:
    code: str
    text: str


@dataclass(frozen=True)
class Pending:
    """What happens to the agent after their calls: a pause with a reason, or a logout."""

    state: AgentState
    reason: PauseReason | None = None


@dataclass
class Agent:
    """``id`` is the vendor's full name, ``number`` what a telephone dials.

    ``home`` is their own telephone, if any; ``phone`` the one they are logged in at.
    """

    id: str
    number: str
    name: str
    home: str | None
    lines: list[Line]
    state: AgentState = AgentState.LOGGED_OUT
    phone: str | None = None
    reason: PauseReason | None = None
    since: float = 0.0
    logged_in_at: float | None = None
    idle_since: float = 0.0
    pending: Pending | None = None
    wrap_up_until: float | None = None
    quarantine_until: float | None = None
    disabled: bool = False
    do_not_disturb: bool = False


@dataclass
class Queue:
    """A queue with the documented settings; 0 means no limit, as on the wire.

    ``members`` have a priority each; ``paused`` are those who take no calls of this queue, with
    the time since when.
    """

    id: str
    name: str
    members: dict[str, int] = field(default_factory=dict)
    strategy: Strategy = "longest_idle"
    join_empty: bool = True
    leave_when_empty: bool = False
    requires_send_info: bool = False
    timeout: int = 0
    dial_timeout: int = 10
    max_len: int = 0
    wrap_up_time: int = 0
    quarantine_time: int = 0
    last_served: str | None = None
    paused: dict[str, float] = field(default_factory=dict)


@dataclass
class Extension:
    """A number inside the exchange without an agent; it answers, is busy or lets it ring."""

    number: str
    answers_after: float | None = None
    busy: bool = False
    unallocated: bool = False


@dataclass(frozen=True)
class Party:
    """Who is at one end of a call; ``agent`` is set when it is an agent's telephone."""

    number: str
    name: str | None = None
    agent: str | None = None


@dataclass(eq=False)
class Leg:
    """One end of a call. ``line`` is the agent's line it occupies.

    ``own_id`` is how this end knows the call when that is not the call's id: an agent who stays
    while the other side is transferred keeps the id they were told.
    """

    party: Party
    state: LegState
    since: float
    line: int | None = None
    own_id: str | None = None
    timers: list[Timer] = field(default_factory=list)

    @property
    def up(self) -> bool:
        return self.state in (LegState.CONNECTED, LegState.HELD)

    def cancel_timers(self) -> None:
        for timer in self.timers:
            timer.cancel()
        self.timers.clear()


@dataclass(eq=False)
class Call:
    """A call from its first ring to its end; ``callee`` is missing until somebody is rung.

    ``others`` ring at the same time as ``callee``, in a queue that rings several. ``consults``
    names the held call that an attended transfer will connect, ``replaces`` the one that ends
    when this is answered. ``cause`` is why it ended, ``queue_exit`` why its queue let it go.
    """

    id: str
    caller: Leg
    dialled: str
    origin: Origin
    started_at: float
    callee: Leg | None = None
    others: list[Leg] = field(default_factory=list)
    called: str | None = None
    queue: str | None = None
    queued_at: float | None = None
    answered_at: float | None = None
    external_id: str | None = None
    consults: str | None = None
    replaces: str | None = None
    cause: Cause | None = None
    queue_exit: str | None = None
    tried: set[str] = field(default_factory=set)
    retry_at: float = 0.0
    timers: list[Timer] = field(default_factory=list)

    @property
    def waiting(self) -> bool:
        """In a queue and not answered yet."""
        return self.queue is not None and self.queued_at is not None and self.answered_at is None

    @property
    def prompting(self) -> bool:
        """A call on request whose own agent's telephone still rings."""
        return self.origin == "request" and self.caller.state is LegState.RINGING

    @property
    def legs(self) -> Iterator[Leg]:
        yield self.caller
        if self.callee is not None:
            yield self.callee
        yield from self.others

    def leg_of(self, agent: str) -> Leg | None:
        return next((leg for leg in self.legs if leg.party.agent == agent), None)

    def other(self, leg: Leg) -> Leg | None:
        return self.callee if leg is self.caller else self.caller

    def id_at(self, leg: Leg) -> str:
        """The call's id as this end knows it."""
        return leg.own_id or self.id

    def side(self, leg: Leg) -> Side:
        return "caller" if leg is self.caller else "callee"

    def ringing_leg(self) -> Leg | None:
        return next((leg for leg in self.legs if leg.state is LegState.RINGING), None)

    def ringing(self, name: str) -> Leg | None:
        """What rings at an agent, or is known by this id."""
        found = (leg for leg in self.legs if name in (leg.party.agent, leg.own_id))
        return next((leg for leg in found if leg.state is LegState.RINGING), None)

    def remove(self, leg: Leg) -> None:
        """Take a called party out; another one that rings takes its place."""
        if leg is self.callee:
            self.callee = self.others.pop(0) if self.others else None
        elif leg in self.others:
            self.others.remove(leg)

    def cancel_timers(self) -> None:
        for timer in self.timers:
            timer.cancel()
        self.timers.clear()
        for leg in self.legs:
            leg.cancel_timers()
