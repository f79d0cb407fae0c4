"""What is said before the desk ends."""

from __future__ import annotations

from msgspec import Struct

from cti_desk.core import commands
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import AgentState, Snapshot
from cti_desk.desktop.presenters.state import state_word
from cti_desk.desktop.words import tr, trn


class QuitView(Struct, frozen=True):
    """The question, its warnings, and which answers are offered besides staying logged in."""

    title: str
    text: str
    warnings: tuple[str, ...]
    can_pause: bool
    can_log_out: bool


def quit_view(snapshot: Snapshot, table: CapabilityTable) -> QuitView | None:
    """The question to ask, or ``None`` when ending the desk changes nothing for anybody."""
    agent, calls = snapshot.agent, len(snapshot.calls)
    logged_in = agent.underlying not in (AgentState.LOGGED_OUT, AgentState.UNKNOWN)
    if not logged_in and not calls:
        return None
    parts = []
    if calls:
        parts.append(
            trn(
                "{count} call is up; it goes on at your telephone.",
                "{count} calls are up; they go on at your telephone.",
                calls,
            )
        )
    if logged_in:
        word = state_word(agent, table)
        parts.append(tr("You are logged in ({state}).", state=word))
        parts.append(tr("Without CTI Desk calls still ring, but you do not see who it is."))
    return QuitView(
        title=tr("Quit CTI Desk?"),
        text=" ".join(parts),
        warnings=table.warnings,
        can_pause=_offered(commands.SetNotReady, snapshot, table) and logged_in,
        can_log_out=_offered(commands.LogOut, snapshot, table) and logged_in,
    )


def _offered(kind: type[commands.Command], snapshot: Snapshot, table: CapabilityTable) -> bool:
    return table.for_agent(kind.__name__, snapshot).usable
