"""Carries out a call's button: at once, after a number was typed, or after a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cti_desk.core import commands
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import Snapshot
from cti_desk.desktop.actions import DeskActions
from cti_desk.desktop.presenters.call_buttons import (
    ANSWER,
    CLEAR,
    COMPLETE,
    CONSULT,
    DIGITS,
    HOLD,
    OPEN_CRM,
    RECONNECT,
    RETRIEVE,
    TRANSFER,
)
from cti_desk.desktop.presenters.who import who_view
from cti_desk.desktop.words import tr, trn

_AT_ONCE: Final[dict[str, Callable[[str], commands.Command]]] = {
    ANSWER: commands.AnswerCall,
    CLEAR: commands.ClearCall,
    HOLD: commands.HoldCall,
    RETRIEVE: commands.RetrieveCall,
    COMPLETE: commands.TransferCall,
    RECONNECT: commands.ReconnectCall,
}


def act(actions: DeskActions, command: str, call_id: str, text: str = "") -> None:
    """Carry a button out, with what was typed for it."""
    if command == OPEN_CRM:
        actions.open_crm(call_id)
    elif command == TRANSFER:
        actions.transfer(call_id, text)
    elif command == CONSULT:
        actions.consult(call_id, text)
    elif command == DIGITS:
        actions.submit(commands.GenerateDigits(call_id, digits=text))
    else:
        actions.submit(_AT_ONCE[command](call_id))


def transfer_question(snapshot: Snapshot, table: CapabilityTable, text: str) -> str:
    """The question to ask before a transfer that would move more than the one call, or ""."""
    up = [call for call in snapshot.calls if call.up]
    if not table.transfers_all or len(up) < 2:
        return ""
    names = ", ".join(who_view(call.remote).name for call in up)
    name = table.vendor or tr("The telephone system")
    return tr("{name} transfers all your calls together: {names}.", name=name, names=names) + (
        " " + tr("Send all of them to {target}?", target=text)
    )


def all_calls(snapshot: Snapshot) -> str:
    """The words on the button that agrees."""
    up = sum(call.up for call in snapshot.calls)
    return trn("Transfer {count} call", "Transfer all {count} calls", up)
