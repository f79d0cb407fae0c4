"""Whatever comes, in whatever order: the session stands, loses no call and shows none that ended.

A model keeps the calls as the documents promise them: a call is up from the first report of it
until its ConnectionCleared or Failed, a reading without it, or a ClearCall that the vendor
answers with "no such call"; then it never comes back.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cti_desk.core.commands import ClearCall, Command
from cti_desk.core.effects import Answer, Effect, Perform, Publish
from cti_desk.core.errors import UnknownToVendor
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Agent, AgentState, Link, LinkState, Queue, Snapshot
from cti_desk.core.moment import Moment
from cti_desk.core.reports import (
    Accepted,
    AgentChosen,
    CallChanged,
    CapabilitiesChanged,
    Input,
    LinkChanged,
    Performed,
    Result,
    StateRead,
    Submit,
    Tick,
)
from cti_desk.core.requests import LINK_WAIT_S
from cti_desk.core.session import Session
from tests.support import session_inputs as some
from tests.support.play import EVERYTHING, OWN

LONGER_THAN_ANY_TIME_OUT = 1_000.0


class Calls:
    """The model: which calls are up, by the inputs alone."""

    def __init__(self) -> None:
        self.up: set[str] = set()
        self.ended: set[str] = set()

    def begin(self, call_id: str) -> None:
        if call_id not in self.ended:
            self.up.add(call_id)

    def end(self, call_id: str) -> None:
        self.ended.add(call_id)
        self.up.discard(call_id)

    def take(self, given: Input, own: str | None) -> None:
        if isinstance(given, CallChanged) and given.agent_id in (None, own):
            if given.event in (EventType.CONNECTION_CLEARED, EventType.FAILED):
                self.end(given.call.id)
            else:
                self.begin(given.call.id)
        elif isinstance(given, StateRead) and given.calls is not None:
            listed = {call.id for call in given.calls}
            for gone in self.up - listed:
                self.end(gone)
            for call_id in listed:
                self.begin(call_id)


class Observer:
    """What somebody knows who hears every event and never sees a snapshot."""

    def __init__(self) -> None:
        self.calls: dict[str, Any] = {}
        self.heard_of: set[str] = set()
        self.cleared: Counter[str] = Counter()
        self.agent = Agent()
        self.queues: dict[str, Queue] = {}
        self.link = Link()
        self._owed: str | None = None

    def hear(self, event: Event) -> None:
        if event.colleague is not None:
            return
        if event.call is not None:
            self._hear_of_call(event)
        if event.agent is not None:
            self.agent = event.agent
        if event.queue is not None:
            self.queues[event.queue.id] = event.queue
            if event.event is EventType.QUEUE_MEMBERSHIP_CHANGED:
                del self.queues[event.queue.id]
        self.link = event.link or self.link

    def _hear_of_call(self, event: Event) -> None:
        assert event.call is not None
        call_id = event.call.id
        assert self._owed in (None, call_id), "Failed is followed by ConnectionCleared"
        if event.event is EventType.CONNECTION_CLEARED:
            assert call_id in self.heard_of, "cleared, but never told of"
            self.cleared[call_id] += 1
            assert self.cleared[call_id] == 1, "cleared twice"
            del self.calls[call_id]
            self._owed = None
            return
        assert self._owed is None, "Failed is followed by ConnectionCleared"
        assert call_id not in self.cleared, "told of a call that has ended"
        self.heard_of.add(call_id)
        self.calls[call_id] = event.call
        self._owed = call_id if event.event is EventType.FAILED else None

    def hear_all(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Publish):
                self.hear(effect.event)
        assert self._owed is None, "Failed is followed by ConnectionCleared"


class Requests:
    """What must be true of commands, by the effects alone."""

    def __init__(self) -> None:
        self.submitted: dict[int, Submit] = {}
        self.since: dict[int, float] = {}
        self.performing: dict[int, Perform] = {}
        self.own: set[int] = set()
        self.performed: Counter[int] = Counter()
        self.answered: Counter[int] = Counter()

    def see(self, effects: list[Effect], snapshot: Snapshot, now: float) -> None:
        """``now`` is in monotonic seconds."""
        for effect in effects:
            if isinstance(effect, Perform):
                assert snapshot.link.state is LinkState.UP, "asked without a link"
                assert not self.answered[effect.request]
                self.performed[effect.request] += 1
                assert self.performed[effect.request] == 1, "resent"
                assert now - self.since[effect.request] < LINK_WAIT_S, "carried out too late"
                self.performing[effect.request] = effect
                if effect.agent_id in (None, snapshot.agent.id):
                    self.own.add(effect.request)
            elif isinstance(effect, Answer):
                if isinstance(effect.result, Accepted):
                    assert self.performed[effect.request], "an outcome of nothing"
                self.answered[effect.request] += 1
                assert self.answered[effect.request] == 1, "answered twice"
                assert effect.request in self.submitted


class AnyOrder(RuleBasedStateMachine):
    """A session under everything that may come."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        self.now = 1_000.0
        self.set_by = 0.0
        self.inputs: list[tuple[Input, Moment]] = []
        self.effects: list[list[Effect]] = []
        self.snapshots: list[tuple[Snapshot, bytes]] = []
        self.model = Calls()
        self.observer = Observer()
        self.requests = Requests()

    # -- inputs

    @initialize(linked=st.booleans())
    def begin(self, linked: bool) -> None:
        """Half of the runs begin like a working day, so that commands get through."""
        if linked:
            for given in (
                CapabilitiesChanged(EVERYTHING),
                AgentChosen(OWN),
                LinkChanged(LinkState.UP),
            ):
                self.give(given)

    @rule(given=some.reports)
    def anything(self, given: Input) -> None:
        self.give(given)

    @rule(given=some.call_changes)
    def call_event(self, given: CallChanged) -> None:
        self.give(given)

    @precondition(lambda self: self.inputs)
    @rule(data=st.data())
    def what_came_before(self, data: st.DataObject) -> None:
        """A report that is repeated, long after or at once; answers too."""
        earlier = [given for given, _ in self.inputs if not isinstance(given, Submit)]
        if earlier:
            self.give(data.draw(st.sampled_from(earlier)))

    @rule(
        command=some.any_command,
        wait_s=st.sampled_from([None, None, 0.0, 5.0]),
        agent_id=some.agents,
        direct=st.booleans(),
    )
    def command(self, command: Command, **more: Any) -> None:
        self.submit(command, **more)

    @precondition(lambda self: self.model.up)
    @rule(
        data=st.data(),
        kind=st.sampled_from(some.CALL_COMMANDS),
        direct=st.booleans(),
        outcome=some.outcomes,
    )
    def command_about_a_call(
        self, data: st.DataObject, kind: Any, direct: bool, outcome: Result
    ) -> None:
        """A command about a call that is up, answered at once."""
        call_id = data.draw(st.sampled_from(sorted(self.model.up)))
        self.submit(kind(call_id), direct=direct)
        number = len(self.requests.submitted)
        if number in self.requests.performing:
            self.answer(number, outcome)

    @rule(state=st.sampled_from([LinkState.UP, LinkState.DOWN]))
    def link(self, state: LinkState) -> None:
        self.give(LinkChanged(state))

    @precondition(lambda self: self.requests.performing)
    @rule(data=st.data(), outcome=some.outcomes)
    def vendor_answers(self, data: st.DataObject, outcome: Result) -> None:
        number = data.draw(st.sampled_from(sorted(self.requests.performing)))
        self.answer(number, outcome)

    @precondition(lambda self: self.requests.submitted)
    @rule(data=st.data(), outcome=some.outcomes)
    def vendor_answers_what_it_was_not_asked(self, data: st.DataObject, outcome: Result) -> None:
        """To a request that waits, or has been answered: nothing follows."""
        number = data.draw(st.sampled_from([0, *self.requests.submitted]))
        if number not in self.requests.performing:
            self.give(Performed(number, outcome))

    @rule(seconds=st.sampled_from([0.5, 4.0, 11.0, 31.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds
        self.give(Tick())

    @rule(seconds=st.sampled_from([-7_200.0, -1.0, 3_600.0]))
    def somebody_sets_the_clock(self, seconds: float) -> None:
        """Of the calendar: nothing is due sooner or later for it."""
        self.set_by += seconds
        self.give(Tick())

    # -- what is always true

    @invariant()
    def the_calls_are_those_that_are_up(self) -> None:
        shown = [call.id for call in self.session.snapshot.calls]
        assert len(shown) == len(set(shown))
        assert set(shown) == self.model.up

    @invariant()
    def an_observer_of_events_knows_the_same(self) -> None:
        snapshot = self.session.snapshot
        assert {call.id: call for call in snapshot.calls} == self.observer.calls
        assert snapshot.agent == self.observer.agent
        assert {queue.id: queue for queue in snapshot.queues} == self.observer.queues
        assert (snapshot.link.state is LinkState.UP) == (self.observer.link.state is LinkState.UP)

    @invariant()
    def the_agent_is_busy_with_a_connected_call(self) -> None:
        agent = self.session.snapshot.agent
        if any(call.up for call in self.session.snapshot.calls):
            assert agent.state is AgentState.BUSY
        elif agent.state is not AgentState.BUSY:
            assert agent.state is agent.underlying
        assert agent.underlying is not AgentState.BUSY
        assert not agent.derived or agent.state is AgentState.BUSY

    @invariant()
    def an_unchanged_snapshot_is_the_same_object(self) -> None:
        assert self.session.snapshot is self.session.snapshot
        if len(self.snapshots) > 1:
            (before, _), (after, _) = self.snapshots[-2:]
            assert (before is after) == (before == after)

    # -- the end

    def teardown(self) -> None:
        self.every_request_is_answered_once()
        for snapshot, encoded in self.snapshots:
            assert msgspec.json.encode(snapshot) == encoded, "a snapshot has changed"
        self.a_replay_is_the_same()

    def every_request_is_answered_once(self) -> None:
        for number in sorted(self.requests.performing):
            self.answer(number, Accepted())
        self.now += LONGER_THAN_ANY_TIME_OUT
        self.give(Tick())  # those that waited for the link end or, if it is up, were performed
        for number in sorted(self.requests.performing):
            self.answer(number, Accepted())
        self.now += LONGER_THAN_ANY_TIME_OUT
        self.give(Tick())
        assert self.requests.answered == Counter(dict.fromkeys(self.requests.submitted, 1))

    def a_replay_is_the_same(self) -> None:
        again = Session()
        for (given, at), effects, (snapshot, _) in zip(
            self.inputs, self.effects, self.snapshots, strict=True
        ):
            assert comparable(again.handle(given, at)) == comparable(effects)
            assert again.snapshot == snapshot

    # -- helpers

    def submit(self, command: Command, **more: Any) -> None:
        number = len(self.requests.submitted) + 1
        submit = Submit(number, command, **more)
        self.requests.submitted[number] = submit
        self.requests.since[number] = self.now
        self.give(submit)

    def answer(self, number: int, outcome: Result) -> None:
        command = self.requests.performing.pop(number).command
        missing = isinstance(outcome, UnknownToVendor) and number in self.requests.own
        if missing and isinstance(command, ClearCall) and command.call_id in self.model.up:
            self.model.end(command.call_id)
        self.give(Performed(number, outcome))

    def give(self, given: Input) -> None:
        self.model.take(given, self.session.snapshot.agent.id)
        at = Moment(self.now + self.set_by, self.now)
        effects = self.session.handle(given, at)
        snapshot = self.session.snapshot
        self.inputs.append((given, at))
        self.effects.append(effects)
        self.snapshots.append((snapshot, msgspec.json.encode(snapshot)))
        self.observer.hear_all(effects)
        self.requests.see(effects, snapshot, self.now)


def comparable(effects: list[Effect]) -> list[Any]:
    """Errors are equal when they say the same."""

    def plain(result: Result) -> Any:
        return result if isinstance(result, Accepted) else (type(result), result.data())

    return [
        (effect.request, plain(effect.result)) if isinstance(effect, Answer) else effect
        for effect in effects
    ]


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=150, stateful_step_count=50)
TestAnyOrder.pytestmark = [pytest.mark.timeout(600)]  # a failure is made small first
