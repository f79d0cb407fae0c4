"""What Compass offers an agent: the capability table, in an agent's words."""

from __future__ import annotations

from typing import Final

from cti_desk.core import commands
from cti_desk.core.capabilities import (
    OFFERED,
    Capability,
    CapabilityTable,
    Obstacle,
    Offer,
    PauseReason,
    not_offered,
)
from cti_desk.core.commands import Command
from cti_desk.core.model import Reason
from cti_desk.vendors.compass.client.rest_session import RestSession
from cti_desk.vendors.compass.messages import status
from cti_desk.vendors.compass.settings import PauseModel

TITLE: Final = "Compass"
REACHABLE: Final = "agent.device_reachable"
"""Not told by every version: the telephone's registration."""

UNDECIDED: Final = (
    "It is not decided how your company sets pauses (pause_model in the profile): the two ways "
    "undo each other. Dial *49 on your telephone."
)

_LOGIN: Final = Capability(
    Offer.EMULATED, how="Joins the queues of your profile; your telephone stays logged on."
)
_LOGOUT: Final = Capability(
    Offer.EMULATED, how="Leaves all your queues; your telephone stays logged on."
)

_ON_THE_TELEPHONE: Final[dict[type[Command], str]] = {
    commands.AnswerCall: "Answer on your telephone.",
    commands.ClearCall: "Hang up on your telephone.",
    commands.HoldCall: "Use the hold key of your telephone.",
    commands.RetrieveCall: "Use the hold key of your telephone.",
    commands.SingleStepTransfer: "Use the transfer key of your telephone.",
    commands.ConsultationCall: "Use the transfer key of your telephone.",
    commands.TransferCall: "Use the transfer key of your telephone.",
    commands.ReconnectCall: "Use the transfer key of your telephone.",
    commands.PickupCall: "Dial *8 and the extension on your telephone.",
}
_NOT_OFFERED: Final[dict[type[Command], str]] = {
    commands.GenerateDigits: "Use the keys of your telephone.",
    commands.SetForwarding: "Set your forwards on the platform's web page.",
}


def capability_table(
    session: RestSession | None,
    model: PauseModel,
    *,
    reasons: tuple[str, ...] = (),
    why_not: str | None = None,
    warnings: tuple[str, ...] = (),
    unknowable: tuple[str, ...] = (),
    obstacles: tuple[Obstacle, ...] = (),
) -> CapabilityTable:
    """The table for the own user. Without ``session`` nothing is offered; ``why_not`` says why."""
    if session is None:
        why = why_not or "Compass's REST interface has not answered yet."
        offers = {name: not_offered(why) for name in commands.NAMES}
    else:
        offers = {kind.__name__: _of(kind, session, model) for kind in commands.ALL}
    pause_reason: PauseReason = "optional" if model == "status" else "local"
    return CapabilityTable(
        TITLE,
        offers,
        pause_reason=pause_reason if model != "undecided" and reasons else "none",
        reasons=tuple(Reason(text=text) for text in reasons),
        # A user who takes calls of no queue has a telephone all the same.
        without_login=(commands.MakeCall.__name__,),
        warnings=warnings,
        unknowable=unknowable,
        obstacles=obstacles,
    )


def _of(kind: type[Command], session: RestSession, model: PauseModel) -> Capability:
    if kind in _ON_THE_TELEPHONE:
        return _call_control(kind, session)
    if kind in _NOT_OFFERED:
        return not_offered(_NOT_OFFERED[kind])
    if kind is commands.LogIn:
        return _LOGIN
    if kind is commands.LogOut:
        return _LOGOUT
    if kind in (commands.SetNotReady, commands.SetReady):
        return _pause(session, model)
    if kind in (commands.EndWrapUp, commands.SetDoNotDisturb):
        return _status_only(kind, session, model)
    return OFFERED


def _call_control(kind: type[Command], session: RestSession) -> Capability:
    by_hand = _ON_THE_TELEPHONE[kind]
    if session.control is None:
        return not_offered(
            f"{by_hand} Whether your platform can do it from here is not known: {session.no_schema}"
        )
    if kind.__name__ in session.control.recipes:
        return OFFERED
    why = session.control.reasons.get(kind.__name__, "")
    return not_offered(f"{by_hand} {why}".strip())


def _pause(session: RestSession, model: PauseModel) -> Capability:
    if model == "undecided":
        return not_offered(UNDECIDED)
    if model == "status":
        return OFFERED if (why := _no_status(session)) is None else not_offered(why)
    if session.identity is None:
        return not_offered("Compass does not tell which identity pauses for you. Dial *49.")
    return OFFERED


def _status_only(kind: type[Command], session: RestSession, model: PauseModel) -> Capability:
    wrap_up = kind is commands.EndWrapUp
    if model != "status":
        what = "Dial *49 to end your wrap-up" if wrap_up else "Use your telephone's own"
        return not_offered(
            f"{what}: your company does not set pauses by the user's status (pause_model)."
        )
    why = _no_status(session)
    if why is None and not wrap_up and status.NONE not in _spellings(session):
        why = "Your platform's word for receiving no calls at all is not known."
    return OFFERED if why is None else not_offered(why)


def _no_status(session: RestSession) -> str | None:
    if session.version < 3:
        return (
            f"Your platform speaks version {session.version} of its interface, and the user's "
            "status came with version 3. Dial *49."
        )
    if session.status_body is None:
        return "Your platform does not say how the user's status is set. Dial *49."
    return None


def _spellings(session: RestSession) -> frozenset[str]:
    body = session.status_body
    return frozenset(body.spellings) if body is not None else frozenset()
