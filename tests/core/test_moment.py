"""Deadlines do not move when somebody sets the computer's clock; stamps follow it."""

from __future__ import annotations

import pytest

from cti_desk.core.commands import MakeCall, SetNotReady, SetReady
from cti_desk.core.errors import NoLink, OutcomeUnknown
from cti_desk.core.model import AgentState, LinkState
from cti_desk.core.moment import Moment, read
from cti_desk.core.patience import ASK_TIMEOUT_S
from cti_desk.core.reports import AgentChanged, LinkChanged
from cti_desk.core.requests import DIAL_OUTSTANDING_S, LINK_WAIT_S
from tests.support.fake_switch import HandClock
from tests.support.play import Play, answers, delivered, dialled, performs, read_backs, ringing

AN_HOUR = 3_600.0
CLOCK_SET = pytest.mark.parametrize("set_by", [-AN_HOUR, -1.0, 0.0, AN_HOUR])


def test_both_clocks_are_read() -> None:
    clock = HandClock(50.0)
    clock.set_by = AN_HOUR
    assert read(clock) == Moment(3_650.0, 50.0)


@CLOCK_SET
def test_a_dial_waits_ten_seconds_for_the_link_and_is_then_never_carried_out(
    set_by: float,
) -> None:
    play = Play.linked(state=AgentState.READY)
    play.give(LinkChanged(LinkState.DOWN))
    play.ask(MakeCall("6100"))
    play.set_by = set_by
    assert not answers(play.tick(LINK_WAIT_S - 0.1))
    [answer] = answers(play.tick(0.2))
    assert isinstance(answer.result, NoLink)
    assert not performs(play.give(LinkChanged(LinkState.UP), after=35.0))


def test_a_link_that_comes_after_a_sleep_carries_nothing_out() -> None:
    """No tick in between: the computer slept."""
    play = Play.linked(state=AgentState.READY)
    play.give(LinkChanged(LinkState.DOWN))
    play.ask(MakeCall("6100"))
    made = play.give(LinkChanged(LinkState.UP), after=AN_HOUR)
    assert not performs(made)
    assert isinstance(answers(made)[0].result, NoLink)


@CLOCK_SET
def test_a_confirmation_is_waited_for_as_long_as_was_asked(set_by: float) -> None:
    play = Play.linked(state=AgentState.READY)
    play.ask(SetNotReady("1"), wait_s=5.0)
    play.outcome()
    play.set_by = set_by
    assert not answers(play.tick(4.9))
    [answer] = answers(play.tick(0.2))
    assert isinstance(answer.result, OutcomeUnknown)


@CLOCK_SET
def test_what_was_asked_is_doubted_after_its_time(set_by: float) -> None:
    play = Play.linked(state=AgentState.READY)
    play.ask(SetNotReady("1"))
    play.set_by = set_by
    assert not read_backs(play.tick(ASK_TIMEOUT_S - 0.1))
    assert read_backs(play.tick(0.2))
    assert play.snapshot.agent.underlying is AgentState.UNKNOWN


@CLOCK_SET
def test_a_dial_whose_call_never_comes_may_be_repeated_after_its_time(set_by: float) -> None:
    play = Play.linked(state=AgentState.READY)
    play.ask(MakeCall("6100"))
    play.outcome()
    play.set_by = set_by
    play.tick(DIAL_OUTSTANDING_S - 0.1)
    assert not performs(play.ask(MakeCall("6100")))
    play.tick(0.2)
    assert performs(play.ask(MakeCall("6100")))


def test_stamps_are_the_calendars() -> None:
    play = Play.linked(state=AgentState.NOT_READY)
    play.set_by = AN_HOUR
    play.ask(SetReady())
    assert play.snapshot.agent.asked is not None
    assert play.snapshot.agent.asked.since == play.now + AN_HOUR
    play.give(AgentChanged(state=AgentState.READY), delivered(ringing("c1")), after=1.0)
    assert play.snapshot.agent.since == play.now + AN_HOUR
    assert play.snapshot.calls[0].since == play.now + AN_HOUR
    play.give(LinkChanged(LinkState.DOWN), delivered(dialled()))
    assert play.snapshot.link.since == play.now + AN_HOUR
