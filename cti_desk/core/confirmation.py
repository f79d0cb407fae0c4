"""Has what was asked for come about? Told from the snapshot, never from having asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

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
    SingleStepTransfer,
    TransferCall,
)
from cti_desk.core.model import AgentState, Call, ConnectionState, Direction, Snapshot

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


def confirmed(
    command: Command, snapshot: Snapshot, calls: frozenset[str], agent_id: str | None = None
) -> bool:
    """Whether the snapshot shows what an observable command wanted.

    ``calls`` were up when the command was performed; ``agent_id`` is set for another agent.
    """
    if isinstance(command, AgentCommand):
        return _agent_is(command, snapshot, agent_id)
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


def _agent_is(command: AgentCommand, snapshot: Snapshot, agent_id: str | None) -> bool:
    if agent_id is None:
        if snapshot.agent.asked is not None:
            return False
        state = snapshot.agent.underlying
    else:
        found = (each.state for each in snapshot.colleagues if each.id == agent_id)
        state = next(found, AgentState.UNKNOWN)
    if state is AgentState.UNKNOWN:
        return False
    if isinstance(command, LogIn):
        return state is not AgentState.LOGGED_OUT
    if isinstance(command, EndWrapUp):
        return state is not AgentState.WORKING_AFTER_CALL
    return state is command.wanted
