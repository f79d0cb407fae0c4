"""Since when the state lasts: dated by the telephone system only where that can be right."""

from __future__ import annotations

import pytest

from cti_desk.core.model import Agent, AgentState, Reason
from cti_desk.core.state_clock import StateClock, another_reason

UNKNOWN, LOGGED_OUT, NOT_READY, READY, BUSY, WRAPPING_UP = AgentState

NOTHING = Agent()
BREAK, LUNCH = Reason("1", "Break"), Reason("2", "Lunch")


def shown(state: AgentState, since: float, reason: Reason | None = None) -> Agent:
    return Agent(state=state, reason=reason, since=since)


def clock_at(last: Agent, known_until: float) -> StateClock:
    clock = StateClock()
    clock.remember(last)
    clock.known_until(known_until)
    return clock


def test_a_first_state_may_be_as_old_as_it_is_said_to_be() -> None:
    assert StateClock().begin(NOTHING, shown(READY, 0), 40.0, 100.0) == 40.0
    assert StateClock().begin(NOTHING, shown(READY, 0), None, 100.0) == 100.0
    assert StateClock().begin(NOTHING, shown(READY, 0), 101.0, 100.0) == 100.0, "clocks differ"


@pytest.mark.parametrize(
    ("dated", "since"),
    [(None, 100.0), (10.0, 100.0), (50.0, 100.0), (70.0, 100.0), (80.0, 80.0), (120.0, 100.0)],
)
def test_a_state_begins_after_the_one_before_it(dated: float | None, since: float) -> None:
    ready = shown(READY, 50.0)
    clock = clock_at(ready, known_until=70.0)
    assert clock.begin(ready, shown(NOT_READY, 0), dated, 100.0) == since


def test_the_same_state_keeps_its_clock() -> None:
    paused = shown(NOT_READY, 50.0, BREAK)
    clock = clock_at(paused, known_until=70.0)
    assert clock.begin(paused, paused, 90.0, 100.0) == 50.0
    assert clock.begin(paused, paused, 60.0, 100.0, after_cut=True) == 50.0
    assert clock.begin(paused, paused, 90.0, 100.0, after_cut=True) == 90.0, "entered again"


def test_what_was_in_doubt_only_keeps_its_clock() -> None:
    clock = clock_at(shown(READY, 50.0), known_until=70.0)
    doubt = shown(UNKNOWN, 80.0)
    clock.remember(doubt)
    assert clock.begin(doubt, shown(READY, 0), None, 100.0) == 50.0
    assert clock.begin(doubt, shown(NOT_READY, 0, BREAK), None, 100.0) == 100.0


def test_another_agents_state_is_no_state_of_this_one() -> None:
    before = Agent(id="default_1001", state=READY, since=50.0)
    after = Agent(id="default_1002", state=READY)
    assert StateClock().begin(before, after, None, 100.0) == 100.0


def test_a_new_pause_is_a_new_state() -> None:
    paused = shown(NOT_READY, 50.0, BREAK)
    clock = clock_at(paused, known_until=70.0)
    assert clock.begin(paused, shown(NOT_READY, 0, LUNCH), None, 100.0) == 100.0
    assert clock.begin(paused, shown(NOT_READY, 0), None, 100.0) == 50.0
    assert clock.begin(paused, shown(NOT_READY, 0), None, 100.0, paused_anew=True) == 100.0


@pytest.mark.parametrize(
    ("before", "after", "another"),
    [
        (BREAK, LUNCH, True),
        (BREAK, BREAK, False),
        (BREAK, Reason("1", "Pausa"), False),
        (BREAK, Reason(None, "Lunch"), True),
        (BREAK, Reason(None, "break"), False),
        (BREAK, Reason("2"), True),
        (Reason("1"), Reason(None, "Break"), False),
        (None, BREAK, False),
        (BREAK, None, False),
    ],
)
def test_two_pauses_or_one(before: Reason | None, after: Reason | None, another: bool) -> None:
    assert another_reason(before, after) is another
