"""Lookups of the exchange, and what holds whatever people do: a stateful property test."""

from __future__ import annotations

import contextlib
from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cti_desk.simulator.errors import Ambiguous, ExchangeError, NotFound
from cti_desk.simulator.model import AgentState, LegState
from cti_desk.simulator.observations import Kind
from tests.support.exchange import Rig


def test_a_call_is_found_by_id_by_agent_or_by_being_the_only_one() -> None:
    rig = Rig()
    rig.log_in("a1", "a2")
    call = rig.ring("a1")
    find = rig.exchange.call_or
    assert find(None, None) is find(call.id, None) is find(None, "1") is call
    assert rig.exchange.ringing_for("a1") is call


def test_several_calls_are_listed_when_none_is_named() -> None:
    rig = Rig()
    rig.log_in("a1")
    first, second = rig.ring("a1", "11"), rig.ring("a1", "22")
    with pytest.raises(Ambiguous, match=f"{first.id}, {second.id}"):
        rig.exchange.call_or(None, None)
    with pytest.raises(Ambiguous):
        rig.exchange.ringing_for("a1")


def test_where_nothing_is_nothing_is_found() -> None:
    rig = Rig()
    for find in (rig.exchange.only_call, lambda: rig.exchange.ringing_for("a1")):
        with pytest.raises(NotFound):
            find()
    with pytest.raises(NotFound):
        rig.exchange.call_or("1.2.3", None)
    with pytest.raises(NotFound):
        rig.exchange.phone("nobody")


AGENTS = st.sampled_from(["a1", "a2", "a3"])
TARGETS = st.sampled_from(["a1", "a2", "a3", "700", "6100", "6101", "6103", "2198765456"])
BEGINNINGS = (Kind.OFFERED, Kind.DIALLED, Kind.PROMPTED)


