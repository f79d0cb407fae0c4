"""One agent's state where no events come: AgentInfo tells it, or what was accepted is believed."""

from __future__ import annotations

from typing import Any

from cti_desk.core.model import AgentState
from cti_desk.core.reports import AgentChanged
from cti_desk.vendors.instantvoice.live.agent_state import BELIEVED, NOT_TOLD, AgentTracker
from cti_desk.vendors.instantvoice.messages.codes import SENSELESS


class PolledTracker(AgentTracker):
    """An `AgentTracker` whose state has a note where AgentInfo does not say it."""

    def refused(self, code: int) -> AgentChanged | None:
        believed = not self.told and self.state is not AgentState.UNKNOWN
        if not believed or code not in SENSELESS:
            return None
        self.version += 1
        return self._enter(AgentState.UNKNOWN, note=NOT_TOLD)

    def settle(self) -> AgentChanged | None:
        if self.told or self.pending is None:
            return None
        return self.believe(self.pending.state, self.pending.reason)

    def _untold(self) -> dict[str, Any]:
        return {"note": NOT_TOLD if self.state is AgentState.UNKNOWN else BELIEVED}

    def _told_again(self) -> dict[str, Any]:
        return {"note": None}
