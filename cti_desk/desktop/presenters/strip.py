"""Everything the strip shows at one moment."""

from __future__ import annotations

from msgspec import Struct

from cti_desk.core import commands
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import Snapshot
from cti_desk.desktop.options import QueueOptions
from cti_desk.desktop.presenters.calls import CallView, call_views
from cti_desk.desktop.presenters.link import LinkView, link_view
from cti_desk.desktop.presenters.queue_panel import Summary, shown_now, summary
from cti_desk.desktop.presenters.state import StateView, state_view


class StripView(Struct, frozen=True):
    """``dial_why_not`` is "" where a number can be dialled; ``more_calls`` are only counted."""

    state: StateView
    calls: tuple[CallView, ...]
    link: LinkView
    dial_why_not: str = ""
    queues: Summary | None = None
    more_calls: int = 0

    @property
    def ticking(self) -> bool:
        """Whether any time is shown that changes every second."""
        return self.state.ticking or any(call.ticking for call in self.calls)


def strip_view(
    snapshot: Snapshot,
    table: CapabilityTable,
    now: float,
    simulator: bool = False,
    crm: bool = False,
    queues: QueueOptions | None = None,
) -> StripView:
    """What the strip shows. Without options for ``queues`` nothing is said of them."""
    dial = table.for_agent(commands.MakeCall.__name__, snapshot)
    calls = call_views(snapshot, table, now, crm)
    return StripView(
        state=state_view(snapshot, table, now),
        calls=calls,
        more_calls=len(snapshot.calls) - len(calls),
        link=link_view(snapshot.link, table, simulator, now),
        dial_why_not="" if dial.usable else dial.why or "",
        queues=None if queues is None else summary(snapshot, queues, shown_now(snapshot, now)),
    )
