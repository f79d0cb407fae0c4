"""How long the desk waits for what it asked, and for what the vendor put off."""

from __future__ import annotations

import pytest

from cti_desk.core.model import Agent, AgentState, Asked, Pending
from cti_desk.core.patience import ASK_TIMEOUT_S, Patience

IDLE = Agent()


def asking(state: AgentState, since: float = 0.0) -> Agent:
    return Agent(asked=Asked("Something", state, None, since))


def pending(state: AgentState) -> Agent:
    return Agent(pending=Pending(state))


def watch(
    patience: Patience, agent: Agent, now: float, *, calls: bool = False, link_up: bool = True
) -> None:
    patience.watch(agent, calls=calls, link_up=link_up, now=now)


def test_nothing_is_waited_for_at_first() -> None:
    patience = Patience()
    watch(patience, IDLE, 0.0)
    assert not patience.waiting
    assert patience.run_out(1e9) is None


@pytest.mark.parametrize("agent", [asking(AgentState.READY), pending(AgentState.NOT_READY)])
def test_it_runs_out_once(agent: Agent) -> None:
    patience = Patience()
    watch(patience, agent, 100.0)
    watch(patience, agent, 105.0)
    assert patience.waiting
    assert patience.run_out(100.0 + ASK_TIMEOUT_S - 0.1) is None
    assert patience.run_out(100.0 + ASK_TIMEOUT_S) == (agent.asked or agent.pending)
    watch(patience, agent, 111.0)
    assert not patience.waiting
    assert patience.run_out(1e9) is None


@pytest.mark.parametrize("state", [AgentState.NOT_READY, AgentState.LOGGED_OUT])
@pytest.mark.parametrize("make", [asking, pending])
def test_what_may_be_put_off_has_no_time_out_during_a_call(make, state: AgentState) -> None:
    patience, agent = Patience(), make(state)
    watch(patience, agent, 0.0, calls=True)
    assert not patience.waiting
    watch(patience, agent, 3_600.0)
    assert patience.run_out(3_605.0) is None, "the time begins when the calls are over"
    assert patience.run_out(3_610.0) == (agent.asked or agent.pending)


@pytest.mark.parametrize("state", [AgentState.READY, AgentState.WORKING_AFTER_CALL])
def test_what_is_never_put_off_runs_out_during_a_call(state: AgentState) -> None:
    patience = Patience()
    watch(patience, asking(state), 0.0, calls=True)
    assert patience.run_out(ASK_TIMEOUT_S) is not None


def test_time_without_a_link_does_not_count() -> None:
    patience, agent = Patience(), asking(AgentState.READY)
    watch(patience, agent, 0.0)
    watch(patience, agent, 5.0, link_up=False)
    assert not patience.waiting
    watch(patience, agent, 60.0)
    assert patience.run_out(65.0) is None
    assert patience.run_out(70.0) is agent.asked


def test_another_question_begins_anew() -> None:
    patience = Patience()
    watch(patience, asking(AgentState.READY, since=0.0), 0.0)
    later = asking(AgentState.READY, since=9.0)
    watch(patience, later, 9.0)
    assert patience.run_out(10.0) is None
    assert patience.run_out(19.0) is later.asked


def test_what_came_about_is_waited_for_no_longer() -> None:
    patience = Patience()
    watch(patience, asking(AgentState.READY), 0.0)
    watch(patience, IDLE, 1.0)
    assert not patience.waiting


def test_what_is_asked_goes_before_what_is_pending() -> None:
    patience = Patience()
    agent = Agent(
        pending=Pending(AgentState.NOT_READY), asked=Asked("SetReady", AgentState.READY, None, 0.0)
    )
    watch(patience, agent, 0.0, calls=True)
    assert patience.run_out(ASK_TIMEOUT_S) is agent.asked
