"""What the company's calls are to one user: the legs that they have in them (pure).

A leg is read off how things are, never off what changed last: so it is the same in whatever order
the platform told of it.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from cti_desk.core.model import ConnectionState
from cti_desk.vendors.compass.live.company import Company
from cti_desk.vendors.compass.messages.callpoints import (
    ANSWERED,
    CONNECTING,
    DISCONNECTED,
    INACTIVE,
    RINGING,
    Callpoint,
    DialplanPoint,
    QueuePoint,
    UnknownPoint,
    UserPoint,
)
from cti_desk.vendors.compass.messages.calls import Call

Side = Literal["in", "out"]

IN_CALL: Final = (ANSWERED, INACTIVE)
_DIALLER: Final = "dialler"


class Leg(Struct, frozen=True):
    """One user's part in a call. ``wire`` is the call as the platform has it, a queue's attempt
    while it rings for a waiting call; ``other`` the party to show.
    """

    side: Side
    wire: Call
    local: ConnectionState
    remote: ConnectionState | None
    own: Callpoint
    other: Callpoint


def legs(company: Company, root: str, user_id: str, *, asked_for: bool = False) -> list[Leg]:
    """The user's legs in a call or in a queue's attempts for it, the better one of a side first.

    ``asked_for``: the user has asked the platform for this call.
    """
    call = company.calls.get(root)
    found: list[Leg] = []
    if call is not None:
        routed = company.facts(root)
        begins = routed.dialled is None and routed.queue is None
        found += _of_call(call, user_id, asked_for=asked_for, begins=begins)
    if call is None or not is_elsewhere(call, user_id):
        attempts = company.attempts(root)
        found += [leg for each in attempts if (leg := _of_attempt(each, call, user_id))]
    return found


def is_elsewhere(call: Call, user_id: str) -> bool:
    """Whether somebody else has answered it."""
    point = call.destination
    return isinstance(point, UserPoint) and point.user_id != user_id and point.state in IN_CALL


def is_user(point: Callpoint, user_id: str) -> bool:
    return isinstance(point, UserPoint) and point.user_id == user_id


def _of_call(call: Call, user_id: str, *, asked_for: bool, begins: bool) -> list[Leg]:
    """``begins``: it has been nowhere yet. A user at both ends is then only prompted; later on they
    have reached their own telephone.
    """
    source, destination = call.source, call.destination
    calls, is_called = is_user(source, user_id), is_user(destination, user_id)
    if is_called and ((calls and begins) or asked_for or _is_dialler(source)):
        return _prompted(call)
    found = _outgoing(call) if calls else []
    return found + (_incoming(call, source) if is_called else [])


def _of_attempt(attempt: Call, waiting: Call | None, user_id: str) -> Leg | None:
    """A queue rings the user: shown is who waits."""
    if not is_user(attempt.destination, user_id):
        return None
    caller = UnknownPoint() if waiting is None else waiting.source
    found = _incoming(attempt, caller)
    return found[0] if found else None


def _incoming(call: Call, caller: Callpoint) -> list[Leg]:
    local = {
        RINGING: ConnectionState.ALERTING,
        ANSWERED: ConnectionState.CONNECTED,
        INACTIVE: ConnectionState.HELD,
    }.get(call.destination.state)
    if local is None:
        return []  # on its way to the user, or over
    held = caller.state == INACTIVE
    remote = ConnectionState.HELD if held else ConnectionState.CONNECTED
    return [Leg("in", call, local, remote, call.destination, caller)]


def _prompted(call: Call) -> list[Leg]:
    """The platform rings the user's own telephone first, then dials for them."""
    state = call.destination.state
    if state == DISCONNECTED:
        return []
    up = state in IN_CALL
    local = ConnectionState.CONNECTED if up else ConnectionState.ALERTING
    remote = ConnectionState.INITIATED if up else None
    other = call.source if isinstance(call.source, DialplanPoint) else UnknownPoint()
    return [Leg("out", call, local, remote, call.destination, other)]


def _outgoing(call: Call) -> list[Leg]:
    own, other = call.source, call.destination
    if own.state == DISCONNECTED:
        return []
    local = ConnectionState.HELD if own.state == INACTIVE else ConnectionState.CONNECTED
    if isinstance(other, DialplanPoint) and own.state == CONNECTING:
        return [Leg("out", call, ConnectionState.INITIATED, None, own, other)]
    return [Leg("out", call, local, _far_end(other), own, other)]


def _far_end(other: Callpoint) -> ConnectionState:
    if isinstance(other, DialplanPoint):
        return ConnectionState.INITIATED
    if isinstance(other, QueuePoint):
        return ConnectionState.QUEUED
    return {
        RINGING: ConnectionState.ALERTING,
        ANSWERED: ConnectionState.CONNECTED,
        INACTIVE: ConnectionState.HELD,
    }.get(other.state, ConnectionState.INITIATED)


def _is_dialler(point: Callpoint) -> bool:
    """Compass's own dialler at the other end: the call was asked for, not placed by somebody."""
    return isinstance(point, DialplanPoint) and (point.description or "").lower() == _DIALLER