class Exchanges(RuleBasedStateMachine):
    """People do anything in any order; what makes no sense is refused with an ExchangeError."""

    @initialize(lines=st.integers(1, 2), separate=st.booleans(), keep=st.booleans())
    def begin(self, lines: int, separate: bool, keep: bool) -> None:
        self.rig = Rig(lines=lines, separate_ids=separate, keep_until_taken=keep)
        self.told: dict[str, list[str]] = {"a1": [], "a2": [], "a3": []}
        self.rig.exchange.listen(self._follow)
        self.rig.log_in("a1", "a2")

    def _follow(self, seen) -> None:
        if seen.agent is None or seen.call is None:
            return
        calls = self.told[seen.agent]
        if seen.kind in BEGINNINGS:
            assert seen.call not in calls, "a call began twice"
            calls.append(seen.call)
        else:
            assert seen.call in calls, f"{seen.kind} of a call that never began"
        if seen.kind is Kind.ENDED:
            calls.remove(seen.call)

    def _try(self, action, *arguments) -> None:
        with contextlib.suppress(ExchangeError):
            action(*arguments)

    def _some_call(self, choice: int) -> str:
        calls = list(self.rig.exchange.world.calls)
        return calls[choice % len(calls)] if calls else "none"

    @rule(agent=AGENTS)
    def log_in(self, agent: str) -> None:
        self._try(self.rig.exchange.agents.log_in, agent, f"p{agent[1:]}")

    @rule(agent=AGENTS, do=st.sampled_from(["log_out", "unpause"]))
    def change(self, agent: str, do: str) -> None:
        self._try(getattr(self.rig.exchange.agents, do), agent)

    @rule(agent=AGENTS, reason=st.sampled_from(["1", "2"]))
    def pause(self, agent: str, reason: str) -> None:
        self._try(self.rig.exchange.agents.pause, agent, reason)

    @rule(to=TARGETS, number=st.sampled_from(["11", "22"]))
    def ring(self, to: str, number: str) -> None:
        self._try(self.rig.exchange.calls.incoming, to, number)

    @rule(agent=AGENTS, to=TARGETS, how=st.sampled_from(["dial", "request"]))
    def call(self, agent: str, to: str, how: str) -> None:
        self._try(getattr(self.rig.exchange.calls, how), agent, to)

    @rule(choice=st.integers(0, 9))
    def answer(self, choice: int) -> None:
        self._try(self.rig.exchange.calls.answer, self._some_call(choice))

    @rule(choice=st.integers(0, 9), by=st.sampled_from(["caller", "callee"]))
    def hang_up(self, choice: int, by) -> None:
        self._try(self.rig.exchange.calls.hang_up, self._some_call(choice), by)

    @rule(choice=st.integers(0, 9), do=st.sampled_from(["hold", "retrieve"]))
    def hold(self, choice: int, do: str) -> None:
        self._try(getattr(self.rig.exchange.transfers, do), self._some_call(choice))

    @rule(choice=st.integers(0, 9), to=TARGETS, how=st.sampled_from(["blind", "attended"]))
    def transfer(self, choice: int, to: str, how: str) -> None:
        self._try(getattr(self.rig.exchange.transfers, how), self._some_call(choice), to)

    @rule(agent=AGENTS, to=TARGETS)
    def transfer_all(self, agent: str, to: str) -> None:
        self._try(self.rig.exchange.transfers.blind_all, agent, to)

    @rule(choice=st.integers(0, 9), agent=AGENTS)
    def pick_up(self, choice: int, agent: str) -> None:
        self._try(self.rig.exchange.transfers.pick_up, self._some_call(choice), agent)

    @rule(agent=AGENTS, busy=st.booleans(), answers=st.sampled_from([None, 0.0, 2.0]))
    def phone(self, agent: str, busy: bool, answers: float | None) -> None:
        phone = self.rig.exchange.phone(agent)
        phone.busy, phone.auto_answer = busy, answers

    @rule(seconds=st.sampled_from([0.5, 2, 10, 60]))
    def advance(self, seconds: float) -> None:
        self.rig.advance(seconds)

    @rule(choice=st.integers(0, 9), agent=AGENTS)
    def take_from_the_queue(self, choice: int, agent: str) -> None:
        self._try(self.rig.exchange.queues.pick_up, self._some_call(choice), agent)

    @rule(agent=AGENTS, on=st.booleans(), do=st.sampled_from(["disturb", "pause", "wrap up"]))
    def be_away(self, agent: str, on: bool, do: str) -> None:
        exchange = self.rig.exchange
        if do == "disturb":
            self._try(exchange.agents.set_do_not_disturb, agent, on)
        elif do == "pause":
            self._try(exchange.setup.pause_in, agent, "700", on)
        else:
            self._try(exchange.agents.end_wrap_up, agent)

    @rule(
        wrap_up=st.sampled_from([0, 5]),
        quarantine=st.sampled_from([0, 5]),
        strategy=st.sampled_from(["longest_idle", "ring_all"]),
    )
    def queue(self, wrap_up: int, quarantine: int, strategy) -> None:
        queue = self.rig.queue
        queue.strategy = strategy
        queue.wrap_up_time, queue.quarantine_time = wrap_up, quarantine

    @invariant()
    def an_agent_rings_for_one_queue_call_at_most(self) -> None:
        ringing = Counter(
            leg.party.agent
            for call in self._calls()
            for leg in call.legs
            if call.waiting and leg.state is LegState.RINGING and leg.party.agent
        )
        assert all(count == 1 for count in ringing.values())

    @invariant()
    def a_line_carries_one_call(self) -> None:
        used = Counter(
            (leg.party.agent, leg.line)
            for call in self._calls()
            for leg in call.legs
            if leg.party.agent
        )
        assert all(count == 1 for count in used.values()), used
        assert all(line is not None for _, line in used)

    @invariant()
    def every_call_rings_somewhere_waits_or_talks(self) -> None:
        for call in self._calls():
            if call.callee is None:
                assert call.waiting or call.prompting
            elif call.answered_at is not None:
                assert all(leg.up for leg in call.legs)
            else:
                assert call.callee.state is LegState.RINGING

    @invariant()
    def who_is_logged_out_has_no_call(self) -> None:
        world = self.rig.exchange.world
        for agent in world.agents.values():
            if agent.state is AgentState.LOGGED_OUT:
                assert not list(world.calls_of(agent.id))

    @invariant()
    def what_agents_were_told_is_what_is(self) -> None:
        world = self.rig.exchange.world
        for agent, told in self.told.items():
            assert sorted(call.id_at(leg) for call, leg in world.calls_of(agent)) == sorted(told)

    @invariant()
    def nobody_waits_while_a_fresh_agent_is_free(self) -> None:
        exchange = self.rig.exchange
        for call in exchange.queues.waiting():
            if call.callee is None:
                free = [a for a in exchange.world.agents.values() if exchange.agents.available(a)]
                assert all(agent.id in call.tried for agent in free)

    def _calls(self):
        return self.rig.exchange.world.calls.values() if hasattr(self, "rig") else ()


TestExchanges = Exchanges.TestCase
# So many that a run fits into the time limit of a test on a busy machine, ten times over.
TestExchanges.settings = settings(max_examples=60, stateful_step_count=30)
