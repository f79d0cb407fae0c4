"""Who was in each call last, so that a pop is shown when somebody else comes."""

from __future__ import annotations

from typing import Literal

from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, ConnectionState, Direction, Snapshot
from cti_desk.core.parties import NOBODY, is_another, party_of

News = Literal["rings", "another", "nothing"]


class Parties:
    """Follows the calls that are up, by their roots."""

    def __init__(self) -> None:
        self._calls: dict[str, Call] = {}
        self._rang: set[str] = set()

    def news(self, event: Event, call: Call) -> News:
        """What an event means for a pop.

        A call rings, or what rings turns out to be a call for the agent; or another person is on
        the line than the one the agent was speaking to, be it in a call of their own that never
        rang here (a colleague has connected them, or the agent has picked them up).
        """
        root, before = call.root, self._calls.get(call.root)
        if event.event is EventType.CONNECTION_CLEARED:
            if before is not None and before.id == call.id:
                self._forget(root)
            return "nothing"
        self._calls[root] = call
        if call.direction is Direction.INBOUND:
            late = event.event is EventType.CALL_INFORMATION and root not in self._rang
            ringing = call.local_state is ConnectionState.ALERTING
            if event.event is EventType.DELIVERED or (late and ringing):
                self._rang.add(root)
                return "rings"
            if root not in self._rang and call.up and party_of(call.remote) != NOBODY:
                self._rang.add(root)
                return "another"
        spoke = before is not None and before.answered_at is not None
        if before is not None and spoke and call.up and is_another(before.remote, call.remote):
            return "another"
        return "nothing"

    def keep(self, snapshot: Snapshot) -> None:
        """Forget the calls that ended unseen."""
        if len(self._calls) > len(snapshot.calls):
            roots = {call.root for call in snapshot.calls}
            for root in self._calls.keys() - roots:
                self._forget(root)

    def _forget(self, root: str) -> None:
        self._calls.pop(root, None)
        self._rang.discard(root)
