"""The session: events, commands and ticks in; effects and an immutable snapshot out.

Pure and synchronous. The same inputs give the same snapshots, so a recorded stream can be
replayed. What has to be done outside (asking the vendor, telling observers) is returned as
effects, which the composition root's runner carries out in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cti_desk.core.agent_book import AgentBook
from cti_desk.core.asked_calls import AskedCalls
from cti_desk.core.call_book import CallBook
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.causes import Cause
from cti_desk.core.colleagues import Colleagues
from cti_desk.core.command_check import reason_of
from cti_desk.core.commands import AgentCommand
from cti_desk.core.effects import (
    Effect,
    LookUp,
    Perform,
    Publish,
    PublishVendorEvent,
    ReadBack,
    Recall,
)
from cti_desk.core.errors import OutcomeUnknown
from cti_desk.core.events import Event, EventType
from cti_desk.core.link_book import LinkBook
from cti_desk.core.model import Agent, Asked, Call, LinkState, Snapshot
from cti_desk.core.moment import Moment
from cti_desk.core.patience import Patience
from cti_desk.core.queue_book import QueueBook
from cti_desk.core.redating import STEP_S, shifted
from cti_desk.core.reports import (
    Accepted,
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
    Recalled,
    StateRead,
    Submit,
    Tick,
    VendorEvent,
)
from cti_desk.core.requests import RequestBook, Verdict


class Session:
    """One agent's desk at one telephone system. `handle` is its only way in."""

    def __init__(self) -> None:
        self.table = CapabilityTable()
        self._link = LinkBook()
        self._agent = AgentBook()
        self._calls = CallBook()
        self._queues = QueueBook()
        self._colleagues = Colleagues()
        self._requests = RequestBook()
        self._asked = AskedCalls()
        self._patience = Patience()
        self._snapshot = Snapshot()
        self._ahead: float | None = None  # of the calendar's clock before the monotonic one
        self._stale = False
        self._out: list[Effect] = []
        self._handlers: dict[type, Callable[[Any, Moment], None]] = {
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
            Recalled: self._recalled,
            Tick: self._tick,
        }

    @property
    def snapshot(self) -> Snapshot:
        """What is known now; the same object until something changes."""
        if self._stale:
            now_known = Snapshot(
                self._link.link,
                self._agent.agent,
                self._calls.calls,
                self._queues.queues,
                self._colleagues.all,
            )
            if now_known != self._snapshot:
                self._snapshot = now_known
            self._stale = False
        return self._snapshot

    @property
    def agent(self) -> Agent:
        """The desk's own agent, without the cost of a whole snapshot."""
        return self._agent.agent

    def has_call(self, call_id: str) -> bool:
        """Whether the call of this id has not ended."""
        return self._calls.get(call_id) is not None

    @property
    def restless(self) -> bool:
        """Whether something waits for time to pass, so that ticks are needed."""
        return self._patience.waiting or self._requests.open

    def handle(self, given: Input, at: Moment) -> list[Effect]:
        """Apply one input, which came ``at`` this moment. Never raises for what a vendor sends."""
        self._out = []
        self._stale = True
        self._follow_calendar(at)
        if isinstance(given, (AgentChanged, CallChanged)) and self._is_a_colleagues(given):
            self._colleague_changed(given, at)
            return self._out
        self._handlers[type(given)](given, at)
        self._tell_agent(at)
        self._go_on(at)
        return self._out

    def _follow_calendar(self, at: Moment) -> None:
        """If somebody has set the clock, move all stamps with it: what happened keeps its age."""
        ahead = at.stamp - at.monotonic
        seconds, self._ahead = ahead - (ahead if self._ahead is None else self._ahead), ahead
        if abs(seconds) < STEP_S:
            return
        self._link.link = shifted(self._link.link, seconds)
        self._tell(self._agent.redate(seconds))
        for call in self._calls.redate(seconds):
            self._publish(EventType.CALL_INFORMATION, call=call)
        for queue in self._queues.queues:
            self._tell(self._queues.report(shifted(queue, seconds)))
        self._out += self._colleagues.redate(seconds)

    def _go_on(self, at: Moment) -> None:
        """Let requests go on, and the agent show what they have come to."""
        if self._requests.open:  # a snapshot lists every call: not for each of many events
            self._request(self._requests.settle(self.snapshot, self.table, at.monotonic), at)
        self._tell_agent(at)
        self._patience.watch(
            self._agent.agent,
            calls=len(self._calls) > 0,
            link_up=self._link.up,
            now=at.monotonic,
        )

    def _tell_agent(self, at: Moment) -> None:
        self._tell(self._agent.settle(self._calls.up, at.stamp))

    # -- other agents

    def _colleague_changed(self, change: AgentChanged | CallChanged, at: Moment) -> None:
        self._out += self._colleagues.handle(change, at.stamp)
        if isinstance(change, CallChanged):
            self._requests.rings(change.agent_id, change.call)
        if self._requests.open:
            self._go_on(at)

    def _is_a_colleagues(self, given: AgentChanged | CallChanged) -> bool:
        return given.agent_id is not None and given.agent_id != self._agent.agent.id

    # -- what needs no more than telling

    def _link_changed(self, change: LinkChanged, at: Moment) -> None:
        if self._link.up and change.state is not LinkState.UP:
            self._agent.link_lost(at.stamp)
        if self._link.link.lost_at is not None and change.state is LinkState.UP:
            self._requests.link_came_back(at.monotonic)
        self._tell(self._link.report(change, at.stamp))

    def _queue_reported(self, report: QueueReported, at: Moment) -> None:
        self._tell(self._queues.report(report.queue, report.event))

    def _capabilities_changed(self, change: CapabilitiesChanged, at: Moment) -> None:
        self.table = change.table

    def _noticed(self, notice: Noticed, at: Moment) -> None:
        self._publish(EventType.NOTICE, text=notice.text, cause=notice.cause)

    def _vendor_event(self, event: VendorEvent, at: Moment) -> None:
        self._out.append(PublishVendorEvent(event))

    # -- the agent

    def _agent_chosen(self, chosen: AgentChosen, at: Moment) -> None:
        self._agent.choose(chosen.agent_id, chosen.device)
        self._colleagues.forget(chosen.agent_id)

    def _agent_changed(self, change: AgentChanged, at: Moment) -> None:
        self._agent.report(change)

    # -- calls

    def _call_changed(self, change: CallChanged, at: Moment) -> None:
        if change.event is EventType.CONNECTION_CLEARED:
            self._end(change.call, change.cause, change.csta_cause, change.transferred_to)
            return
        known = self._calls.get(change.call.id)
        call = self._calls.put(change.call, at.stamp, remote_complete=change.remote_complete)
        if call is None:
            return
        self._requests.rings(None, call)
        self._publish_call(
            change.event, call, change.cause, change.csta_cause, change.transferred_to
        )
        if change.event is EventType.FAILED:
            self._end(call, change.cause, change.csta_cause)
        else:
            self._look_up(known, call)

    def _publish_call(
        self,
        event: EventType,
        call: Call,
        cause: str | None = None,
        csta_cause: Cause | None = None,
        to: str | None = None,
    ) -> None:
        csta_cause, to = self._asked.complete(event, call.id, csta_cause, to)
        self._publish(event, call=call, cause=cause, csta_cause=csta_cause, transferred_to=to)

    def _end(
        self,
        call: Call,
        cause: str | None,
        csta_cause: Cause | None = None,
        to: str | None = None,
    ) -> None:
        last = self._calls.end(call)
        if last is not None:
            self._requests.ended(last, cause, self.table.vendor or None)
            self._publish_call(EventType.CONNECTION_CLEARED, last, cause, csta_cause, to)
            self._asked.forget(last.id)

    def _look_up(self, known: Call | None, call: Call) -> None:
        number = call.remote.number
        if number and (known is None or known.remote.number != number):
            self._out.append(LookUp(call.id, number))
        if known is None and not number and not call.remote.withheld:
            self._out.append(Recall(call.id, call.root))

    def _identified(self, who: Identified, at: Moment) -> None:
        call = self._calls.identify(who)
        if call is not None:
            self._publish(EventType.CALL_INFORMATION, call=call)

    def _recalled(self, who: Recalled, at: Moment) -> None:
        known = self._calls.get(who.call_id)
        call = self._calls.recall(who, at.stamp)
        if call is not None:
            self._publish(EventType.CALL_INFORMATION, call=call)
            self._look_up(known, call)

    # -- the whole state, read back

    def _state_read(self, state: StateRead, at: Moment) -> None:
        if state.polled and (state.agent is not None or state.calls is not None):
            self._link.read(at.stamp)
        if state.agent is not None and not self._is_a_colleagues(state.agent):
            self._agent.report(state.agent, after_cut=state.resynchronised)
        if state.queues is not None:
            self._tell(self._queues.read(state.queues))
        if state.calls is not None:
            self._read_calls(state, state.calls, at)
        if state.resynchronised or state.calls is not None:
            self._requests.state_was_read()
        if state.resynchronised:
            if state.calls is not None:
                self._look_for_dial(state.calls)
            self._out += self._colleagues.forget_calls()
            self._tell_agent(at)  # the differences first, then that they are complete
            self._publish(EventType.RESYNCHRONISED)

    def _read_calls(self, state: StateRead, calls: tuple[Call, ...], at: Moment) -> None:
        listed = {call.id for call in calls}
        for call in self._calls.calls:
            if call.id not in listed:
                self._end(call, None, Cause.UNSEEN if state.resynchronised else None)
        for read in calls:
            known = self._calls.get(read.id)
            found = self._calls.read(read, at.stamp, remote_complete=state.remote_complete)
            if found is None:
                continue
            event, call = found
            self._requests.rings(None, call)
            if event is not None:
                self._publish(event, call=call)
                self._look_up(known, call)

    def _look_for_dial(self, up: tuple[Call, ...]) -> None:
        target = self._requests.take_lost_dial(call.id for call in up)
        if target is not None:
            words = "it ended or failed while the link was down"
            self._publish(EventType.NOTICE, text=f"The call to {target} is not up: {words}.")

    # -- commands

    def _submit(self, submit: Submit, at: Moment) -> None:
        self._request(self._requests.submit(submit, self.snapshot, self.table, at.monotonic), at)

    def _request(self, effects: list[Effect], at: Moment) -> None:
        """Have these carried out, and note what the vendor is asked for the own agent."""
        self._out += effects
        for effect in effects:
            if not isinstance(effect, Perform):
                continue
            if effect.agent_id not in (None, self._agent.agent.id):
                continue
            request, command = effect.request, effect.command
            self._asked.performing(request, command, self.snapshot, self.table)
            if isinstance(command, AgentCommand):
                self._agent.ask(request, command, reason_of(command, self.table), at.stamp)

    def _performed(self, done: Performed, at: Moment) -> None:
        accepted = isinstance(done.result, Accepted)
        refused = not isinstance(done.result, Accepted | OutcomeUnknown)
        self._asked.performed(done.request, accepted=accepted, refused=refused)
        applied = self._requests.performed(
            done, self.snapshot, at.monotonic, self.table.vendor or None
        )
        self._out += applied.effects
        if applied.gone is not None and (call := self._calls.get(applied.gone)):
            self._end(call, None)
        if applied.verdict is not None:
            self._judge(done.request, applied.verdict)

    def _judge(self, request: int, verdict: Verdict) -> None:
        """What the vendor's answer to an agent command means for what the agent asked."""
        asked = self._agent.asked_by(request)
        if verdict == "unknown":
            self._out.append(ReadBack("the outcome of a command is unknown"))
        if asked is None:
            return
        if verdict == "unknown":
            self._agent.doubt()
        elif verdict == "refused":
            self._agent.withdraw()
        elif verdict == "confirmed" or self._agent.is_already(asked.state):
            # The vendor sends no event if nothing changes for it: read the state back instead.
            self._out.append(ReadBack(f"{asked.command} was accepted"))

    def _tick(self, tick: Tick, at: Moment) -> None:
        late = self._patience.run_out(at.monotonic)
        if isinstance(late, Asked):
            self._agent.doubt()
            self._out.append(ReadBack(f"{late.command} was not confirmed"))
        elif late is not None:
            self._out.append(ReadBack("what was put off until after the call has not come"))

    def _publish(self, event: EventType, **what: Any) -> None:
        self._tell([Event(event, **what)])

    def _tell(self, events: list[Event]) -> None:
        self._stale = True
        self._out += [Publish(event) for event in events]
