"""How what happens becomes known: by events, or by reading the state again and again.

A profile's source is chosen once. It makes what fits it: the tracker of an agent's state and the
book of an agent's calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from cti_desk.vendors.instantvoice.live.agent_state import AgentTracker
from cti_desk.vendors.instantvoice.live.calls import CallBook
from cti_desk.vendors.instantvoice.live.own_request import Habit
from cti_desk.vendors.instantvoice.live.polled_agent import PolledTracker
from cti_desk.vendors.instantvoice.live.polled_calls import PolledBook
from cti_desk.vendors.instantvoice.live.reasons import Reasons


class EventSource:
    """Events say what happens. ``warning`` is shown until the first one has come."""

    polled: ClassVar[bool] = False

    def __init__(
        self,
        reasons: Reasons,
        habit: Habit | None = None,
        monotonic: Callable[[], float] | None = None,
        *,
        warning: str | None = None,
    ) -> None:
        self.warning = warning
        self._reasons = reasons
        self._habit = habit
        self._monotonic = monotonic

    def tracker(self, agent_id: str | None) -> AgentTracker:
        return AgentTracker(agent_id, self._reasons)

    def book(self, agent: str, agent_id: str | None, *, keep_raw: bool = True) -> CallBook:
        return CallBook(
            agent, agent_id, keep_raw=keep_raw, habit=self._habit, monotonic=self._monotonic
        )

    def received(self) -> bool:
        """An event has come; return whether that ends the warning."""
        ends, self.warning = self.warning is not None, None
        return ends


class PollingSource(EventSource):
    """There are no events: the state is read every few seconds."""

    polled = True

    def tracker(self, agent_id: str | None) -> AgentTracker:
        return PolledTracker(agent_id, self._reasons)

    def book(self, agent: str, agent_id: str | None, *, keep_raw: bool = True) -> CallBook:
        return PolledBook(agent, agent_id, habit=self._habit, monotonic=self._monotonic)
