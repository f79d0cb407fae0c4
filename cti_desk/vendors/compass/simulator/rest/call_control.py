"""Calls that no public text names, as a platform might list them (variant ``call_control``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.model import Call, Side
from cti_desk.vendors.compass.simulator.platform import WRITE
from cti_desk.vendors.compass.simulator.rest.asked import Asked, RestError

Act = Callable[[Exchange, Call, str, str], object]


@dataclass(frozen=True)
class Control:
    """One of them: its path's last word, and whether it takes a number."""

    name: str
    summary: str
    act: Act
    number: bool = False

    def handle(self, asked: Asked) -> None:
        account = asked.user(WRITE)
        exchange = asked.platform.exchange
        call = exchange.world.call(asked.text("callId"))
        if call.leg_of(account.id) is None:
            raise RestError(404, "The user is not in that call.")
        number = asked.text("destination") if self.number else ""
        self.act(exchange, call, account.id, number)


def _hang_up(exchange: Exchange, call: Call, user: str, number: str) -> None:
    leg = call.leg_of(user)
    side: Side = "caller" if leg is call.caller else "callee"
    exchange.calls.hang_up(call.id, side, agent=user if side == "callee" else None)


def _complete(exchange: Exchange, call: Call, user: str, number: str) -> None:
    """Hanging up the second call connects the other two."""
    _hang_up(exchange, _consultation(exchange, call), user, number)


def _cancel(exchange: Exchange, call: Call, user: str, number: str) -> None:
    consultation = _consultation(exchange, call)
    exchange.calls.hang_up(consultation.id, "callee")


def _consultation(exchange: Exchange, call: Call) -> Call:
    """The second call, whichever of the two was named."""
    if call.consults is not None:
        return call
    for one in exchange.world.calls.values():
        if one.consults == call.id:
            return one
    raise RestError(400, "No transfer of that call is under way.")


CONTROLS: Final = (
    Control(
        "answerCall",
        "Answer a call that rings.",
        lambda exchange, call, user, number: exchange.calls.answer(call.id, user),
    ),
    Control("hangupCall", "Hang up, or decline.", _hang_up),
    Control(
        "holdCall",
        "Hold a call.",
        lambda exchange, call, user, number: exchange.transfers.hold(call.id, user),
    ),
    Control(
        "unholdCall",
        "Take a held call back.",
        lambda exchange, call, user, number: exchange.transfers.retrieve(call.id, user),
    ),
    Control(
        "transferCall",
        "Transfer a call without asking.",
        lambda exchange, call, user, number: exchange.transfers.blind(call.id, number, user),
        number=True,
    ),
    Control(
        "startAttendedTransfer",
        "Hold a call and ring whom it is to be transferred to.",
        lambda exchange, call, user, number: exchange.transfers.attended(call.id, number, user),
        number=True,
    ),
    Control("completeAttendedTransfer", "Connect the other two.", _complete),
    Control("cancelAttendedTransfer", "Back to the held call.", _cancel),
)
