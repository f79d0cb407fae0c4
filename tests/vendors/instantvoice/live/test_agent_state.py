"""One agent's state: from events, and from AgentInfo."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from cti_desk.core.model import AgentState, Pending, Reason
from cti_desk.vendors.instantvoice.live.agent_state import AgentTracker
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.messages.records import AgentInfo
from tests.support.instantvoice import DEVICE, DictMemory, event

LUNCH = Reason("2", "Lunch")


def tracker() -> AgentTracker:
    return AgentTracker(None, Reasons((Reason("1", "Break"), LUNCH), DictMemory(), "key"))


@pytest.mark.shows("instantvoice", "event LOGIN", "event LOGOUT", "event PAUSE", "event UNPAUSE")
def test_events_are_states() -> None:
    agent = tracker()
    for kind, state in [
        ("LOGIN", AgentState.READY),
        ("PAUSE", AgentState.NOT_READY),
        ("UNPAUSE", AgentState.READY),
        ("LOGOUT", AgentState.LOGGED_OUT),
    ]:
        change = agent.take(event(kind))
        assert change is not None
        assert change.state is agent.state is state
    assert agent.take(event("NEWCALL")) is None


@pytest.mark.shows("instantvoice", "wire: a pause's description travels in direction")
def test_a_pause_is_told_by_its_text_or_by_what_was_asked() -> None:
    agent = tracker()
    told = agent.take(event("PAUSE", direction="Lunch"))
    assert told is not None
    assert told.reason == LUNCH
    agent.ask("1")
    told = agent.take(event("PAUSE"))
    assert told is not None
    assert told.reason == Reason("1", "Break")
    told = agent.take(event("PAUSE"))
    assert told is not None
    assert told.reason is None


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("LOGOFF", AgentState.LOGGED_OUT),
        ("IDLE", AgentState.READY),
        ("PAUSED", AgentState.NOT_READY),
        ("ONCALL", AgentState.READY),
        ("PENDING_PAUSE", AgentState.READY),
        ("logoff-pause", AgentState.LOGGED_OUT),
        ("UNAVAILABLE_WRAPUP", AgentState.WORKING_AFTER_CALL),
        ("QUARANTINE", AgentState.READY),
    ],
)
def test_status_words(status: str, state: AgentState) -> None:
    agent = tracker()
    assert agent.read(AgentInfo(status=status)).state is state
    assert agent.state is state


@pytest.mark.parametrize("status", [None, "SOMETHING NEW"])
def test_an_unknown_word_changes_no_state(status: str | None) -> None:
    agent = tracker()
    agent.take(event("PAUSE", direction="Lunch"))
    change = agent.read(AgentInfo(status=status, interface=DEVICE))
    assert change.state is UNSET
    assert change.device == DEVICE
    assert agent.state is AgentState.NOT_READY


def test_on_a_call_ready_or_not_is_kept() -> None:
    agent = tracker()
    agent.take(event("PAUSE", direction="Lunch"))
    assert agent.read(AgentInfo(status="ONCALL")).reason == LUNCH
    assert agent.state is AgentState.NOT_READY
    agent.take(event("UNPAUSE"))
    assert agent.read(AgentInfo(status="ONCALL", reason="Lunch")).state is AgentState.READY


@pytest.mark.parametrize("status", ["ONCALL", "BUSY", "RINGING"])
def test_a_reason_beside_a_call_may_be_left_over(status: str) -> None:
    agent = tracker()
    change = agent.read(AgentInfo(status=status, reason="Break"))
    assert (change.state, change.reason, change.pending) == (AgentState.UNKNOWN, None, None)
    assert agent.on_call
    change = agent.read(AgentInfo(status="IDLE", reason="Break"))
    assert (change.state, change.reason) == (AgentState.READY, None)
    assert not agent.on_call


def test_the_reason_of_a_pending_pause_is_known_only_if_it_was_asked_for_here() -> None:
    agent = tracker()
    agent.take(event("LOGIN"))
    left_over = agent.read(AgentInfo(status="PENDING_PAUSE", reason="Break"))
    assert left_over.pending == Pending(AgentState.NOT_READY)
    agent.take(event("UNPAUSE"))
    agent.ask("2")
    own = agent.read(AgentInfo(status="PENDING_PAUSE", reason="Break"))
    assert own.pending == Pending(AgentState.NOT_READY, LUNCH)


@pytest.mark.parametrize("between", ["UNPAUSE", "LOGOUT", "read", "taken back"])
def test_a_number_that_was_asked_for_names_no_later_pause(between: str) -> None:
    agent = tracker()
    agent.take(event("LOGIN"))
    agent.ask("2")
    if between == "read":
        agent.read(AgentInfo(status="IDLE"))
    elif between == "taken back":
        agent.expect(AgentState.NOT_READY, LUNCH)
        agent.expect_nothing()
    else:
        agent.take(event(between))
    told = agent.take(event("PAUSE", direction="Training"))
    assert told is not None
    assert told.reason == Reason(None, "Training")


def test_what_is_pending_is_read_and_expected() -> None:
    agent = tracker()
    agent.take(event("LOGIN"))
    assert agent.read(AgentInfo(status="PENDING_LOGOFF")).pending == Pending(AgentState.LOGGED_OUT)
    expected = agent.expect(AgentState.NOT_READY, LUNCH)
    assert expected.pending == Pending(AgentState.NOT_READY, LUNCH)
    read = agent.read(AgentInfo(status="PENDING_PAUSE"))
    assert read.pending == Pending(AgentState.NOT_READY, LUNCH)
    taken_back = agent.expect_nothing()
    assert taken_back is not None
    assert taken_back.pending is None
    assert agent.expect_nothing() is None


def test_an_event_ends_what_was_pending() -> None:
    agent = tracker()
    agent.take(event("LOGIN"))
    agent.expect(AgentState.NOT_READY, LUNCH)
    told = agent.take(event("PAUSE", direction="Lunch"))
    assert told is not None
    assert told.pending is None


def test_the_date_of_a_status_is_that_of_a_state_unless_a_call_is_up() -> None:
    agent = tracker()
    assert agent.read(AgentInfo(status="IDLE", status_since=5.0)).since == 5.0
    assert agent.read(AgentInfo(status="ONCALL", status_since=9.0)).since is UNSET
    assert agent.read(AgentInfo(status="IDLE")).since is UNSET
    wrapping_up = AgentInfo(status="WRAPUP", status_since=5.0, login_since=5.0)
    assert agent.read(wrapping_up).since is UNSET, "that is when the agent logged in"
    assert agent.read(AgentInfo(status="WRAPUP", status_since=7.0, login_since=5.0)).since == 7.0


def test_held_back_by_the_vendor_until_an_event() -> None:
    agent = tracker()
    agent.read(AgentInfo(status="UNAVAILABLE_QUARANTINE"))
    assert agent.unavailable == "quarantine"
    agent.take(event("UNPAUSE"))
    assert agent.unavailable is None
    assert agent.enter(AgentState.READY).state is AgentState.READY


@given(
    st.lists(
        st.sampled_from(["LOGIN", "LOGOUT", "PAUSE", "UNPAUSE", "X"])
        | st.builds(AgentInfo, status=st.none() | st.text(), reason=st.none() | st.text())
    )
)
def test_any_order_is_taken(inputs: list[str | AgentInfo]) -> None:
    agent = tracker()
    for one in inputs:
        change = agent.read(one) if isinstance(one, AgentInfo) else agent.take(event(one))
        if change is not None and change.state is not UNSET:
            assert change.state is agent.state
        assert agent.again().state is agent.state
        assert agent.at(DEVICE).device == DEVICE


def test_with_events_nothing_is_believed() -> None:
    agent = tracker()
    agent.expect(AgentState.NOT_READY, LUNCH)
    assert agent.settle() is None
    assert agent.read(AgentInfo(user="default_1001")).note is UNSET
