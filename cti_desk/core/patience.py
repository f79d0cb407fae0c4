"""How long the desk waits to see what it asked for, or what the vendor put off.

Times are monotonic seconds, so a deadline does not move when the computer's clock is set.
"""

from __future__ import annotations

from typing import Final

from cti_desk.core.model import Agent, AgentState, Asked, Pending

ASK_TIMEOUT_S: Final = 10.0

PUT_OFF: Final = frozenset({AgentState.NOT_READY, AgentState.LOGGED_OUT})
"""States that a vendor may enter only after the call: no time-out while a call is up."""


class Patience:
    """One deadline: for what was asked last, otherwise for what is pending."""

    def __init__(self) -> None:
        self._what: Asked | Pending | None = None
        self._due: float | None = None

    @property
    def waiting(self) -> bool:
        """Whether there is a deadline to come."""
        return self._due is not None

    def watch(self, agent: Agent, *, calls: bool, link_up: bool, now: float) -> None:
        """Begin, go on or stop waiting. Time without a link, or during a call that puts it off,
        does not count.
        """
        what = agent.asked or agent.pending
        if what is None or not link_up or (calls and what.state in PUT_OFF):
            self._what = self._due = None
        elif what != self._what:
            self._what, self._due = what, now + ASK_TIMEOUT_S

    def run_out(self, now: float) -> Asked | Pending | None:
        """Return, once, what the desk has waited for long enough."""
        if self._due is None or now < self._due:
            return None
        self._due = None
        return self._what
