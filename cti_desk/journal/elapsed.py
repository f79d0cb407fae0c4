"""Measures how long a thing takes, by the clock that nobody sets. Pure."""

from __future__ import annotations

from typing import Final

from cti_desk.core.moment import Moment

AGREE_S: Final = 2.0
"""If two clocks differ by no more than this, nobody has set them: they run at slightly different
speeds.
"""

LONGEST_BEFORE_S: Final = 86_400.0
"""If something seems to have begun longer than this before it was seen, a clock was set since its
stamp.
"""


class Stopwatch:
    """Runs since ``started`` (Unix seconds), which was before or at the moment it was made.

    What happened before that moment was seen by an earlier run of the desk, or by nobody: there
    the calendar's clock is all there is.
    """

    __slots__ = ("_before", "_made", "_started")

    def __init__(
        self, made: Moment, started: float, longest_before_s: float = LONGEST_BEFORE_S
    ) -> None:
        self._made = made
        self._started = started
        before = made.stamp - started
        self._before = before if 0.0 <= before <= longest_before_s else 0.0

    def seconds(self, at: Moment) -> float:
        """The seconds since ``started``; never negative."""
        return self._before + max(0.0, at.monotonic - self._made.monotonic)

    def stamp(self, at: Moment) -> float:
        """This moment in Unix seconds, never before ``started``.

        The calendar's own, unless that clock was set meanwhile: then one that fits to ``started``.
        """
        fitting = self._started + self.seconds(at)
        return max(self._started, at.stamp) if abs(at.stamp - fitting) <= AGREE_S else fitting
