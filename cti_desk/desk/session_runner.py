"""Carries out a session's effects: the one place where the pure core meets the loop.

Inputs are taken in the order they come, also those that arise while effects are carried out.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Final

from cti_desk.core.commands import Command
from cti_desk.core.effects import (
    Answer,
    Effect,
    LookUp,
    Perform,
    Publish,
    PublishVendorEvent,
    ReadBack,
    Recall,
)
from cti_desk.core.errors import CtiError, NoLink, OutcomeUnknown
from cti_desk.core.events import Event, EventType
from cti_desk.core.moment import SteadyClock
from cti_desk.core.moment import read as read_both
from cti_desk.core.ports import Clock, Contacts, ReadsQueues, Switch
from cti_desk.core.redating import STEP_S, shifted_report
from cti_desk.core.reports import (
    Identified,
    Input,
    Noticed,
    Performed,
    Report,
    Result,
    StateRead,
    Submit,
    Tick,
)
from cti_desk.core.session import Session
from cti_desk.core.workers import OWN_MISTAKE, Workers
from cti_desk.desk.observers import Observers
from cti_desk.desk.recalled_call import recalled

_log = logging.getLogger(__name__)

TICK_S: Final = 0.5
REFRESH_S: Final = 0.5
"""`SessionRunner.refresh` has the state read at most so often, whoever asks."""

Done = Callable[[Result], None]


class SessionRunner:
    """One session, one switch, and whoever observes them.

    Observers hear from `observe` on. One that fails is reported to ``workers``, never fatal.
    ``remembered(root)`` returns the journal's row of a root call, if it has one.
    """

    def __init__(
        self,
        session: Session,
        clock: Clock,
        workers: Workers | None = None,
        contacts: Contacts | None = None,
        remembered: Callable[[str], Mapping[str, Any] | None] = lambda root: None,
    ) -> None:
        self.session = session
        self.workers = workers or Workers()
        self._clock = clock
        self._switch: Switch | None = None
        self._watch_queues_s: float | None = None
        self._queues_watched: float | None = None  # as the present switch knows it
        self._contacts = contacts
        self._remembered = remembered
        self._inputs: deque[Input] = deque()
        self._draining = False
        self._requests = 0
        self._answers: dict[int, Done] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._refreshed = -REFRESH_S
        self._coming: asyncio.Task[None] | None = None
        self._ticking: asyncio.TimerHandle | None = None
        self._telling: asyncio.Handle | None = None
        self._observers = Observers()
        self._doers: dict[type, Callable[[Any], None]] = {
            Publish: self._publish,
            PublishVendorEvent: self._publish_vendor_event,
            Perform: self._perform,
            Answer: self._answer,
            LookUp: self._look_up,
            Recall: self._recall,
            ReadBack: self._read_back,
        }

    @property
    def switch(self) -> Switch | None:
        return self._switch

    def observe(self, observers: Observers) -> None:
        """Have these observe the session; they know the runner, so they come after it."""
        self._observers = observers

    def attach(self, switch: Switch, clock: SteadyClock | None = None) -> None:
        """Start a switch; its reports reach the session as long as it is the attached one.

        ``clock`` is the one that the switch goes by, if that is not the desk's own.
        """
        self._switch = switch
        self._queues_watched = None

        def report(given: Report) -> None:
            if self._switch is not switch:
                return
            if clock is not None and abs(clock.ahead) >= STEP_S:
                given = shifted_report(given, clock.ahead)
            self.feed(given)

        switch.start(report)
        self.watch_queues(self._watch_queues_s)

    def watch_queues(self, every_s: float | None) -> None:
        """Have the queues' figures read about so often (``None``: only when something happens),
        by this switch and those that follow it. A vendor whose events tell of them reads nothing.
        """
        self._watch_queues_s = every_s
        switch: object = self._switch
        if isinstance(switch, ReadsQueues) and self._queues_watched != every_s:
            self._queues_watched = every_s
            switch.watch_queues(every_s)

    async def detach(self) -> None:
        """Close the switch; commands on their way are answered as unknown by its closing."""
        switch, self._switch = self._switch, None
        if switch is not None:
            await switch.close()

    async def begin_again(self, session: Session) -> None:
        """Start afresh for another agent: whoever follows hears that the calls here are over."""
        await self.detach()
        self.feed(StateRead(calls=(), queues=()))
        self.session = session

    async def close(self) -> None:
        """Stop everything this runner started, and what was built on it."""
        for closing in self._observers.closing:
            closing()
        await self.detach()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for handle in (self._ticking, self._telling):
            if handle is not None:
                handle.cancel()
        self._ticking = self._telling = None

    def submit(
        self,
        command: Command,
        done: Done,
        wait_s: float | None = None,
        agent_id: str | None = None,
        direct: bool = False,
    ) -> None:
        """Ask for something; ``done`` is called once, with what was accepted or the error."""
        self._requests += 1
        self._answers[self._requests] = done
        self.feed(Submit(self._requests, command, wait_s, agent_id, direct))

    def call_vendor(
        self, method: str, params: Mapping[str, Any], done: Callable[[Any, CtiError | None], None]
    ) -> None:
        """Call a documented method of the vendor; ``done`` gets its data or the error."""
        switch = self._switch
        if switch is None:
            done(None, NoLink("There is no telephone system to ask."))
            return
        self._spawn(self._call_vendor(switch, method, params, done))

    def feed(self, given: Input) -> None:
        """Hand an input to the session and carry out what follows from it."""
        self._inputs.append(given)
        if self._draining:
            return
        self._draining = True
        try:
            self._drain()
        finally:
            self._draining = False
        if self._telling is None:
            self._telling = asyncio.get_running_loop().call_soon(self._tell_of_change)
        self._keep_ticking()

    def notice(self, text: str) -> None:
        """Say a sentence to the agent, and to whoever follows the events."""
        self.feed(Noticed(text))

    def retry_now(self) -> None:
        """The network is back, or the computer awake: try the link again at once."""
        if self._switch is not None:
            self._switch.retry_now()

    def _tell_of_change(self) -> None:
        self._telling = None
        for changed in self._observers.changes:
            self._tell(changed)

    def _drain(self) -> None:
        while self._inputs:
            given = self._inputs.popleft()
            try:
                effects = self.session.handle(given, read_both(self._clock))
            except Exception as error:  # the next input, and every deadline, must still count
                _log.exception("%s could not be applied", type(given).__name__)
                self.workers.failed("Following the telephone system", error)
                self._refuse_failed(given)
                continue
            for effect in effects:
                self._do(effect)

    def _refuse_failed(self, given: Input) -> None:
        """Who asked for something that failed inside is answered all the same."""
        if isinstance(given, Submit | Performed):
            self._answer(Answer(given.request, CtiError(OWN_MISTAKE)))

    def _do(self, effect: Effect) -> None:
        self._doers[type(effect)](effect)

    def _publish(self, effect: Publish) -> None:
        at = read_both(self._clock)
        _note(effect.event)
        for observer in self._observers.events:
            self._tell(observer, effect.event, at)

    def _publish_vendor_event(self, effect: PublishVendorEvent) -> None:
        for observer in self._observers.vendor_events:
            self._tell(observer, effect.event)

    def _tell(self, observer: Callable[..., None], *what: Any) -> None:
        try:
            observer(*what)
        except Exception as error:
            _log.exception("an observer failed")
            name = getattr(observer, "__qualname__", repr(observer))
            self.workers.failed(f"A part of the desk ({name})", error)

    def _perform(self, effect: Perform) -> None:
        self._spawn(self._perform_at(self._switch, effect))

    async def _perform_at(self, switch: Switch | None, effect: Perform) -> None:
        result: Result = NoLink("There is no telephone system to ask.")
        if switch is not None:
            try:
                result = await switch.perform(
                    effect.command, self.session.snapshot, effect.agent_id
                )
            except asyncio.CancelledError:
                closed = OutcomeUnknown("The desk closed before the answer came.")
                self.feed(Performed(effect.request, closed))
                raise
            except CtiError as error:
                result = error
            except Exception:
                _log.exception("%s failed inside the desk", effect.command.name)
                result = OutcomeUnknown(OWN_MISTAKE)
        self.feed(Performed(effect.request, result))

    def _answer(self, effect: Answer) -> None:
        done = self._answers.pop(effect.request, None)
        if done is not None:
            self._tell(done, effect.result)

    def _look_up(self, effect: LookUp) -> None:
        self.identify(effect.call_id, effect.number)

    def identify(self, call_id: str, number: str) -> None:
        """Ask the contacts who a call's number is; again when they have changed."""
        if self._contacts is None:
            return
        try:
            who = self._contacts.look_up(number)
        except Exception as error:
            _log.exception("looking up a number failed")
            self.workers.failed("Looking up who calls", error)
            return
        known = (who.e164, who.display, who.name, who.guess)
        self.feed(Identified(call_id, *known, number=number, candidates=who.candidates))

    def contacts_loaded(self, problems: tuple[str, ...]) -> None:
        """There are other contacts: say what is wrong with them, and ask who calls again."""
        for problem in problems[:1]:
            self.notice(problem)
        self.identify_calls()

    def identify_calls(self) -> None:
        """Ask the contacts for all calls that are up."""
        for call in self.session.snapshot.calls:
            if call.remote.number:
                self.identify(call.id, call.remote.number)

    def _recall(self, effect: Recall) -> None:
        try:
            row = self._remembered(effect.root)
        except Exception as error:
            _log.exception("looking a call up in the journal failed")
            self.workers.failed("Looking a call up in the journal", error)
            return
        if row is not None:
            self.feed(recalled(effect.call_id, row))

    def recall_calls(self) -> None:
        """Ask the journal for the calls that are up without a number, now that it can answer."""
        for call in self.session.snapshot.calls:
            if not call.remote.number and not call.remote.withheld:
                self._recall(Recall(call.id, call.root))

    async def refresh(self, within_s: float) -> None:
        """Have the switch read the state again, and wait for it so long.

        One reading, which begins after they have asked, serves all who ask meanwhile.
        """
        if self._switch is None or not self.session.snapshot.link.takes_commands:
            return
        if self._coming is None:
            self._coming = self._spawn(self._refresh(self._switch))
        done, _ = await asyncio.wait({self._coming}, timeout=within_s)
        if not done:
            _log.info("the state could not be read within %g s", within_s)

    async def _refresh(self, switch: Switch) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self._refreshed + REFRESH_S - loop.time()))
        self._coming, self._refreshed = None, loop.time()
        await switch.read_back()

    def _read_back(self, effect: ReadBack) -> None:
        if self._switch is not None:
            _log.info("reading the state back: %s", effect.why)
            self._spawn(self._switch.read_back())

    async def _call_vendor(
        self,
        switch: Switch,
        method: str,
        params: Mapping[str, Any],
        done: Callable[[Any, CtiError | None], None],
    ) -> None:
        try:
            result = await switch.call_method(method, params)
        except CtiError as error:
            self._tell(done, None, error)
        except Exception:
            _log.exception("%s failed inside the desk", method)
            self._tell(done, None, CtiError(OWN_MISTAKE))
        else:
            self._tell(done, result, None)

    def _spawn(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("something beside the link failed", exc_info=error)
            self.workers.failed("Something beside the link", error)

    def _keep_ticking(self) -> None:
        """Ticks come only while something waits: an idle desk does not wake up."""
        if self._ticking is None and self.session.restless:
            self._ticking = asyncio.get_running_loop().call_later(TICK_S, self._tick)

    def _tick(self) -> None:
        self._ticking = None
        self.feed(Tick())


def _note(event: Event) -> None:
    """Log what an administrator asks about first: the link, and what the agent was told."""
    if event.link is not None:
        link = event.link
        acts = ", commands still go" if link.can_act and link.takes_commands else ""
        _log.info("link %s%s%s", link.state, acts, f": {link.reason}" if link.reason else "")
    elif event.event is EventType.NOTICE:
        _log.info("the agent is told: %s", event.text)
