"""Opens the CRM's page for a call: once for each party at the chosen moment, or on a click."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final, Protocol

from cti_desk.core.errors import CtiError
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call
from cti_desk.core.moment import Moment, read
from cti_desk.core.page_decisions import PageDecisions
from cti_desk.core.ports import Clock, Contacts, Memory
from cti_desk.core.screen_pop import No, Page, ScreenPop, Wait, template_names
from cti_desk.core.session import Session
from cti_desk.settings.sections import ScreenPopRule
from cti_desk.system.opening import open_page

MEMORY_KEY: Final = "pages"

_log = logging.getLogger(__name__)


class SavedMemory(Memory, Protocol):
    """A memory that can be told to write at once."""

    def flush(self) -> None: ...


class Running(Protocol):
    """The runner, as far as pages need it: its session is another one after a change of agent."""

    session: Session


class PageOpener:
    """Holds the rule in force and what waits to be opened.

    ``failed`` is told what failed. What was opened is kept in ``memory``: a desk that is killed
    while a call rings opens no second page for it when it is started again.
    """

    def __init__(
        self,
        contacts: Contacts,
        running: Running,
        clock: Clock,
        memory: SavedMemory,
        failed: Callable[[CtiError], None],
    ) -> None:
        self._contacts = contacts
        self._running = running
        self._clock = clock
        self._memory = memory
        self._failed = failed
        self._decisions = PageDecisions.of(memory.get(MEMORY_KEY), clock.now())
        self._waiting: dict[str, tuple[Event, asyncio.TimerHandle]] = {}
        self._said: dict[str, str] = {}
        self._saving: asyncio.Handle | None = None
        self._to_open: list[dict[str, str]] = []
        self._rule = ScreenPopRule()
        self._pop = self._pop_of(self._rule)

    @property
    def available(self) -> bool:
        """Whether there is a page to open at all."""
        return bool(self._rule.url)

    def use(self, rule: ScreenPopRule) -> None:
        """Follow another rule; calls already decided on at its moment are not opened again."""
        if rule != self._rule:
            self._rule = rule
            self._pop = self._pop_of(rule)

    def on_event(self, event: Event, at: Moment) -> None:
        """Open the page if this event is the party's moment."""
        if self.available and event.colleague is None and event.call is not None:
            self._decide(event, event.call, at)

    def clicked(self, call: Call) -> None:
        """The agent asked for the page of this call."""
        if self.available:
            _log.info("call %s: the page is opened, the agent asked for it", call.id)
            self._open(self._pop.clicked(call, self._running.session.agent.id))

    def close(self) -> None:
        """Forget what waits."""
        for _, timer in self._waiting.values():
            timer.cancel()
        self._waiting.clear()
        if self._saving is not None:
            self._saving.cancel()
            self._save_and_open()

    def _pop_of(self, rule: ScreenPopRule) -> ScreenPop:
        names = template_names(rule.url)
        return ScreenPop(rule.trigger, self._contacts, names, self._decisions)

    def _decide(self, event: Event, call: Call, at: Moment) -> None:
        _, timer = self._waiting.pop(call.id, (None, None))
        if timer is not None:
            timer.cancel()
        ends = event.event is EventType.CONNECTION_CLEARED
        session = self._running.session
        match self._pop.decide(event, at, session.agent.id, session.table.unknowable):
            case Page(variables=variables):
                self._say(call, f"the page is opened ({self._pop.trigger})")
                self._open_once_kept(variables)
            case Wait(seconds=seconds, missing=missing):
                self._say(call, f"the page waits for {', '.join(missing)}")
                loop = asyncio.get_running_loop()
                timer = loop.call_later(seconds, self._decide_late, call.id)
                self._waiting[call.id] = (event, timer)
            case No(why=why) if why:
                self._say(call, f"no page is opened: {why}")
        if ends:
            self._said.pop(call.id, None)

    def _decide_late(self, call_id: str) -> None:
        """What it waited for has not come: decide without it, if the call is still there."""
        event, _ = self._waiting.pop(call_id)
        if event.call is not None:
            self._decide(event, event.call, read(self._clock))

    def _say(self, call: Call, what: str) -> None:
        """Log it once for each call; numbers and names are not in it."""
        if self._said.get(call.id) != what:
            self._said[call.id] = what
            _log.info("call %s: %s", call.id, what)

    def _open_once_kept(self, variables: dict[str, str]) -> None:
        """Open a page after this turn of the loop, when the decisions of the turn are written.

        In this order: a desk that is killed in between opens no page rather than a second one.
        """
        self._memory.set(MEMORY_KEY, self._decisions.kept(self._clock.now()))
        self._to_open.append(variables)
        if self._saving is None:
            self._saving = asyncio.get_running_loop().call_soon(self._save_and_open)

    def _save_and_open(self) -> None:
        self._saving = None
        self._memory.flush()
        pages, self._to_open = self._to_open, []
        for variables in pages:
            self._open(variables)

    def _open(self, variables: dict[str, str]) -> None:
        try:
            rule = self._rule
            open_page(rule.url, variables, rule.schemes, rule.allowed_hosts, self._failed)
        except CtiError as error:
            _log.info("the page could not be opened: %s", error)
            self._failed(error)
