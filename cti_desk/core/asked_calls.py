"""What the desk has asked for the calls that are up. It completes what a vendor says of their end.

Some vendors report the end of a call that was refused or transferred from here like any other end.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.causes import ELSEWHERE, TRANSFERS, Cause
from cti_desk.core.commands import ClearCall, Command, SingleStepTransfer, TransferCall
from cti_desk.core.events import EventType
from cti_desk.core.model import ConnectionState, Direction, Snapshot

_SAYS_LITTLE: Final = frozenset({None, Cause.UNSEEN, Cause.NORMAL_CLEARING})


class _Asked(Struct):
    request: int
    cause: Cause
    to: str | None = None
    accepted: bool = False


class AskedCalls:
    """Refusals and transfers, by the call they are about, until it ends."""

    def __init__(self) -> None:
        self._asked: dict[str, _Asked] = {}

    def performing(
        self, request: int, command: Command, snapshot: Snapshot, table: CapabilityTable
    ) -> None:
        """A command is on its way to the vendor."""
        match command:
            case ClearCall(call_id=call_id) if call_id is not None:
                call = snapshot.call(call_id)
                ringing = call is not None and call.local_state is ConnectionState.ALERTING
                if call is not None and ringing and call.direction is Direction.INBOUND:
                    self._asked[call_id] = _Asked(request, Cause.REJECTED)
            case SingleStepTransfer(call_id=call_id, number=number):
                moved = [call.id for call in snapshot.calls if call.up]
                for each in moved if table.transfers_all else [call_id]:
                    if each is not None:
                        asked = _Asked(request, Cause.SINGLE_STEP_TRANSFER, number)
                        self._asked[each] = asked
            case TransferCall():
                held = [c for c in snapshot.calls if c.local_state is ConnectionState.HELD]
                consulted = [c for c in snapshot.calls if c.up and c not in held]
                if len(held) == len(consulted) == 1:
                    to = consulted[0].remote.number
                    self._asked[held[0].id] = _Asked(request, Cause.TRANSFER, to)

    def performed(self, request: int, *, accepted: bool, refused: bool) -> None:
        """The vendor has answered. A command that it refused is forgotten."""
        for call_id, asked in list(self._asked.items()):
            if asked.request != request:
                continue
            if refused:
                del self._asked[call_id]
            else:
                asked.accepted = accepted

    def complete(
        self, event: EventType, call_id: str, cause: Cause | None, to: str | None
    ) -> tuple[Cause | None, str | None]:
        """The cause of a call's event and the number it went to, completed by what was asked for
        the call.
        """
        asked = self._asked.get(call_id)
        if asked is None:
            return cause, to
        if asked.cause is Cause.REJECTED:
            ended = event in (EventType.CONNECTION_CLEARED, EventType.DIVERTED, EventType.FAILED)
            return (asked.cause if ended and cause not in ELSEWHERE else cause), to
        transferred = event is EventType.TRANSFERRED or cause in TRANSFERS
        lost = event is EventType.CONNECTION_CLEARED and cause in (None, Cause.UNSEEN)
        if transferred or (lost and asked.accepted):
            told = cause if cause not in _SAYS_LITTLE else asked.cause
            return told, to or asked.to
        return cause, to

    def forget(self, call_id: str) -> None:
        """The call is over."""
        self._asked.pop(call_id, None)
