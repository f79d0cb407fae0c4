"""Hands the desktop what is known, once a turn of the loop, and then the events of that turn."""

from __future__ import annotations

from typing import Protocol

from cti_desk.core.events import Event, EventType, without_past
from cti_desk.core.moment import Moment
from cti_desk.core.ports import Clock
from cti_desk.core.session import Session
from cti_desk.desktop.shown_desk import DeskState


class Running(Protocol):
    """The runner: its session is another one after a change of agent."""

    session: Session


class ShowsDesk(Protocol):
    """The desktop, as far as it is fed."""

    def update(self, state: DeskState) -> None: ...

    def event(self, event: Event) -> None: ...

    def notice(self, text: str) -> None: ...


class DesktopFeed:
    """Observes events and changes; what concerns a colleague only is not shown."""

    def __init__(self, running: Running, clock: Clock, desktop: ShowsDesk) -> None:
        self._running = running
        self._clock = clock
        self._desktop = desktop
        self._unshown: list[Event] = []
        self._closed = False

    def on_event(self, event: Event, at: Moment) -> None:
        if event.colleague is None:
            self._unshown.append(event)

    def changed(self) -> None:
        """Show what came in this turn of the loop; a call that is over already pops nothing."""
        if self._closed:
            return
        session = self._running.session
        events, self._unshown = without_past(self._unshown, session.has_call), []
        self._desktop.update(DeskState(session.snapshot, session.table, self._clock.now()))
        for event in events:
            if event.event is EventType.NOTICE and event.text:
                self._desktop.notice(event.text)
            elif event.call is not None:
                self._desktop.event(event)

    def close(self) -> None:
        """The desktop goes: show nothing more."""
        self._closed = True
