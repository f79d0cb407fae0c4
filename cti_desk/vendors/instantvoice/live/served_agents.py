"""The agents that this desk serves, and which of them is its own."""

from __future__ import annotations

from typing import Final

from cti_desk.vendors.instantvoice.live.served_agent import ServedAgent
from cti_desk.vendors.instantvoice.live.source import EventSource
from cti_desk.vendors.instantvoice.messages.values import AgentName, agent_name

_NOBODY: Final = "0"
"""Asked about where no agent is known: any answer proves that InstantVoice is there."""


class ServedAgents:
    """By full name in ``by_name``; ``own`` is the desk's agent once known."""

    def __init__(self, accountcode: str, source: EventSource) -> None:
        self.by_name: dict[str, ServedAgent] = {}
        self.own: ServedAgent | None = None
        self._accountcode = accountcode
        self._source = source

    def name(self, agent: str) -> AgentName:
        return agent_name(agent, self._accountcode)

    def find(self, agent: str) -> ServedAgent | None:
        """The served agent that an event or a command names."""
        return self.by_name.get(agent) or self.by_name.get(self.name(agent).full)

    def make(self, name: AgentName, *, own: bool = False) -> ServedAgent:
        """An agent of whom nothing is known, not served (yet)."""
        return ServedAgent(name, self._source, own=own)

    def add(self, name: AgentName, *, own: bool) -> ServedAgent:
        """Serve an agent, from now on or already."""
        served = self.by_name.get(name.full)
        if served is None:
            served = self.by_name[name.full] = self.make(name, own=own)
        return served

    def remove(self, served: ServedAgent) -> None:
        self.by_name.pop(served.name.full, None)

    def choose(self, served: ServedAgent) -> bool:
        """This is the desk's own agent, if none is known yet; return whether that is news."""
        if self.own is not None or not served.own:
            return False
        self.own = served
        return True

    @property
    def own_first(self) -> list[ServedAgent]:
        """All agents served, the desk's own before the others."""
        return sorted(self.by_name.values(), key=lambda served: served is not self.own)

    @property
    def somebody(self) -> AgentName:
        """An agent to ask about when only an answer is wanted."""
        served = self.own or next(iter(self.by_name.values()), None)
        return served.name if served else AgentName(self._accountcode, _NOBODY)
