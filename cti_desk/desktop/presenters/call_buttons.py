"""Which buttons a call gets: only what is offered for it here and now."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from cti_desk.core import commands
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import Call, ConnectionState, Direction, Snapshot
from cti_desk.desktop.words import tr

Asks = Literal["nothing", "number", "digits"]
Tone = Literal["plain", "primary", "danger"]

ANSWER: Final = commands.AnswerCall.__name__
CLEAR: Final = commands.ClearCall.__name__
HOLD: Final = commands.HoldCall.__name__
RETRIEVE: Final = commands.RetrieveCall.__name__
TRANSFER: Final = commands.SingleStepTransfer.__name__
CONSULT: Final = commands.ConsultationCall.__name__
COMPLETE: Final = commands.TransferCall.__name__
RECONNECT: Final = commands.ReconnectCall.__name__
DIGITS: Final = commands.GenerateDigits.__name__
OPEN_CRM: Final = "open_crm"  # no command of the telephone system: the desk does it

_ORDER: Final[tuple[tuple[str, str, Tone, Asks], ...]] = (
    (ANSWER, "phone", "primary", "nothing"),
    (HOLD, "pause", "plain", "nothing"),
    (RETRIEVE, "play", "plain", "nothing"),
    (TRANSFER, "arrow-left-right", "plain", "number"),
    (CONSULT, "users", "plain", "number"),
    (COMPLETE, "merge", "primary", "nothing"),
    (RECONNECT, "undo-2", "plain", "nothing"),
    (DIGITS, "grid-3x3", "plain", "digits"),
    (CLEAR, "hang-up", "danger", "nothing"),
)


class ButtonView(Struct, frozen=True):
    """``icon`` names a picture, ``label`` is its tooltip, menu text and accessible name."""

    command: str
    icon: str
    label: str
    tone: Tone = "plain"
    asks: Asks = "nothing"


def button_views(call: Call, snapshot: Snapshot, table: CapabilityTable) -> tuple[ButtonView, ...]:
    """The buttons of one call, most wanted first, the one that ends it last."""
    labels = _labels(call)
    return tuple(
        ButtonView(command, icon, labels[command], tone, asks)
        for command, icon, tone, asks in _ORDER
        if table.for_call(command, call, snapshot.calls).usable
    )


def crm_button() -> ButtonView:
    """Opens the customer's page; every call has it where there is a page to open."""
    return ButtonView(OPEN_CRM, "external-link", tr("Open in CRM"))


def hint(call: Call, snapshot: Snapshot, table: CapabilityTable) -> str:
    """What to do where an agent would look for a button that is not offered."""
    if call.local_state is ConnectionState.ALERTING:
        if call.direction is Direction.OUTBOUND:
            return tr("Pick up your telephone")
        if not table.for_call(ANSWER, call, snapshot.calls).usable:
            return tr("Answer on your telephone")
    elif call.up and not table.for_call(CLEAR, call, snapshot.calls).usable:
        return tr("Hang up on your telephone")
    return ""


def _labels(call: Call) -> dict[str, str]:
    ringing = call.local_state is ConnectionState.ALERTING
    reject = ringing and call.direction is not Direction.OUTBOUND
    return {
        ANSWER: tr("Answer"),
        HOLD: tr("Hold"),
        RETRIEVE: tr("Take back from hold"),
        TRANSFER: tr("Transfer"),
        CONSULT: tr("Ask somebody first"),
        COMPLETE: tr("Complete the transfer"),
        RECONNECT: tr("Back to the caller"),
        DIGITS: tr("Send digits"),
        CLEAR: tr("Reject") if reject else tr("Hang up"),
    }
