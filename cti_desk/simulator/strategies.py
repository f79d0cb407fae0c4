"""Ring strategies: which of the available agents a queue rings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from cti_desk.simulator.model import Agent, Queue, Strategy


def choose(queue: Queue, available: Sequence[Agent]) -> Sequence[Agent]:
    """Return whom to ring by the queue's strategy: one agent, several at once, or nobody."""
    if not available or queue.strategy == "ring_all":
        return available
    return [ONE_BY_ONE[queue.strategy](queue, available)]


def longest_idle(queue: Queue, available: Sequence[Agent]) -> Agent:
    """The agent whose last call, or login, is longest ago."""
    order = list(queue.members)
    return min(available, key=lambda agent: (agent.idle_since, order.index(agent.id)))


def round_robin(queue: Queue, available: Sequence[Agent]) -> Agent:
    """The next one after whoever answered last, in the order of membership."""
    order = list(queue.members)
    start = order.index(queue.last_served) + 1 if queue.last_served in order else 0
    return min(available, key=lambda agent: (order.index(agent.id) - start) % len(order))


def priority(queue: Queue, available: Sequence[Agent]) -> Agent:
    """The lowest priority number first (inferred), then the longest idle."""
    best = min(queue.members[agent.id] for agent in available)
    return longest_idle(queue, [a for a in available if queue.members[a.id] == best])


ONE_BY_ONE: Final[dict[Strategy, Callable[[Queue, Sequence[Agent]], Agent]]] = {
    "longest_idle": longest_idle,
    "round_robin": round_robin,
    "priority": priority,
}
STRATEGIES: Final = (*ONE_BY_ONE, "ring_all")
