"""Moves stamps when somebody has set the computer's clock.

What happened ten minutes ago still happened ten minutes ago when the clock has jumped by an hour.
So its stamp moves with the clock: running times go on, and new stamps follow the calendar.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cti_desk.core.model import Agent, Call, Colleague, Link, Queue, QueueMember, Waiting
from cti_desk.core.reports import (
    AgentChanged,
    CallChanged,
    LinkChanged,
    QueueReported,
    Report,
    StateRead,
)

STEP_S: Final = 2.0
"""The smallest jump in seconds. The network corrects a clock by less, and the monotonic clock with
it.
"""

S = TypeVar("S", bound=Struct)

_STAMPS: Final[dict[type, tuple[str, ...]]] = {
    Link: ("since", "lost_at", "retry_at", "read_at"),
    Agent: ("since",),
    Call: ("since", "answered_at", "held_since"),
    Colleague: ("since",),
    Waiting: ("since",),
    QueueMember: ("since", "read_at"),
    Queue: ("waiting_since", "read_at"),
    LinkChanged: ("retry_at",),
    AgentChanged: ("since",),
}


def shifted(value: S, seconds: float) -> S:
    """The value of the core's model with its own stamps moved; unknown ones stay unknown.

    `Asked` keeps its stamp, because the stamp tells one question from the next.
    """
    changes: dict[str, Any] = {}
    for name in _STAMPS[type(value)]:
        stamp = getattr(value, name)
        if isinstance(stamp, int | float) and stamp:
            changes[name] = stamp + seconds
    if isinstance(value, Queue):
        if value.waiting is not None:
            changes["waiting"] = tuple(shifted(each, seconds) for each in value.waiting)
        if value.members is not None:
            changes["members"] = tuple(shifted(each, seconds) for each in value.members)
    return replace(value, **changes) if changes else value


def shifted_report(report: Report, seconds: float) -> Report:
    """A vendor's report with all its stamps moved."""
    if isinstance(report, LinkChanged | AgentChanged):
        return shifted(report, seconds)
    if isinstance(report, CallChanged):
        return replace(report, call=shifted(report.call, seconds))
    if isinstance(report, QueueReported):
        return replace(report, queue=shifted(report.queue, seconds))
    if isinstance(report, StateRead):
        agent, calls, queues = report.agent, report.calls, report.queues
        return replace(
            report,
            agent=None if agent is None else shifted(agent, seconds),
            calls=None if calls is None else tuple(shifted(call, seconds) for call in calls),
            queues=None if queues is None else tuple(shifted(each, seconds) for each in queues),
        )
    return report
