"""What an agent or a CRM may ask for, named by what they want.

If ``call_id`` is ``None``, the command is for the only call that can be meant.
"""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from cti_desk.core.model import AgentState


class Command(Struct, frozen=True, tag_field="command", tag=True):
    """Base of all commands; `name` is the word used in tables and messages."""

    @property
    def name(self) -> str:
        return type(self).__name__


class AgentCommand(Command, frozen=True):
    """A command that asks for an agent state."""

    wanted: ClassVar[AgentState]


class LogIn(AgentCommand, frozen=True):
    """Log in, with calls ringing at ``device`` (``None``: the last or only one)."""

    wanted: ClassVar[AgentState] = AgentState.READY
    device: str | None = None


class LogOut(AgentCommand, frozen=True):
    wanted: ClassVar[AgentState] = AgentState.LOGGED_OUT


class SetNotReady(AgentCommand, frozen=True):
    """Pause; ``reason`` is a code of the capability table's reasons."""

    wanted: ClassVar[AgentState] = AgentState.NOT_READY
    reason: str | None = None


class SetReady(AgentCommand, frozen=True):
    wanted: ClassVar[AgentState] = AgentState.READY


class EndWrapUp(AgentCommand, frozen=True):
    wanted: ClassVar[AgentState] = AgentState.READY


class MakeCall(Command, frozen=True):
    """Call a number, given as it will be dialled."""

    number: str
    correlation_id: str | None = None


class DialColleague(Command, frozen=True):
    agent: str


class CallCommand(Command, frozen=True):
    """A command about one call."""

    call_id: str | None = None


class AnswerCall(CallCommand, frozen=True):
    pass


class ClearCall(CallCommand, frozen=True):
    pass


class HoldCall(CallCommand, frozen=True):
    pass


class RetrieveCall(CallCommand, frozen=True):
    pass


class SingleStepTransfer(CallCommand, frozen=True, kw_only=True):
    """Blind transfer. ``all`` agrees to a vendor moving every call of the agent."""

    number: str
    all: bool = False


class ConsultationCall(CallCommand, frozen=True, kw_only=True):
    number: str


class TransferCall(CallCommand, frozen=True):
    """Complete a transfer after a consultation."""


class ReconnectCall(CallCommand, frozen=True):
    """Give the consultation up and return to the held call."""


class PickupCall(CallCommand, frozen=True):
    pass


class GenerateDigits(CallCommand, frozen=True, kw_only=True):
    digits: str


class JoinQueue(Command, frozen=True):
    queue: str


class LeaveQueue(Command, frozen=True):
    queue: str


class SetDoNotDisturb(Command, frozen=True):
    on: bool


class SetForwarding(Command, frozen=True):
    """``kind`` is always, busy or no_answer; ``number`` ``None`` switches it off."""

    kind: str
    number: str | None = None


class FollowAgent(Command, frozen=True):
    """Follow an agent again who is logged in already, without changing their state.

    Only programs ask for it, after the desk was restarted: it has no capability and no button.
    """


ALL: tuple[type[Command], ...] = (
    LogIn,
    LogOut,
    SetNotReady,
    SetReady,
    EndWrapUp,
    MakeCall,
    DialColleague,
    AnswerCall,
    ClearCall,
    HoldCall,
    RetrieveCall,
    SingleStepTransfer,
    ConsultationCall,
    TransferCall,
    ReconnectCall,
    PickupCall,
    GenerateDigits,
    JoinQueue,
    LeaveQueue,
    SetDoNotDisturb,
    SetForwarding,
)

NAMES: tuple[str, ...] = tuple(kind.__name__ for kind in ALL)
