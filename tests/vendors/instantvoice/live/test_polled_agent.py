"""An agent's state where no events come."""

from __future__ import annotations

from msgspec import UNSET

from cti_desk.core.model import AgentState, Reason
from cti_desk.vendors.instantvoice.live.agent_state import BELIEVED, NOT_TOLD
from cti_desk.vendors.instantvoice.live.polled_agent import PolledTracker
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.messages.records import AgentInfo
from tests.support.instantvoice import DictMemory

LUNCH = Reason("2", "Lunch")


def polled() -> PolledTracker:
    return PolledTracker(None, Reasons((Reason("1", "Break"), LUNCH), DictMemory(), "key"))


def test_a_state_that_is_not_told_is_believed_as_accepted() -> None:
    agent = polled()
    assert agent.read(AgentInfo(user="default_1001")).note == NOT_TOLD
    change = agent.believe(AgentState.NOT_READY, LUNCH)
    assert (change.state, change.reason, change.note) == (AgentState.NOT_READY, LUNCH, BELIEVED)
    assert agent.read(AgentInfo(user="default_1001")).note == BELIEVED
    told = agent.read(AgentInfo(status="IDLE"))
    assert (told.state, told.note, agent.told) == (AgentState.READY, None, True)
    assert agent.read(AgentInfo(status="IDLE")).note is UNSET


def test_what_was_put_off_is_believed_once_no_call_is_up() -> None:
    agent = polled()
    assert agent.settle() is None
    agent.believe(AgentState.READY)
    agent.expect(AgentState.NOT_READY, LUNCH)
    change = agent.settle()
    assert change is not None
    assert (change.state, change.reason, change.pending) == (AgentState.NOT_READY, LUNCH, None)
    assert agent.settle() is None
