"""A link while it is up: who asks, who reads, and how events are subscribed to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from cti_desk.vendors.instantvoice.client.calling import Calling
from cti_desk.vendors.instantvoice.client.reader import Reader


class Subscriptions(Protocol):
    """Who can be asked for an agent's events."""

    def follow(self, agent: str) -> None: ...

    def unfollow(self, agent: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Linked:
    """``subscriptions`` is set where each agent's events are asked for by name.

    ``poll`` is set where no events come: it reads the state of all served agents.
    """

    caller: Calling
    reader: Reader
    subscriptions: Subscriptions | None = None
    poll: Callable[[], Awaitable[None]] | None = None
