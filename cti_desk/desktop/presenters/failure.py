"""Says a failure in words: what did not happen, why, the vendor's code, and what still holds."""

from __future__ import annotations

from cti_desk.core import commands
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.errors import CtiError, OutcomeUnknown
from cti_desk.core.model import AgentState, Snapshot
from cti_desk.desktop.presenters.state import state_word
from cti_desk.desktop.words import tr


def failure_text(
    command_name: str, error: CtiError, snapshot: Snapshot, table: CapabilityTable
) -> str:
    """The sentence beside the control: ``Not transferred: … (code 3). The call is …``."""
    why = error.message.strip().rstrip(".")
    if error.code is not None and f"code {error.code}" not in why:
        why = tr("{why} (code {code})", why=why, code=error.code)
    if not _says_what(why):
        prefix = _doubtful if isinstance(error, OutcomeUnknown) else _undone
        why = f"{prefix(command_name)}: {why[:1].lower() + why[1:] if _common(why) else why}"
    holds = "" if isinstance(error, OutcomeUnknown) else _holds(command_name, snapshot, table)
    return f"{why}. {holds}".strip()


def _says_what(why: str) -> bool:
    return why.startswith(("Not ", "No link", "Accepted", "You are "))


def _common(why: str) -> bool:
    """Whether the sentence begins with a word that is small inside a sentence."""
    return why.split(" ", 1)[0] in {
        "The",
        "This",
        "That",
        "Only",
        "Your",
        "It",
        "There",
        "Nobody",
        "No",
    }


def _undone(command: str) -> str:
    return {
        commands.LogIn.__name__: tr("Not logged in"),
        commands.LogOut.__name__: tr("Not logged out"),
        commands.SetNotReady.__name__: tr("Not paused"),
        commands.SetReady.__name__: tr("Not set ready"),
        commands.EndWrapUp.__name__: tr("Wrap-up not ended"),
        commands.MakeCall.__name__: tr("Not dialled"),
        commands.DialColleague.__name__: tr("Not dialled"),
        commands.AnswerCall.__name__: tr("Not answered"),
        commands.ClearCall.__name__: tr("Not hung up"),
        commands.HoldCall.__name__: tr("Not put on hold"),
        commands.RetrieveCall.__name__: tr("Not taken back from hold"),
        commands.SingleStepTransfer.__name__: tr("Not transferred"),
        commands.ConsultationCall.__name__: tr("Not called"),
        commands.TransferCall.__name__: tr("Transfer not completed"),
        commands.ReconnectCall.__name__: tr("Not back with the caller"),
        commands.PickupCall.__name__: tr("Not picked up"),
        commands.GenerateDigits.__name__: tr("Digits not sent"),
        commands.JoinQueue.__name__: tr("Queue not joined"),
        commands.LeaveQueue.__name__: tr("Queue not left"),
    }.get(command, tr("Not done"))


def _doubtful(command: str) -> str:
    return {
        commands.SingleStepTransfer.__name__: tr("Perhaps not transferred"),
        commands.MakeCall.__name__: tr("Perhaps not dialled"),
        commands.ClearCall.__name__: tr("Perhaps not hung up"),
    }.get(command, tr("Perhaps not done"))


def _holds(command: str, snapshot: Snapshot, table: CapabilityTable) -> str:
    """What still holds, said only where it is known."""
    if command in (commands.SingleStepTransfer.__name__, commands.ConsultationCall.__name__):
        up = [call for call in snapshot.calls if call.up]
        return tr("The call is still with you.") if up else ""
    agent = snapshot.agent
    states = (AgentState.READY, AgentState.NOT_READY, AgentState.LOGGED_OUT)
    if command in _OF_AGENT and agent.underlying in states and agent.asked is None:
        word = _still(agent.underlying, state_word(agent, table), agent.state)
        return tr("You are still {state}.", state=word)
    return ""


def _still(underlying: AgentState, word: str, shown: AgentState) -> str:
    if underlying is AgentState.READY:
        return tr("ready")
    if underlying is AgentState.LOGGED_OUT:
        return tr("logged out")
    return tr("paused ({word})", word=word) if shown is underlying else tr("paused")


_OF_AGENT = frozenset(
    kind.__name__
    for kind in (
        commands.LogIn,
        commands.LogOut,
        commands.SetNotReady,
        commands.SetReady,
        commands.EndWrapUp,
    )
)
