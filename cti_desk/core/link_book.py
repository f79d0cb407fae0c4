"""The link as observers know it: up, lost, retried or stopped, and since when."""

from __future__ import annotations

from msgspec import UNSET
from msgspec.structs import replace

from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Link, LinkState
from cti_desk.core.reports import LinkChanged


class LinkBook:
    """Keeps one immutable `Link` and says which events a change amounts to."""

    def __init__(self) -> None:
        self.link = Link()

    @property
    def up(self) -> bool:
        return self.link.state is LinkState.UP

    def report(self, change: LinkChanged, now: float) -> list[Event]:
        before = self.link
        moved = change.state is not before.state
        lost_at = before.lost_at
        if change.state is LinkState.UP:
            lost_at = None
        elif before.state is LinkState.UP:
            lost_at = now if before.read_at is None else before.read_at
        self.link = Link(
            change.state,
            now if moved else before.since,
            lost_at,
            change.retry_at,
            change.reason,
            before.marks if change.marks is UNSET else change.marks,
            before.read_at if self.up and not moved else None,
            change.can_act,
        )
        if self.up:
            return [Event(EventType.LINK_UP, link=self.link)] if moved else []
        if _is_bad_news(before, self.link):
            return [Event(EventType.LINK_DOWN, link=self.link, text=change.reason)]
        return []

    def read(self, now: float) -> None:
        """The state was read, and no events tell of changes: it begins to age."""
        self.link = replace(self.link, read_at=now)


def _is_bad_news(before: Link, after: Link) -> bool:
    """Whether the link was lost, or another attempt has failed."""
    if after.state is LinkState.CONNECTING:
        return before.state is LinkState.UP
    return (after.state, after.reason) != (before.state, before.reason)
