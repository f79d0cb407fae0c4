"""Has what was asked for come about? The snapshot decides, never the fact that it was asked.

`fulfilled` is the one rule for an agent's states. Both what is shown as asked and what ``wait``
answers follow it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from cti_desk.core.commands import (
    AgentCommand,
    AnswerCall,
    CallCommand,
    ClearCall,
    Command,
    ConsultationCall,
    DialColleague,
    EndWrapUp,
    HoldCall,
    JoinQueue,
    LeaveQueue,
    LogIn,
    MakeCall,
    ReconnectCall,
    RetrieveCall,
    SetDoNotDisturb,
    SetNotReady,
    SetReady,
    SingleStepTransfer,
    TransferCall,
)
from cti_desk.core.model import (
    AgentState,
    Asked,
    Call,
    ConnectionState,
    Direction,
    Pending,
    Reason,
    Snapshot,
)

Fulfilment = Literal["now", "after_call"]
"""``after_call``: the vendor has accepted it and enters the state when the call is over."""

_DIALS: Final = (MakeCall, ConsultationCall, DialColleague)


def _gone(call: Call | None) -> bool:
    return call is None


def _connected(call: Call | None) -> bool:
    return call is not None and call.local_state is ConnectionState.CONNECTED


def _held(call: Call | None) -> bool:
    return call is not None and call.local_state is ConnectionState.HELD


_OF_A_CALL: Final[dict[type[Command], Callable[[Call | None], bool]]] = {
    AnswerCall: _connected,
    ClearCall: _gone,
    HoldCall: _held,
    RetrieveCall: _connected,
    SingleStepTransfer: _gone,
    TransferCall: _gone,
    ReconnectCall: _gone,  # the consultation, not the call returned to
}


def observable(command: Command, *, own: bool) -> bool:
    """Whether the snapshot will show what the command wanted, for the own or another agent."""
    if isinstance(command, AgentCommand):
        return True
    if isinstance(command, CallCommand) and type(command) in _OF_A_CALL:
        return own and command.call_id is not None
    return own and isinstance(command, (*_DIALS, JoinQueue, LeaveQueue, SetDoNotDisturb))


def fulfilled(
    asked: Asked, state: AgentState | None, pending: Pending | None, reason: Reason | None
) -> Fulfilment | None:
    """Whether the agent has the state that was asked for; ``None``: no, or not known.

    ``state`` is the underlying state, or what is reported; ``None`` if nothing is reported. A pause
    for another reason than the one asked for does not count.
    """
    if pending is not None and pending.state is asked.state:
        return "after_call" if _same_reason(asked, pending.reason) else None
    if pending is not None and asked.command == SetReady.__name__:
        return None
    if state is None or state is AgentState.UNKNOWN:
        return None
    if asked.command == LogIn.__name__:
        done = state is not AgentState.LOGGED_OUT
    elif asked.command == EndWrapUp.__name__:
        done = state not in (AgentState.WORKING_AFTER_CALL, AgentState.BUSY)
    else:
        done = state is asked.state and _same_reason(asked, reason)
    return "now" if done else None


def _same_reason(asked: Asked, known: Reason | None) -> bool:
    """Whether the reasons agree. If a vendor tells no reason, the pause alone counts."""
    if asked.command != SetNotReady.__name__ or asked.reason is None or not asked.reason.code:
        return True
    return known is None or known.code in (None, asked.reason.code)


def confirmed(
    command: Command, snapshot: Snapshot, calls: frozenset[str], agent_id: str | None = None
) -> Fulfilment | None:
    """Whether the snapshot shows what an observable command wanted, or that it will come.

    ``calls`` were up when the command was performed. ``agent_id`` is set for another agent.
    """
    if isinstance(command, AgentCommand):
        return _agent_is(command, snapshot, agent_id)
    return "now" if _shows(command, snapshot, calls) else None


def _shows(command: Command, snapshot: Snapshot, calls: frozenset[str]) -> bool:
    if isinstance(command, _DIALS):
        return any(
            call.direction is Direction.OUTBOUND and call.id not in calls for call in snapshot.calls
        )
    if isinstance(command, JoinQueue):
        return any(q.id == command.queue and q.member for q in snapshot.queues)
    if isinstance(command, LeaveQueue):
        return not any(q.id == command.queue and q.member for q in snapshot.queues)
    if isinstance(command, SetDoNotDisturb):
        return snapshot.agent.do_not_disturb is command.on
    assert isinstance(command, CallCommand)
    assert command.call_id is not None
    return _OF_A_CALL[type(command)](snapshot.call(command.call_id))


def _agent_is(command: AgentCommand, snapshot: Snapshot, agent_id: str | None) -> Fulfilment | None:
    reason = Reason(command.reason) if isinstance(command, SetNotReady) else None
    asked = Asked(command.name, command.wanted, reason, 0.0)
    if agent_id is not None:
        other = next((each for each in snapshot.colleagues if each.id == agent_id), None)
        return None if other is None else fulfilled(asked, other.state, None, other.reason)
    own = snapshot.agent
    if own.asked is not None:
        return None  # nothing has been heard since it was asked
    found = fulfilled(asked, own.underlying, own.pending, own.reason)
    paused_in_call = own.state is AgentState.BUSY and own.underlying is AgentState.NOT_READY
    if found is not None and paused_in_call and isinstance(command, SetNotReady):
        return "after_call"  # the pause stands already, and begins to count when the call is over
    return found
