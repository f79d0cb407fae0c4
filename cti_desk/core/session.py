"""The session: events, commands and ticks in; effects and an immutable snapshot out.

Pure and synchronous. The same inputs give the same snapshots, so a recorded stream can be
replayed. What has to be done outside (asking the vendor, telling observers) is returned as
effects, which the composition root's runner carries out in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from cti_desk.core.agent_book import AgentBook, agent_events
from cti_desk.core.call_book import CallBook, event_of
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.colleagues import Colleagues
from cti_desk.core.effects import Effect, LookUp, Publish, PublishVendorEvent, ReadBack
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, Link, LinkState, Queue, Snapshot
from cti_desk.core.reports import (
    AgentChanged,
    AgentChosen,
    CallChanged,
    CapabilitiesChanged,
    Identified,
    Input,
    LinkChanged,
    Noticed,
    Performed,
    QueueReported,
    StateRead,
    Submit,
    Tick,
    VendorEvent,
)
from cti_desk.core.requests import ASK_TIMEOUT_S, RequestBook


class Session:
    """One agent's desk at one telephone system. `handle` is its only way in."""

    def __init__(self) -> None:
        self.table = CapabilityTable()
        self._link = Link()
        self._agent = AgentBook()
        self._calls = CallBook()
        self._queues: dict[str, Queue] = {}
        self._colleagues = Colleagues()
        self._requests = RequestBook()
        self._snapshot: Snapshot | None = None
        self._out: list[Effect] = []
        self._handlers: dict[type, Callable[[Any, float], None]] = {
            LinkChanged: self._link_changed,
            AgentChanged: self._agent_changed,
            AgentChosen: self._agent_chosen,
            CallChanged: self._call_changed,
            QueueReported: self._queue_reported,
            StateRead: self._state_read,
            CapabilitiesChanged: self._capabilities_changed,
            Noticed: self._noticed,
            VendorEvent: self._vendor_event,
            Submit: self._submit,
            Performed: self._performed,
            Identified: self._identified,
            Tick: self._tick,
        }

    @property
    def snapshot(self) -> Snapshot:
        """What is known now; the same object until something changes."""
        if self._snapshot is None:
            self._snapshot = Snapshot(
                self._link,
                self._agent.agent,
                self._calls.calls,
                tuple(self._queues.values()),
                self._colleagues.all,
            )
        return self._snapshot

    @property
    def restless(self) -> bool:
        """Whether something waits for time to pass, so that ticks are needed."""
        return self._agent.agent.asked is not None or self._requests.open

    def handle(self, given: Input, now: float) -> list[Effect]:
        """Take one input; ``now`` is in Unix seconds. Never raises for what a vendor sends."""
        if isinstance(given, (AgentChanged, CallChanged)) and self._is_a_colleagues(given):
            self._snapshot = None
            return self._colleagues.handle(given, now)
        before = self._agent.agent
        self._out = []
        self._snapshot = None
        self._handlers[type(given)](given, now)
        self._agent.derive(self._calls.calls, before, now)
        self._out += [Publish(event) for event in agent_events(before, self._agent.agent)]
        self._out += self._requests.settle(self.snapshot, self.table, now)
        self._follow_requests(now)
        return self._out

    def _is_a_colleagues(self, given: AgentChanged | CallChanged) -> bool:
        return given.agent_id is not None and given.agent_id != self._agent.agent.id

    # -- the link

    def _link_changed(self, change: LinkChanged, now: float) -> None:
        before = self._link
        lost_at = before.lost_at
        if change.state is LinkState.UP:
            lost_at = None
        elif before.state is LinkState.UP:
            lost_at = now
        moved = change.state is not before.state
        marks = before.marks if change.marks is UNSET else change.marks
        self._link = Link(
            change.state,
            now if moved else before.since,
            lost_at,
            change.retry_at,
            change.reason,
            marks,
        )
        if change.state is LinkState.UP and moved:
            self._publish(EventType.LINK_UP, link=self._link)
        elif change.state in (LinkState.DOWN, LinkState.STOPPED) and (
            moved or change.reason != before.reason
        ):
            self._publish(EventType.LINK_DOWN, link=self._link, text=change.reason)

    def _capabilities_changed(self, change: CapabilitiesChanged, now: float) -> None:
        self.table = change.table

    def _noticed(self, notice: Noticed, now: float) -> None:
        self._publish(EventType.NOTICE, text=notice.text, cause=notice.cause)

    def _vendor_event(self, event: VendorEvent, now: float) -> None:
        self._out.append(PublishVendorEvent(event))

    # -- the agent

    def _agent_chosen(self, chosen: AgentChosen, now: float) -> None:
        self._agent.choose(chosen.agent_id, chosen.device)

    def _agent_changed(self, change: AgentChanged, now: float) -> None:
        self._agent.report(change, now)

    # -- calls

    def _call_changed(self, change: CallChanged, now: float) -> None:
        if change.event is EventType.CONNECTION_CLEARED:
            self._end(change.call, change.cause)
            return
        known = self._calls.get(change.call.id)
        call = self._calls.put(change.call, now)
        if call is None:
            return
        self._publish(change.event, call=call, cause=change.cause)
        if change.event is EventType.FAILED:
            self._end(call, change.cause)
        else:
            self._look_up(known, call)

    def _end(self, call: Call, cause: str | None) -> None:
        last = self._calls.end(call)
        if last is not None:
            self._publish(EventType.CONNECTION_CLEARED, call=last, cause=cause)

    def _look_up(self, known: Call | None, call: Call) -> None:
        number = call.remote.number
        if number and (known is None or known.remote.number != number):
            self._out.append(LookUp(call.id, number))

    def _identified(self, who: Identified, now: float) -> None:
        call = self._calls.identify(who)
        if call is not None:
            self._publish(EventType.CALL_INFORMATION, call=call)

    # -- queues

    def _queue_reported(self, report: QueueReported, now: float) -> None:
        if self._queues.get(report.queue.id) == report.queue:
            return
        self._queues[report.queue.id] = report.queue
        self._publish(report.event, queue=report.queue)

    # -- the whole state, read back

    def _state_read(self, state: StateRead, now: float) -> None:
        if state.agent is not None:
            self._agent.report(state.agent, now)
        if state.queues is not None:
            self._read_queues(state.queues)
        if state.calls is not None:
            self._read_calls(state.calls, now)
        if state.resynchronised:
            self._publish(EventType.RESYNCHRONISED)

    def _read_queues(self, queues: tuple[Queue, ...]) -> None:
        for queue in queues:
            self._queue_reported(QueueReported(queue), 0.0)
        listed = {queue.id for queue in queues}
        for gone in [key for key in self._queues if key not in listed]:
            queue = replace(self._queues.pop(gone), member=False)
            self._publish(EventType.QUEUE_MEMBERSHIP_CHANGED, queue=queue)

    def _read_calls(self, calls: tuple[Call, ...], now: float) -> None:
        listed = {call.id for call in calls}
        for call in self._calls.calls:
            if call.id not in listed:
                self._end(call, None)
        for read in calls:
            known = self._calls.get(read.id)
            merged = self._calls.put(read, now)
            if merged is not None and (event := event_of(known, merged)) is not None:
                self._publish(event, call=merged)
                self._look_up(known, merged)

    # -- commands

    def _submit(self, submit: Submit, now: float) -> None:
        self._out += self._requests.submit(submit, self.snapshot, self.table, now)

    def _performed(self, done: Performed, now: float) -> None:
        self._out += self._requests.performed(done, now)
        if (ended := self._requests.take_missing()) and (call := self._calls.get(ended)):
            self._end(call, None)
        agent = self._agent.agent
        accepted = done.outcome.kind == "accepted" and not done.outcome.confirmed
        if accepted and agent.asked is not None and agent.underlying is agent.asked.state:
            # No event follows what the vendor does not see as a change: read it back instead.
            self._out.append(ReadBack(f"{agent.asked.command} was accepted"))

    def _tick(self, tick: Tick, now: float) -> None:
        asked = self._agent.agent.asked
        if asked is None or self._calls.calls or self._link.state is not LinkState.UP:
            return
        if now - asked.since > ASK_TIMEOUT_S:
            self._agent.doubt()
            self._out.append(ReadBack(f"{asked.command} was not confirmed"))

    def _follow_requests(self, now: float) -> None:
        """Let the agent show what the requests have come to: asked, withdrawn, in doubt."""
        before = self._agent.agent
        for command, reason in self._requests.take_asked():
            self._agent.ask(command, reason, now)
        verdicts = self._requests.take_verdicts()
        for verdict in verdicts:
            if verdict == "withdrawn":
                self._agent.withdraw()
            elif self._agent.agent.asked is not None:
                self._agent.doubt()
        if "doubtful" in verdicts:
            self._out.append(ReadBack("the outcome of a command is unknown"))
        if self._agent.agent == before:
            return
        self._snapshot = None
        self._agent.derive(self._calls.calls, before, now)
        self._out += [Publish(event) for event in agent_events(before, self._agent.agent)]

    def _publish(self, event: EventType, **what: Any) -> None:
        self._snapshot = None
        self._out.append(Publish(Event(event, **what)))
