"""Since when the agent's state lasts.

A telephone system may date a state, but its clock may differ from ours, and its date may be that of
something else (the login). So a date is only used where it can be right: after the last moment at
which another state is known to have lasted, and not in the future. Otherwise a state began when the
desk saw it.
"""

from __future__ import annotations

from cti_desk.core.model import Agent, AgentState, Reason
from cti_desk.core.redating import shifted


class StateClock:
    """Dates the state that is shown. All times are Unix seconds."""

    def __init__(self) -> None:
        self._last: Agent | None = None
        self._known_until = float("-inf")

    def known_until(self, now: float) -> None:
        """What is shown was right up to this moment: it was confirmed, or the link was lost."""
        self._known_until = now

    def redate(self, seconds: float) -> None:
        """Move all dates: the computer's clock was set."""
        self._known_until += seconds
        if self._last is not None:
            self._last = shifted(self._last, seconds)

    def begin(
        self,
        before: Agent,
        after: Agent,
        dated: float | None,
        now: float,
        *,
        paused_anew: bool = False,
        after_cut: bool = False,
    ) -> float:
        """Return since when ``after`` lasts; ``before`` is what was shown until now.

        ``dated`` is the telephone system's date. ``paused_anew``: the agent has asked for another
        pause. ``after_cut``: the state may have been left and entered again unseen.
        """
        last = self._last
        since = dated if dated is not None and self._is_possible(dated, now) else now
        if before.state is after.state and before.id in (None, after.id):
            anew = after.state is AgentState.NOT_READY and (
                another_reason(before.reason, after.reason)
                or (paused_anew and before.reason != after.reason)
            )
            if not anew and not (after_cut and since is dated):
                since = before.since
        elif last is not None and before.state is AgentState.UNKNOWN and _is_same(last, after):
            since = last.since  # it was in doubt only
        return since

    def remember(self, shown: Agent) -> None:
        """This is shown now, with its date."""
        if shown.state is not AgentState.UNKNOWN:
            self._last = shown

    def _is_possible(self, dated: float, now: float) -> bool:
        last = self._last
        return dated <= now and (last is None or dated > max(last.since, self._known_until))


def another_reason(before: Reason | None, after: Reason | None) -> bool:
    """Whether these are two pauses, rather than one of which more is known now."""
    if before is None or after is None:
        return False
    if before.code and after.code:
        return before.code != after.code
    texts = before.text, after.text
    return bool(texts[0] and texts[1]) and str(texts[0]).casefold() != str(texts[1]).casefold()


def _is_same(one: Agent, other: Agent) -> bool:
    return (one.state, one.reason) == (other.state, other.reason)
