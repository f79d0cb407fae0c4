"""What has to be asked after an event: the queue of a call, who is right about the lines, when
calls come again; and the whole state, read back.
"""

from __future__ import annotations

import asyncio
from typing import Final

from cti_desk.core.call_book import event_of
from cti_desk.core.causes import Cause
from cti_desk.core.events import EventType
from cti_desk.core.model import AgentState, Call, Direction
from cti_desk.core.reports import AgentChanged, CallChanged, StateRead
from cti_desk.vendors.instantvoice.client.reader import Reader
from cti_desk.vendors.instantvoice.live.agent_state import Unavailable
from cti_desk.vendors.instantvoice.live.call_end import QUEUE_MISSED
from cti_desk.vendors.instantvoice.live.held_back import note, seconds_held_back
from cti_desk.vendors.instantvoice.live.served_agent import ServedAgent, queue_ref
from cti_desk.vendors.instantvoice.messages.records import AgentInfo, Line
from cti_desk.vendors.instantvoice.queue_figures import QueueFigures
from cti_desk.vendors.instantvoice.site import Site

LOGIN_READ_S: Final = 2.0
"""A login is told after so long even if AgentInfo has not said whether the agent is paused."""

MOST_READINGS: Final = 3
ASK_AGAIN_S: Final = 5.0

AFTERTHOUGHT_S: Final = 0.5
STILL_HELD_BACK_S: Final = 5.0
LAGS_S: Final = 0.5
"""AgentInfo is asked again so soon if it still speaks of a call that has ended."""


