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
from cti_desk.vendors.instantvoice.client.monitor.context import Context
from cti_desk.vendors.instantvoice.client.reader import Reader
from cti_desk.vendors.instantvoice.live.agent_state import Unavailable
from cti_desk.vendors.instantvoice.live.call_end import QUEUE_MISSED
from cti_desk.vendors.instantvoice.live.held_back import note, seconds_held_back
from cti_desk.vendors.instantvoice.live.served_agent import ServedAgent, queue_ref
from cti_desk.vendors.instantvoice.messages.records import AgentInfo, Line

LOGIN_READ_S: Final = 2.0
"""A login is told after so long even if AgentInfo has not said whether the agent is paused."""

MOST_READINGS: Final = 3
ASK_AGAIN_S: Final = 5.0

AFTERTHOUGHT_S: Final = 0.5
STILL_HELD_BACK_S: Final = 5.0
LAGS_S: Final = 0.5
"""AgentInfo is asked again so soon if it still speaks of a call that has ended."""


class FollowUps:
    """The follow-ups of one served agent. All of them do nothing without a link.

    ``login_reported`` ends when a LOGIN has been reported.
    """

    def __init__(self, context: Context, served: ServedAgent) -> None:
        self.served = served
        self.login_reported: asyncio.Task[None] | None = None
        self._context = context
        self._book = served.book
        self._tracker = served.tracker
        self._settling = False
        self._asking = False
        self._following = False
        self._lagging = False
        self._held_back: asyncio.TimerHandle | None = None

    def close(self) -> None:
        """Let no timer go on."""
        self.calls_come_again()

    # -- the whole state

    async def read_all(self, *, after_cut: bool) -> None:
        """Read an agent's state, calls and queues back and report them.

        ``after_cut``: the link is new, and events may have been missed.
        """
        reader = self._context.reader
        if reader is None:
            return
        asked = self._book.question()
        lines = await reader.lines(self.served.name)
        if after_cut or self.served.queues is None:
            self.served.queues = await reader.queues(self.served.name) or self.served.queues
        agent = None
        if (info := await self._info_of_now(reader)) is not None:
            agent = self._tracker.read(info)
        before = self._book.calls
        if lines is not None:
            self.served.lines = lines
            moved = self._book.transferring
            now = self._context.clock.now()
            self._book.resynchronise(lines, asked, now, after_cut=after_cut)
            self._name_queues(lines)
            self._report_moved(moved)
        if not self._book.busy:
            agent = self._tracker.settle() or agent
        if agent is not None:
            agent = self._noted(agent)
        self._report_all(agent, before if lines is not None else None, after_cut)
        if not self._context.source.polled and self._book.holding:
            self._context.tasks.spawn(self._follow_hold(), "following a hold")
        await reader.try_key(self.served.name)
        self._context.capabilities.denied = frozenset(reader.denied)
        self._context.offer()

    async def read_until_told(self) -> None:
        """Read the state back; again while the link is up and nobody has told the agent's state."""
        if self._asking:
            return
        self._asking = True
        try:
            reader, told = self._context.reader, self._tracker.version
            await self.read_all(after_cut=False)
            while self._unanswered(reader) and self._tracker.version == told:
                await asyncio.sleep(ASK_AGAIN_S)
                await self.read_all(after_cut=False)
        finally:
            self._asking = False

    def _unanswered(self, reader: Reader | None) -> bool:
        """Whether AgentInfo had no answer on this link, and asking again makes sense."""
        return (
            reader is not None
            and reader is self._context.reader
            and "AgentInfo" in reader.unanswered
        )

    async def _info_of_now(self, reader: Reader) -> AgentInfo | None:
        """AgentInfo, asked for again where a command or an event has come between."""
        for _ in range(MOST_READINGS):
            version = self._tracker.version
            info = await reader.agent(self.served.name)
            if info is None or self._tracker.version == version:
                return info
        return None

    def _name_queues(self, lines: tuple[Line, ...]) -> None:
        for line in lines:
            entry = self._book.entry_of(line.uniqueid or "")
            queue = self.served.queue_by_id(line.queue_id) if line.queue_id else None
            if entry is not None and queue is not None:
                entry.came_through(queue_ref(queue))

    def _report_all(
        self,
        agent: AgentChanged | None,
        before: tuple[Call, ...] | None,
        after_cut: bool,
    ) -> None:
        calls = self._book.calls
        if self.served.own:
            self._context.report(
                StateRead(
                    agent,
                    None if before is None else calls,
                    self.served.core_queues(),
                    resynchronised=after_cut and self._context.was_linked,
                    polled=self._context.source.polled,
                )
            )
            return
        if agent is not None:
            self._context.report(agent)
        if before is not None:
            for change in _differences(before, calls, self.served.name.full, again=after_cut):
                self._context.report(change)

    async def _follow_hold(self) -> None:
        """No event tells that a call is retrieved: while the lines show a hold they are read."""
        if self._following:
            return
        self._following = True
        try:
            await asyncio.sleep(ASK_AGAIN_S)
        finally:
            self._following = False
        await self.read_all(after_cut=False)

    def _report_moved(self, moved: tuple[Call, ...]) -> None:
        """Calls that were to be transferred and are gone: nobody saw their end."""
        for call in moved:
            if self._book.entry(call.id) is None:
                change = CallChanged(
                    EventType.TRANSFERRED,
                    call,
                    None,
                    self._book.agent_id,
                    Cause.SINGLE_STEP_TRANSFER,
                )
                self._context.report(change)

    # -- after single events

    async def logged_in(self, told: AgentChanged) -> None:
        """After LOGIN the agent is ready, unless AgentInfo reads paused."""
        version, reader = self._tracker.version, self._context.reader
        info = None
        if reader is not None:
            try:
                async with asyncio.timeout(LOGIN_READ_S):
                    info = await reader.agent(self.served.name)
            except TimeoutError:
                pass
        if self._tracker.version != version:
            return  # a later event has told already
        if info is not None:
            read = self._tracker.read(info)
            if not self._tracker.logged_in:  # the answer lags behind the event
                told = self._tracker.enter(AgentState.READY)
            elif self._tracker.told:
                told = read
        self._context.report(told)
        if self.served.own and self.served.queues is None:  # chosen by this login: all is news
            self._context.tasks.spawn(self.read_all(after_cut=False), "reading a new agent")

    async def find_queue(self, call_id: str) -> None:
        """Which queue did this call come through? AgentLineList knows its id."""
        reader = self._context.reader
        entry = self._book.entry(call_id)
        if reader is None or entry is None or entry.queue is not None:
            return
        lines = await reader.lines(self.served.name)
        for line in lines or ():
            if line.uniqueid in entry.legs and line.queue_id:
                queue = self.served.queue_by_id(line.queue_id)
                if queue and (told := self._book.set_queue(call_id, queue_ref(queue))):
                    self._context.report(told)

    async def settle(self) -> None:
        """Have the lines decide what events alone cannot tell."""
        if self._settling:
            return
        self._settling = True
        try:
            while self._book.unsettled:
                asked, reader = self._book.question(), self._context.reader
                lines = await reader.lines(self.served.name) if reader is not None else None
                for told in self._book.settle(lines, asked, self._context.clock.now()):
                    self._context.report(told)
                    if told.event is EventType.CONNECTION_CLEARED:
                        self.call_ended(told.call, told.cause)
        finally:
            self._settling = False

    # -- when calls come again

    def call_ended(self, call: Call, why: str | None) -> None:
        """A call is over: the agent's state is read, calls may be held back for a while."""
        if self._context.reader is None:
            return
        kind: Unavailable | None = None
        if call.direction is Direction.INBOUND and why == QUEUE_MISSED:
            kind = "quarantine"
        elif call.direction is Direction.INBOUND and call.answered_at is not None:
            kind = "wrap-up"
        told = self._tracker.events
        self._context.tasks.spawn(self._after_call(call, kind, told), "reading after a call")

    async def _after_call(self, call: Call, kind: Unavailable | None, told: int) -> None:
        """Read what the agent's state is now: what it was before the call is no proof.

        An event that comes meanwhile is one, and newer than any answer.
        """
        reader = self._context.reader
        ended_at = self._context.clock.now()
        if reader is None or (self._book.busy and kind is None):
            return
        if call.queue is None and not reader.denied & {"AgentLineList"} and kind == "wrap-up":
            kind = None  # its line named no queue: a direct call has no wrap-up
        info = await self._info_of_now(reader)
        if kind is not None:
            await self._refresh_queues(reader, call)
        if self._tracker.events != told or self._book.busy:
            return
        if info is None and self._unanswered(reader):
            self._context.tasks.spawn(self.read_until_told(), "reading until it is answered")
        change = self._tracker.read(info) if info is not None else self._tracker.again()
        if kind is None or self._tracker.state in (
            AgentState.LOGGED_OUT,
            AgentState.NOT_READY,
        ):
            if info is not None:
                self._context.report(self._noted(change))
            return
        seconds = seconds_held_back(kind, call.queue, self.served.queues or ())
        until = ended_at + seconds if seconds else None
        told_by_vendor = self._tracker.unavailable
        words = note(kind, until) if seconds or told_by_vendor else None
        self._context.report(_with_note(change, words))
        if seconds:
            self._look_again_in(seconds)
        else:
            self._noted(change)

    async def _refresh_queues(self, reader: Reader, call: Call) -> None:
        for queue in self.served.queues or ():
            if call.queue is None or call.queue.id == queue.number:
                fresh = await reader.queue(self.served.name, queue.number)
                if fresh is not None:
                    self.served.keep_queue(fresh)

    def _look_again_in(self, seconds: float) -> None:
        self.calls_come_again()
        loop = asyncio.get_running_loop()
        self._held_back = loop.call_later(
            seconds + AFTERTHOUGHT_S,
            lambda: self._context.tasks.spawn(self._look_again(), "end of wrap-up"),
        )

    async def _look_again(self) -> None:
        self._held_back = None
        reader = self._context.reader
        if reader is not None and self._lagging:
            await self.read_all(after_cut=False)  # the lines know of any call
            return
        version = self._tracker.version
        info = await self._info_of_now(reader) if reader is not None else None
        if info is None and self._tracker.version != version:
            return
        change = self._tracker.read(info) if info is not None else self._tracker.again()
        noted = self._noted(change)
        self._context.report(noted if self._tracker.unavailable else _with_note(change, None))

    def _noted(self, change: AgentChanged) -> AgentChanged:
        """Say that InstantVoice itself holds calls back, and look again soon.

        The same where it speaks of a call that nobody knows (any more): its answer lags behind.
        """
        held_back = self._tracker.unavailable
        seconds = STILL_HELD_BACK_S
        if self._tracker.on_call and not self._book.busy:
            seconds = ASK_AGAIN_S if self._lagging else LAGS_S
            self._lagging = True
        else:
            self._lagging = False
            if held_back is None:
                return change
        if self._held_back is None:
            self._look_again_in(seconds)
        return change if held_back is None else _with_note(change, note(held_back, None))

    def calls_come_again(self) -> bool:
        """A call or an agent event shows that nothing is held back any more."""
        timer, self._held_back = self._held_back, None
        if timer is not None:
            timer.cancel()
        return timer is not None


class AllFollowUps:
    """The follow-ups of each agent that is served, made when they are needed first."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._by_agent: dict[str, FollowUps] = {}

    def of(self, served: ServedAgent) -> FollowUps:
        known = self._by_agent.get(served.name.full)
        if known is None or known.served is not served:
            known = self._by_agent[served.name.full] = FollowUps(self._context, served)
        return known

    async def read_everybody(self, *, after_cut: bool) -> None:
        """Read each agent's state back, the desk's own first: with their reading the core forgets
        the others' calls.
        """
        for served in self._context.agents.own_first:
            await self.of(served).read_all(after_cut=after_cut)

    def close(self) -> None:
        for each in self._by_agent.values():
            each.close()


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
