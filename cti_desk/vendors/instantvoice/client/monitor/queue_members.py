"""Who the members of the agent's queues are, and in which state: a few are read at a time.

AgentQueueMembers names the members, and each one's AgentInfo tells the state. An agent whom this
desk follows by events is not asked about.
"""

from __future__ import annotations

from typing import Final

from cti_desk.core.model import AgentState, QueueMember, Reason
from cti_desk.core.reports import QueueReported
from cti_desk.vendors.instantvoice.client.monitor.context import Context
from cti_desk.vendors.instantvoice.client.reader import Reader
from cti_desk.vendors.instantvoice.live.agent_state import status_of
from cti_desk.vendors.instantvoice.live.served_agent import ServedAgent, core_queue
from cti_desk.vendors.instantvoice.messages.records import AgentInfo
from cti_desk.vendors.instantvoice.messages.values import AgentName

LISTS_EVERY_S: Final = 60.0
"""How often the lists are read; at once where QueueInfo counts another number of members."""


class QueueMembers:
    """One round of reading; what was read is kept in the `ServedAgent`."""

    def __init__(self, context: Context, served: ServedAgent, reader: Reader) -> None:
        self._context, self._served, self._reader = context, served, reader
        self._known = served.members

    async def read(self, budget: int) -> int:
        """Read with at most so many requests, report what changed; returns how many it took."""
        used = await self._read_lists(budget)
        changed: set[str] = set()
        for agent in self._next(budget - used):
            if "AgentInfo" in self._reader.denied:
                break
            used += 1
            asked_at = self._context.clock.now()
            name = self._context.agents.name(agent)
            info = await self._reader.member(name)
            if not self._is_linked:
                return used
            self._known.states[agent] = queue_member(name, info, asked_at)
            changed.add(agent)
        self._report(changed)
        return used

    async def _read_lists(self, budget: int) -> int:
        used, now = 0, self._context.clock.monotonic()
        for queue in self._served.queues or ():
            if used >= budget or "AgentQueueMembers" in self._reader.denied:
                break
            known = self._known.lists.get(queue.number)
            same_count = queue.agents is None or known is None or queue.agents == len(known)
            read_at = self._known.listed_at.get(queue.number, float("-inf"))
            if known is not None and same_count and now - read_at < LISTS_EVERY_S:
                continue
            used += 1
            numbers = await self._reader.members(self._served.name, queue.number)
            if not self._is_linked:
                break
            self._known.listed_at[queue.number] = now
            if numbers is not None:
                account = self._served.name.accountcode
                agents = tuple(dict.fromkeys(AgentName(account, one).full for one in numbers))
                self._known.lists[queue.number] = agents
                self._context.report(QueueReported(core_queue(queue, self._served)))
        return used

    @property
    def _is_linked(self) -> bool:
        return self._reader is self._context.reader

    def _next(self, count: int) -> list[str]:
        """Whose state is read now: those never read first, then those read longest ago."""
        agents = dict.fromkeys(agent for one in self._known.lists.values() for agent in one)
        followed = self._context.agents.by_name
        known = self._known.states
        # Their states are known from events; a name is asked for once.
        asked_about = [agent for agent in agents if agent not in followed or agent not in known]

        def read_at(agent: str) -> float:
            state = known.get(agent)
            return float("-inf") if state is None or state.read_at is None else state.read_at

        return sorted(asked_about, key=read_at)[: max(0, count)]

    def _report(self, changed: set[str]) -> None:
        for queue in self._served.queues or ():
            if changed & set(self._known.lists.get(queue.number, ())):
                self._context.report(QueueReported(core_queue(queue, self._served)))


def queue_member(name: AgentName, info: AgentInfo | None, read_at: float) -> QueueMember:
    """A member as AgentInfo tells it; a word that is not known leaves the state open."""
    status = status_of(info) if info is not None else None
    if info is None or status is None:
        return QueueMember(name.full, info.name if info else None, read_at=read_at)
    state = status.state or AgentState.BUSY  # on a call: ready or not is not said
    paused = state is AgentState.NOT_READY or status.pending is AgentState.NOT_READY
    reason = Reason(text=info.reason) if paused and info.reason else None
    return QueueMember(
        name.full,
        info.name,
        state,
        reason,
        since=info.status_since,
        paused=paused or (None if status.state is None else False),
        read_at=read_at,
    )
