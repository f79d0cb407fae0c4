"""Other agents: their states and how many calls they have, kept apart from the desk's own."""

from __future__ import annotations

from typing import Any

from cti_desk.core.colleagues import REMEMBERED_ENDS, Colleagues
from cti_desk.core.events import EventType
from cti_desk.core.model import AgentState, Call, Colleague, Reason
from cti_desk.core.reports import AgentChanged, CallChanged
from tests.support.play import OTHER, cleared, delivered, events, names, talking

LOGGED_OUT, READY, NOT_READY = AgentState.LOGGED_OUT, AgentState.READY, AgentState.NOT_READY
LUNCH = Reason("2", "Lunch")


def told(team: Colleagues, now: float = 1.0, agent: str = OTHER, **change: Any) -> list[str]:
    return names(team.handle(AgentChanged(agent, **change), now))


def call(team: Colleagues, event: EventType, call_id: str = "c1", agent: str = OTHER) -> list[str]:
    return names(team.handle(CallChanged(event, talking(call_id), agent_id=agent), 1.0))


def one(team: Colleagues) -> Colleague:
    [colleague] = team.all
    return colleague


def test_a_colleagues_state_is_told_when_it_changes() -> None:
    team = Colleagues()
    assert told(team, state=LOGGED_OUT) == [EventType.AGENT_LOGGED_OFF]
    assert told(team, 5.0, state=READY) == [EventType.AGENT_LOGGED_ON, EventType.AGENT_READY]
    assert told(team, 9.0, state=READY) == []
    assert one(team) == Colleague(OTHER, READY, since=5.0)


def test_a_colleague_first_seen_in_doubt_has_not_logged_on() -> None:
    team = Colleagues()
    told(team, state=LOGGED_OUT)
    assert told(team, state=AgentState.UNKNOWN) == [EventType.AGENT_CHANGED]
    assert told(team, state=READY) == [EventType.AGENT_READY]


def test_a_reason_belongs_to_a_pause() -> None:
    team = Colleagues()
    told(team, state=NOT_READY, reason=LUNCH)
    assert told(team, reason=Reason("1")) == [EventType.COLLEAGUE_CHANGED]
    assert one(team).reason == Reason("1")
    told(team, state=READY)
    assert one(team).reason is None


def test_a_report_that_says_nothing_is_not_told() -> None:
    team = Colleagues()
    assert told(team) == []
    assert team.all == ()


def test_calls_are_counted_and_told_with_the_colleague() -> None:
    team = Colleagues()
    effects = team.handle(delivered(talking("c1"), agent_id=OTHER, cause="QUEUE"), 3.0)
    [event] = events(effects)
    assert (event.event, event.cause) == (EventType.DELIVERED, "QUEUE")
    assert event.call == talking("c1")
    assert event.colleague == one(team) == Colleague(OTHER, since=3.0, calls=1)
    call(team, EventType.ESTABLISHED)
    assert one(team).calls == 1
    call(team, EventType.DELIVERED, "c2")
    assert one(team).calls == 2


def test_a_call_that_ended_is_not_counted_again() -> None:
    team = Colleagues()
    call(team, EventType.DELIVERED)
    assert call(team, EventType.CONNECTION_CLEARED) == [EventType.CONNECTION_CLEARED]
    assert call(team, EventType.CONNECTION_CLEARED) == []
    assert call(team, EventType.ESTABLISHED) == []
    assert one(team).calls == 0


def test_an_end_that_overtook_its_call_counts() -> None:
    team = Colleagues()
    assert call(team, EventType.CONNECTION_CLEARED) == []
    assert call(team, EventType.DELIVERED) == []
    assert team.all == ()


def test_failed_is_followed_by_cleared() -> None:
    team = Colleagues()
    call(team, EventType.ORIGINATED)
    assert call(team, EventType.FAILED) == [EventType.FAILED, EventType.CONNECTION_CLEARED]
    assert call(team, EventType.CONNECTION_CLEARED) == []
    assert one(team).calls == 0


def test_two_colleagues_may_be_in_the_same_call() -> None:
    team = Colleagues()
    call(team, EventType.ESTABLISHED, agent="default_1002")
    call(team, EventType.ESTABLISHED, agent="default_1003")
    call(team, EventType.CONNECTION_CLEARED, agent="default_1002")
    assert [(each.id, each.calls) for each in team.all] == [
        ("default_1002", 0),
        ("default_1003", 1),
    ]


def test_after_a_lost_link_no_call_is_counted_that_may_have_ended() -> None:
    team = Colleagues()
    call(team, EventType.ESTABLISHED, agent="default_1002")
    told(team, agent="default_1003", state=READY)
    [event] = events(team.forget_calls())
    assert event.event is EventType.COLLEAGUE_CHANGED
    assert event.colleague == Colleague("default_1002", since=1.0, calls=0)
    assert team.forget_calls() == []


def test_the_desks_own_agent_is_no_colleague() -> None:
    team = Colleagues()
    call(team, EventType.ESTABLISHED)
    team.forget(OTHER)
    team.forget("nobody")
    assert team.all == ()


def test_the_memory_of_ended_calls_is_bounded() -> None:
    team = Colleagues()
    for number in range(REMEMBERED_ENDS + 1):
        team.handle(cleared(str(number), agent_id=OTHER), 1.0)
    assert names(team.handle(delivered(Call("0"), agent_id=OTHER), 1.0)) == [EventType.DELIVERED]
    assert team.handle(delivered(Call("1"), agent_id=OTHER), 1.0) == []
