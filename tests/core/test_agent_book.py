"""The own agent (docs/contracts.md §1): asked, confirmed, pending; BUSY; who changed it."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.agent_book import AgentBook, agent_events
from cti_desk.core.commands import AgentCommand, EndWrapUp, LogIn, LogOut, SetNotReady, SetReady
from cti_desk.core.events import EventType
from cti_desk.core.model import Agent, AgentState, Call, Pending, Reason
from cti_desk.core.reports import AgentChanged
from tests.support.play import ringing, talking

UNKNOWN, LOGGED_OUT, NOT_READY, READY, BUSY, WRAPPING_UP = AgentState

LUNCH = Reason("2", "Lunch")
BREAK = Reason("1", "Break")
NO_CALLS: tuple[Call, ...] = ()
A_CALL = (talking(),)


class Told:
    """An agent book whose every change is told to an observer."""

    def __init__(self, **start: Any) -> None:
        self.book = AgentBook()
        self.now = 0.0
        if start:
            self.report(**start)

    @property
    def agent(self) -> Agent:
        return self.book.agent

    def report(self, calls: tuple[Call, ...] = NO_CALLS, **change: Any) -> list[str]:
        self.book.report(AgentChanged(**change))
        return self.settle(calls)

    def ask(self, command: AgentCommand, reason: Reason | None = None) -> list[str]:
        self.book.ask(1, command, reason, self.now)
        return self.settle()

    def settle(self, calls: tuple[Call, ...] = NO_CALLS) -> list[str]:
        self.now += 1.0
        return [event.event for event in self.book.settle(calls, self.now)]


# -- states and their events


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (UNKNOWN, READY, [EventType.AGENT_READY]),
        (UNKNOWN, LOGGED_OUT, [EventType.AGENT_LOGGED_OFF]),
        (LOGGED_OUT, READY, [EventType.AGENT_LOGGED_ON, EventType.AGENT_READY]),
        (LOGGED_OUT, NOT_READY, [EventType.AGENT_LOGGED_ON, EventType.AGENT_NOT_READY]),
        (READY, NOT_READY, [EventType.AGENT_NOT_READY]),
        (READY, WRAPPING_UP, [EventType.AGENT_WORKING_AFTER_CALL]),
        (READY, BUSY, [EventType.AGENT_BUSY]),
        (NOT_READY, READY, [EventType.AGENT_READY]),
        (NOT_READY, LOGGED_OUT, [EventType.AGENT_LOGGED_OFF]),
        (READY, UNKNOWN, [EventType.AGENT_CHANGED]),
        (READY, READY, []),
    ],
)
def test_a_change_of_state_is_told_by_its_event(
    before: AgentState, after: AgentState, told: list[str]
) -> None:
    desk = Told(state=before)
    assert desk.report(state=after) == told
    assert desk.agent.state is after


def test_no_difference_is_no_event() -> None:
    assert agent_events(Agent(), Agent()) == []


def test_an_observer_hears_of_every_other_change_too() -> None:
    desk = Told(state=READY)
    assert desk.report(device="SIP/2") == [EventType.AGENT_CHANGED]
    assert desk.report(note="no calls until about 14:32:10") == [EventType.AGENT_CHANGED]
    assert desk.agent.device == "SIP/2"


def test_do_not_disturb_is_told_when_it_comes_and_goes() -> None:
    desk = Told(state=READY)
    assert desk.report(do_not_disturb=False) == [EventType.AGENT_CHANGED]
    assert desk.report(state=NOT_READY, do_not_disturb=True) == [
        EventType.AGENT_NOT_READY,
        EventType.DO_NOT_DISTURB,
    ]
    assert desk.report(note="Meeting") == [EventType.AGENT_CHANGED]
    assert desk.report(do_not_disturb=False) == [EventType.DO_NOT_DISTURB]


def test_a_pause_for_another_reason_is_told() -> None:
    desk = Told(state=NOT_READY, reason=BREAK)
    assert desk.report(state=NOT_READY, reason=LUNCH) == [EventType.AGENT_NOT_READY]


def test_a_reason_and_a_note_go_with_their_state() -> None:
    desk = Told(state=NOT_READY, reason=LUNCH, note="until 14:00")
    desk.report(state=NOT_READY)
    assert (desk.agent.reason, desk.agent.note) == (LUNCH, "until 14:00")
    desk.report(state=READY)
    assert (desk.agent.reason, desk.agent.note) == (None, None)


def test_a_login_in_doubt_is_still_told_once_it_is_seen() -> None:
    desk = Told(state=LOGGED_OUT)
    desk.ask(LogIn())
    desk.book.doubt()
    assert EventType.AGENT_LOGGED_ON not in desk.settle()
    assert EventType.AGENT_LOGGED_ON in desk.report(state=READY)


# -- BUSY


def test_a_connected_call_makes_busy_and_keeps_what_is_underneath() -> None:
    desk = Told(state=READY)
    assert desk.settle(A_CALL) == [EventType.AGENT_BUSY]
    assert (desk.agent.state, desk.agent.underlying, desk.agent.derived) == (BUSY, READY, True)
    assert desk.settle() == [EventType.AGENT_READY]
    assert (desk.agent.state, desk.agent.derived) == (READY, False)


def test_a_call_that_only_rings_makes_nobody_busy() -> None:
    desk = Told(state=READY)
    assert desk.settle((ringing(),)) == []


def test_a_pause_during_a_call_shows_when_the_call_is_over() -> None:
    desk = Told(state=READY)
    desk.settle(A_CALL)
    assert desk.report(A_CALL, state=NOT_READY, reason=LUNCH) == [EventType.AGENT_CHANGED]
    assert (desk.agent.state, desk.agent.underlying) == (BUSY, NOT_READY)
    assert desk.settle() == [EventType.AGENT_NOT_READY]


def test_after_the_last_call_comes_what_the_vendor_says() -> None:
    desk = Told(state=READY)
    desk.settle(A_CALL)
    assert desk.report(state=WRAPPING_UP) == [EventType.AGENT_WORKING_AFTER_CALL]


def test_a_busy_that_the_vendor_reports_is_not_derived() -> None:
    desk = Told(state=READY)
    desk.report(A_CALL, state=BUSY)
    assert (desk.agent.state, desk.agent.underlying, desk.agent.derived) == (BUSY, READY, False)
    assert desk.settle() == []
    desk.report(state=READY)
    assert desk.agent.state is READY


# -- since when, and by whom


def test_since_dates_the_state_that_is_shown() -> None:
    desk = Told(state=READY, since=0.5)
    assert desk.agent.since == 0.5
    desk.settle(A_CALL)
    busy_since = desk.agent.since
    desk.report(A_CALL, state=READY, since=0.5)
    assert desk.agent.since == busy_since, "what is underneath has another age"
    desk.report(A_CALL, note="a note")
    assert desk.agent.since == busy_since
    desk.settle()
    assert desk.agent.since == desk.now


def test_a_wrap_up_is_not_dated_by_the_login() -> None:
    desk = Told(state=READY, since=0.5)
    desk.now = 90.0
    desk.settle(A_CALL)
    desk.now = 100.0
    desk.settle()  # hung up
    desk.report(state=WRAPPING_UP, since=0.5)
    assert desk.agent.since == desk.now == 102.0
    desk.now = 130.0
    desk.report(state=READY, since=0.5)
    assert desk.agent.since == desk.now == 131.0, "nor is what follows"


def test_another_reason_is_another_pause() -> None:
    desk = Told(state=NOT_READY, reason=BREAK)
    desk.now = 50.0
    assert desk.report(state=NOT_READY, reason=LUNCH) == [EventType.AGENT_NOT_READY]
    assert desk.agent.since == desk.now
    desk.report(state=NOT_READY, reason=LUNCH)
    desk.report(state=NOT_READY, reason=Reason("2", "Almoço"))
    assert desk.agent.since == 51.0, "that is only its other name"


def test_a_pause_asked_for_again_with_a_reason_starts_anew() -> None:
    desk = Told(state=NOT_READY)
    desk.now = 50.0
    desk.report(reason=BREAK)
    assert desk.agent.since == 1.0, "its reason became known later"
    desk = Told(state=NOT_READY)
    desk.now = 50.0
    desk.ask(SetNotReady("2"), LUNCH)
    desk.report(state=NOT_READY, reason=LUNCH)
    assert desk.agent.since == desk.now


def test_busy_lasts_since_the_call_was_answered() -> None:
    desk = Told(state=READY)
    desk.now = 60.0
    desk.settle((talking(answered_at=55.0),))
    assert desk.agent.since == 55.0, "the answer was read back later"


@pytest.mark.parametrize("since", [None, 0.0])
def test_a_state_of_unknown_age_counts_from_now(since: Any) -> None:
    desk = Told(state=READY, since=since or 0.0)
    assert desk.agent.since == desk.now


def test_it_is_said_who_changed_the_state() -> None:
    desk = Told(state=READY)
    assert desk.agent.changed_by == "server"
    desk.ask(SetNotReady())
    desk.report(state=NOT_READY)
    assert desk.agent.changed_by == "agent"
    desk.report(state=NOT_READY)
    assert desk.agent.changed_by == "agent", "reading it again changes nothing"
    desk.report(state=READY)
    assert desk.agent.changed_by == "server"
    desk.report(changed_by="agent")
    assert desk.agent.changed_by == "agent"


# -- what is asked


@pytest.mark.parametrize(
    ("command", "before", "change", "fulfilled"),
    [
        (SetReady(), NOT_READY, {"state": READY}, True),
        (SetReady(), NOT_READY, {"state": NOT_READY}, False),
        (SetReady(), NOT_READY, {"note": "?"}, False),
        (SetReady(), NOT_READY, {"state": UNKNOWN}, False),
        (SetReady(), READY, {"state": READY, "pending": Pending(NOT_READY)}, False),
        (SetReady(), READY, {"state": READY, "pending": None}, True),
        (SetNotReady(), READY, {"state": NOT_READY}, True),
        (SetNotReady(), READY, {"state": NOT_READY, "pending": Pending(LOGGED_OUT)}, True),
        (SetNotReady(), READY, {"state": READY, "pending": Pending(NOT_READY)}, True),
        (SetNotReady(), READY, {"state": LOGGED_OUT}, False),
        (LogOut(), READY, {"state": LOGGED_OUT}, True),
        (LogOut(), READY, {"pending": Pending(LOGGED_OUT)}, True),
        (LogOut(), READY, {"pending": Pending(NOT_READY)}, False),
        (LogIn(), LOGGED_OUT, {"state": READY}, True),
        (LogIn(), LOGGED_OUT, {"state": NOT_READY}, True),
        (LogIn(), LOGGED_OUT, {"state": BUSY}, True),
        (LogIn(), LOGGED_OUT, {"state": LOGGED_OUT}, False),
        (LogIn(), LOGGED_OUT, {"state": UNKNOWN}, False),
        (EndWrapUp(), WRAPPING_UP, {"state": READY}, True),
        (EndWrapUp(), WRAPPING_UP, {"state": NOT_READY}, True),
        (EndWrapUp(), WRAPPING_UP, {"state": WRAPPING_UP}, False),
    ],
)
def test_asked_until_it_is_seen(
    command: AgentCommand, before: AgentState, change: dict[str, Any], fulfilled: bool
) -> None:
    desk = Told(state=before)
    desk.ask(command)
    assert desk.agent.state is before, "asking changes nothing"
    desk.report(**change)
    assert (desk.agent.asked is None) is fulfilled


@pytest.mark.parametrize(
    ("reported", "fulfilled"),
    [
        (LUNCH, True),
        (Reason("2"), True),
        (Reason(None, "lunch"), True),
        (None, True),
        (BREAK, False),
    ],
)
def test_a_pause_for_a_reason_is_seen_with_that_reason(
    reported: Reason | None, fulfilled: bool
) -> None:
    desk = Told(state=READY)
    desk.ask(SetNotReady("2"), LUNCH)
    desk.report(state=NOT_READY, reason=reported)
    assert (desk.agent.asked is None) is fulfilled


def test_what_is_asked_is_shown_and_told() -> None:
    desk = Told(state=READY)
    assert desk.ask(SetNotReady("2"), LUNCH) == [EventType.AGENT_CHANGED]
    asked = desk.agent.asked
    assert asked is not None
    assert (asked.command, asked.state, asked.reason) == ("SetNotReady", NOT_READY, LUNCH)


def test_what_is_refused_is_asked_no_longer() -> None:
    desk = Told(state=READY)
    desk.ask(SetNotReady())
    desk.book.withdraw()
    assert (desk.agent.asked, desk.agent.underlying) == (None, READY)


def test_what_is_in_doubt_leaves_the_state_unknown() -> None:
    desk = Told(state=NOT_READY, reason=LUNCH)
    desk.ask(SetReady())
    desk.book.doubt()
    assert desk.settle() == [EventType.AGENT_CHANGED]
    assert (desk.agent.asked, desk.agent.state, desk.agent.reason) == (None, UNKNOWN, None)


def test_an_outcome_belongs_to_its_own_request() -> None:
    book = AgentBook()
    book.ask(1, SetNotReady(), None, 0.0)
    book.ask(2, SetReady(), None, 0.0)
    assert book.asked_by(1) is None
    asked = book.asked_by(2)
    assert asked is not None
    assert asked.command == "SetReady"


# -- what is pending


def test_a_pending_pause_stays_through_the_call() -> None:
    desk = Told(state=READY)
    desk.settle(A_CALL)
    desk.report(A_CALL, pending=Pending(NOT_READY, LUNCH))
    desk.report(A_CALL, state=READY)
    assert desk.agent.pending == Pending(NOT_READY, LUNCH), "a reading does not say it is over"
    desk.settle()
    assert desk.agent.pending == Pending(NOT_READY, LUNCH)
    desk.report(state=NOT_READY, reason=LUNCH)
    assert (desk.agent.pending, desk.agent.state) == (None, NOT_READY)


def test_a_pending_pause_is_cancelled_by_ready() -> None:
    desk = Told(state=READY)
    desk.settle(A_CALL)
    desk.report(A_CALL, pending=Pending(NOT_READY))
    desk.ask(SetReady())
    desk.settle(A_CALL)
    desk.report(A_CALL, state=READY)
    assert (desk.agent.pending, desk.agent.asked) == (None, None)


@pytest.mark.parametrize("state", [READY, LOGGED_OUT])
def test_a_pending_pause_is_over_when_the_vendor_says_otherwise(state: AgentState) -> None:
    desk = Told(state=READY)
    desk.report(pending=Pending(NOT_READY))
    desk.report(state=state)
    assert desk.agent.pending is None


def test_a_vendor_may_say_that_nothing_is_pending() -> None:
    desk = Told(state=READY, pending=Pending(NOT_READY))
    desk.report(A_CALL, pending=None)
    assert desk.agent.pending is None


# -- which agent


def test_the_agent_may_be_known_before_their_name() -> None:
    desk = Told(state=READY)
    desk.book.choose("default_1001", "SIP/1")
    assert (desk.agent.id, desk.agent.device, desk.agent.underlying) == (
        "default_1001",
        "SIP/1",
        READY,
    )
    desk.book.choose("default_1001", None)
    assert (desk.agent.device, desk.agent.underlying) == ("SIP/1", READY)


def test_of_another_agent_nothing_is_known() -> None:
    desk = Told(state=LOGGED_OUT)
    desk.book.choose("default_1001", "SIP/1")
    desk.book.choose("default_1002", None)
    assert desk.settle() == [EventType.AGENT_CHANGED]
    assert (desk.agent.id, desk.agent.device, desk.agent.state) == ("default_1002", None, UNKNOWN)
    assert desk.report(state=READY) == [EventType.AGENT_READY]


def test_one_who_is_paused_may_wait_for_a_pause_for_another_reason() -> None:
    told = Told(state=NOT_READY, reason=LUNCH)
    told.report(A_CALL, pending=Pending(NOT_READY, BREAK))
    assert (told.agent.reason, told.agent.pending) == (LUNCH, Pending(NOT_READY, BREAK))
    told.report(state=NOT_READY, reason=BREAK)
    assert (told.agent.reason, told.agent.pending) == (BREAK, None)
