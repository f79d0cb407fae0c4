"""What an exchange lets its listeners see; vendor simulators turn these into wire events."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cti_desk.simulator.model import Cause, Origin, PauseReason, Side


class Kind(StrEnum):
    """Agent kinds first, then what happens to a call at one agent's telephone.

    PROMPTED and PICKED_UP belong to calls on request: the agent's own telephone rings, they take
    it. REMOTE_RINGING: the other side of an agent's own call is being called. ANSWERED: both
    sides can talk. QUEUED and LEFT_QUEUE are about the caller and name no agent.
    """

    LOGGED_IN = "LOGGED_IN"
    LOGGED_OUT = "LOGGED_OUT"
    PAUSED = "PAUSED"
    UNPAUSED = "UNPAUSED"
    PENDING = "PENDING"
    WRAP_UP = "WRAP_UP"
    WRAP_UP_ENDED = "WRAP_UP_ENDED"
    QUARANTINE = "QUARANTINE"
    QUARANTINE_ENDED = "QUARANTINE_ENDED"
    OFFERED = "OFFERED"
    DIALLED = "DIALLED"
    PROMPTED = "PROMPTED"
    PICKED_UP = "PICKED_UP"
    REMOTE_RINGING = "REMOTE_RINGING"
    ANSWERED = "ANSWERED"
    HELD = "HELD"
    RETRIEVED = "RETRIEVED"
    ENDED = "ENDED"
    QUEUED = "QUEUED"
    LEFT_QUEUE = "LEFT_QUEUE"


@dataclass(frozen=True)
class Observation:
    """One thing that happened. ``remote`` and ``name`` are the other side, seen from ``agent``."""

    kind: Kind
    at: float
    agent: str | None = None
    call: str | None = None
    side: Side | None = None
    origin: Origin | None = None
    remote: str | None = None
    name: str | None = None
    queue: str | None = None
    reason: PauseReason | None = None
    cause: Cause | None = None