class FollowUps:
    """Asynchronous follow-ups. All of them do nothing without a link."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._settling: set[str] = set()
        self._asking: set[str] = set()
        self._held_back: dict[str, asyncio.TimerHandle] = {}
        self._lagging: set[str] = set()
        self._following: set[str] = set()
        self.figures = QueueFigures(site)

    def close(self) -> None:
        for timer in self._held_back.values():
            timer.cancel()
        self._held_back.clear()

    # -- the whole state

    async def read_all(self, served: ServedAgent, *, after_cut: bool) -> None:
        """Read an agent's state, calls and queues back and report them.

        ``after_cut``: the link is new, and events may have been missed.
        """
        reader = self._site.reader
        if reader is None:
            return
        asked = served.book.question()
        lines = await reader.lines(served.name)
        if after_cut or served.queues is None:
            served.queues = await reader.queues(served.name) or served.queues
        agent = None
        if (info := await self._info_of_now(served, reader)) is not None:
            agent = served.tracker.read(info)
        before = served.book.calls
        if lines is not None:
            served.lines = lines
            moved = served.book.transferring
            now = self._site.clock.now()
            served.book.resynchronise(lines, asked, now, after_cut=after_cut)
            self._name_queues(served, lines)
            self._report_moved(served, moved)
        if not served.book.busy:
            agent = served.tracker.settle() or agent
        if agent is not None:
            agent = self._noted(served, agent)
        self._report_all(served, agent, before if lines is not None else None, after_cut)
        if self._site.poll is None and served.book.holding:
            self._site.spawn(self._follow_hold(served), "following a hold")
        await reader.try_key(served.name)
        self._site.denied = frozenset(reader.denied)
        self._site.offer()

    async def read_until_told(self, served: ServedAgent) -> None:
        """Read the state back; again while the link is up and nobody has told the agent's state."""
        if served.name.full in self._asking:
            return
        self._asking.add(served.name.full)
        try:
            reader, told = self._site.reader, served.tracker.version
            await self.read_all(served, after_cut=False)
            while self._unanswered(reader) and served.tracker.version == told:
                await asyncio.sleep(ASK_AGAIN_S)
                await self.read_all(served, after_cut=False)
        finally:
            self._asking.discard(served.name.full)

    def _unanswered(self, reader: Reader | None) -> bool:
        """Whether AgentInfo had no answer on this link, and asking again makes sense."""
        return (
            reader is not None and reader is self._site.reader and "AgentInfo" in reader.unanswered
        )

    async def _info_of_now(self, served: ServedAgent, reader: Reader) -> AgentInfo | None:
        """AgentInfo, asked for again where a command or an event has come between."""
        for _ in range(MOST_READINGS):
            version = served.tracker.version
            info = await reader.agent(served.name)
            if info is None or served.tracker.version == version:
                return info
        return None

    def _name_queues(self, served: ServedAgent, lines: tuple[Line, ...]) -> None:
        for line in lines:
            entry = served.book.entry_of(line.uniqueid or "")
            queue = served.queue_by_id(line.queue_id) if line.queue_id else None
            if entry is not None and queue is not None:
                entry.came_through(queue_ref(queue))

    def _report_all(
        self,
        served: ServedAgent,
        agent: AgentChanged | None,
        before: tuple[Call, ...] | None,
        after_cut: bool,
    ) -> None:
        calls = served.book.calls
        if served.own:
            self._site.report(
                StateRead(
                    agent,
                    None if before is None else calls,
                    served.core_queues(),
                    resynchronised=after_cut and self._site.was_linked,
                    polled=self._site.polled,
                )
            )
            return
        if agent is not None:
            self._site.report(agent)
        if before is not None:
            for change in _differences(before, calls, served.name.full, again=after_cut):
                self._site.report(change)

    async def _follow_hold(self, served: ServedAgent) -> None:
        """No event tells that a call is retrieved: while the lines show a hold they are read."""
        if served.name.full in self._following:
            return
        self._following.add(served.name.full)
        try:
            await asyncio.sleep(ASK_AGAIN_S)
        finally:
            self._following.discard(served.name.full)
        await self.read_all(served, after_cut=False)

    def _report_moved(self, served: ServedAgent, moved: tuple[Call, ...]) -> None:
        """Calls that were to be transferred and are gone: nobody saw their end."""
        for call in moved:
            if served.book.entry(call.id) is None:
                change = CallChanged(
                    EventType.TRANSFERRED,
                    call,
                    None,
                    served.book.agent_id,
                    Cause.SINGLE_STEP_TRANSFER,
                )
                self._site.report(change)

    # -- after single events

    async def logged_in(self, served: ServedAgent, told: AgentChanged) -> None:
        """After LOGIN the agent is ready, unless AgentInfo reads paused."""
        version, reader = served.tracker.version, self._site.reader
        info = None
        if reader is not None:
            try:
                async with asyncio.timeout(LOGIN_READ_S):
                    info = await reader.agent(served.name)
            except TimeoutError:
                pass
        if served.tracker.version != version:
            return  # a later event has told already
        if info is not None:
            read = served.tracker.read(info)
            if not served.tracker.logged_in:  # the answer lags behind the event
                told = served.tracker.enter(AgentState.READY)
            elif served.tracker.told:
                told = read
        self._site.report(told)
        if served.own and served.queues is None:  # chosen by this login: all is news
            self._site.spawn(self.read_all(served, after_cut=False), "reading a new agent")

    async def find_queue(self, served: ServedAgent, call_id: str) -> None:
        """Which queue did this call come through? AgentLineList knows its id."""
        reader = self._site.reader
        entry = served.book.entry(call_id)
        if reader is None or entry is None or entry.queue is not None:
            return
        lines = await reader.lines(served.name)
        for line in lines or ():
            if line.uniqueid in entry.legs and line.queue_id:
                queue = served.queue_by_id(line.queue_id)
                if queue and (told := served.book.set_queue(call_id, queue_ref(queue))):
                    self._site.report(told)

    async def settle(self, served: ServedAgent) -> None:
        """Have the lines decide what events alone cannot tell."""
        if served.name.full in self._settling:
            return
        self._settling.add(served.name.full)
        try:
            while served.book.unsettled:
                asked, reader = served.book.question(), self._site.reader
                lines = await reader.lines(served.name) if reader is not None else None
                for told in served.book.settle(lines, asked, self._site.clock.now()):
                    self._site.report(told)
                    if told.event is EventType.CONNECTION_CLEARED:
                        self.call_ended(served, told.call, told.cause)
        finally:
            self._settling.discard(served.name.full)

    # -- when calls come again

    def call_ended(self, served: ServedAgent, call: Call, why: str | None) -> None:
        """A call is over: the agent's state is read, calls may be held back for a while."""
        if self._site.reader is None:
            return
        kind: Unavailable | None = None
        if call.direction is Direction.INBOUND and why == QUEUE_MISSED:
            kind = "quarantine"
        elif call.direction is Direction.INBOUND and call.answered_at is not None:
            kind = "wrap-up"
        told = served.tracker.events
        self._site.spawn(self._after_call(served, call, kind, told), "reading after a call")

    async def _after_call(
        self, served: ServedAgent, call: Call, kind: Unavailable | None, told: int
    ) -> None:
        """Read what the agent's state is now: what it was before the call is no proof.

        An event that comes meanwhile is one, and newer than any answer.
        """
        reader = self._site.reader
        ended_at = self._site.clock.now()
        if reader is None or (served.book.busy and kind is None):
            return
        if call.queue is None and not reader.denied & {"AgentLineList"} and kind == "wrap-up":
            kind = None  # its line named no queue: a direct call has no wrap-up
        info = await self._info_of_now(served, reader)
        if kind is not None:
            await self._refresh_queues(served, reader, call)
        if served.tracker.events != told or served.book.busy:
            return
        if info is None and self._unanswered(reader):
            self._site.spawn(self.read_until_told(served), "reading until it is answered")
        change = served.tracker.read(info) if info is not None else served.tracker.again()
        if kind is None or served.tracker.state in (AgentState.LOGGED_OUT, AgentState.NOT_READY):
            if info is not None:
                self._site.report(self._noted(served, change))
            return
        seconds = seconds_held_back(kind, call.queue, served.queues or ())
        until = ended_at + seconds if seconds else None
        told_by_vendor = served.tracker.unavailable
        words = note(kind, until) if seconds or told_by_vendor else None
        self._site.report(_with_note(change, words))
        if seconds:
            self._look_again_in(served, seconds)
        else:
            self._noted(served, change)

    async def _refresh_queues(self, served: ServedAgent, reader: Reader, call: Call) -> None:
        for queue in served.queues or ():
            if call.queue is None or call.queue.id == queue.number:
                fresh = await reader.queue(served.name, queue.number)
                if fresh is not None:
                    served.keep_queue(fresh)

    def _look_again_in(self, served: ServedAgent, seconds: float) -> None:
        self.calls_come_again(served)
        loop = asyncio.get_running_loop()
        self._held_back[served.name.full] = loop.call_later(
            seconds + AFTERTHOUGHT_S,
            lambda: self._site.spawn(self._look_again(served), "end of wrap-up"),
        )

    async def _look_again(self, served: ServedAgent) -> None:
        self._held_back.pop(served.name.full, None)
        reader = self._site.reader
        if reader is not None and served.name.full in self._lagging:
            await self.read_all(served, after_cut=False)  # the lines know of any call
            return
        version = served.tracker.version
        info = await self._info_of_now(served, reader) if reader is not None else None
        if info is None and served.tracker.version != version:
            return
        change = served.tracker.read(info) if info is not None else served.tracker.again()
        noted = self._noted(served, change)
        self._site.report(noted if served.tracker.unavailable else _with_note(change, None))

    def _noted(self, served: ServedAgent, change: AgentChanged) -> AgentChanged:
        """Say that InstantVoice itself holds calls back, and look again soon.

        The same where it speaks of a call that nobody knows (any more): its answer lags behind.
        """
        name, held_back = served.name.full, served.tracker.unavailable
        seconds = STILL_HELD_BACK_S
        if served.tracker.on_call and not served.book.busy:
            seconds = ASK_AGAIN_S if name in self._lagging else LAGS_S
            self._lagging.add(name)
        else:
            self._lagging.discard(name)
            if held_back is None:
                return change
        if name not in self._held_back:
            self._look_again_in(served, seconds)
        return change if held_back is None else _with_note(change, note(held_back, None))

    def calls_come_again(self, served: ServedAgent) -> bool:
        """A call or an agent event shows that nothing is held back any more."""
        timer = self._held_back.pop(served.name.full, None)
        if timer is not None:
            timer.cancel()
        return timer is not None


def _with_note(change: AgentChanged, words: str | None) -> AgentChanged:
    return AgentChanged(
        change.agent_id,
        change.state,
        change.reason,
        change.device,
        change.pending,
        words,
        change.since,
    )


def _differences(
    before: tuple[Call, ...], now: tuple[Call, ...], agent_id: str, *, again: bool
) -> list[CallChanged]:
    """What has changed in another agent's calls; ``again``: those that go on are told anew."""
    known, listed = {call.id: call for call in before}, {call.id for call in now}
    told = [
        CallChanged(EventType.CONNECTION_CLEARED, call, None, agent_id)
        for call in before
        if call.id not in listed
    ]
    for call in now:
        event = event_of(known.get(call.id), call)
        if event is not None or again:
            told.append(CallChanged(event or EventType.CALL_INFORMATION, call, None, agent_id))
    return told
