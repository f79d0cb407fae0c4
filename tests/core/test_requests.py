"""Commands from submission to answer (docs/contracts.md §3): performed once, answered once."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.core import errors
from cti_desk.core.commands import (
    ClearCall,
    Command,
    DialColleague,
    GenerateDigits,
    HoldCall,
    LogIn,
    LogOut,
    MakeCall,
    SetNotReady,
    SetReady,
    SingleStepTransfer,
)
from cti_desk.core.effects import Answer, Effect, Perform, Publish
from cti_desk.core.events import EventType
from cti_desk.core.model import AgentState, Call, Colleague, LinkState, Pending, Reason
from cti_desk.core.reports import (
    ACCEPTED,
    Accepted,
    AgentChanged,
    AgentChosen,
    CallChanged,
    CapabilitiesChanged,
    LinkChanged,
    Result,
    StateRead,
    Submit,
)
from cti_desk.core.requests import DIAL_OUTSTANDING_S, LINK_WAIT_S, READ_WAIT_S
from tests.support.play import (
    EVERYTHING,
    HELD,
    OTHER,
    OWN,
    Play,
    answers,
    cleared,
    delivered,
    dialled,
    established,
    performs,
    read_backs,
    talking,
)

NOT_READY, READY = AgentState.NOT_READY, AgentState.READY
REFUSED = errors.RefusedByVendor("Not known.", code=3)
UNKNOWN = errors.OutcomeUnknown("No.")


def error_in(effects: list[Effect]) -> errors.CtiError:
    [answer] = answers(effects)
    assert isinstance(answer.result, errors.CtiError)
    return answer.result


def unlinked(state: LinkState = LinkState.CONNECTING, reason: str | None = None) -> Play:
    play = Play()
    play.give(CapabilitiesChanged(EVERYTHING), AgentChosen(OWN), LinkChanged(state, reason))
    return play


# -- answered when accepted


def test_a_command_is_performed_at_once_and_answered_when_accepted() -> None:
    play = Play.linked(state=NOT_READY)
    assert performs(play.ask(SetReady())) == [Perform(1, SetReady())]
    assert not answers(play.tick(60.0)), "the vendor's own time-out decides"
    assert answers(play.outcome()) == [Answer(1, ACCEPTED)]


def test_what_is_not_offered_is_answered_without_asking_the_vendor() -> None:
    effects = Play.linked(state=READY).ask(LogIn())
    assert isinstance(error_in(effects), errors.NotOffered)
    assert performs(effects) == []


@pytest.mark.parametrize(
    "kind", [errors.RefusedByVendor, errors.OutcomeUnknown, errors.NoLink, errors.NotOffered]
)
def test_any_other_outcome_is_an_error_with_the_vendors_words(kind: type[errors.CtiError]) -> None:
    play = Play.linked(state=NOT_READY)
    play.ask(SetReady())
    [answer] = answers(play.outcome(kind("In its words.", code=7)))
    assert type(answer.result) is kind
    assert answer.result.data() == {"vendor": "fake", "code": 7, "message": "In its words."}


def test_an_error_that_is_no_vendors_answer_is_a_refusal() -> None:
    play = Play.linked(state=NOT_READY)
    play.ask(SetReady())
    [answer] = answers(play.outcome(errors.UsageError("Not a number.")))
    assert type(answer.result) is errors.RefusedByVendor
    assert answer.result.data() == {"vendor": "fake", "code": None, "message": "Not a number."}


def test_an_outcome_counts_once_and_only_for_what_is_being_performed() -> None:
    play = Play.linked(state=NOT_READY)
    assert play.outcome(of=99) == []
    play.ask(SetReady())
    play.outcome()
    assert answers(play.outcome(REFUSED)) == []
    waiting = unlinked()
    waiting.ask(SetReady())
    assert answers(waiting.outcome()) == []


def test_a_request_given_twice_is_performed_once() -> None:
    play = Play.linked(state=NOT_READY)
    play.ask(SetReady())
    assert performs(play.give(Submit(play.last, SetReady()))) == []
    assert len(answers(play.outcome())) == 1


# -- waiting for the link


@pytest.mark.parametrize("state", [LinkState.CONNECTING, LinkState.DOWN])
def test_a_command_waits_for_the_link_and_is_then_performed_once(state: LinkState) -> None:
    play = unlinked(state)
    assert play.ask(SetReady()) == []
    assert play.session.restless
    assert play.tick(LINK_WAIT_S - 1.0) == []
    assert performs(play.give(LinkChanged(LinkState.UP))) == [Perform(1, SetReady())]
    play.give(LinkChanged(LinkState.DOWN))
    assert performs(play.give(LinkChanged(LinkState.UP))) == [], "never resent"
    assert len(answers(play.outcome())) == 1


def test_a_vendor_that_tells_nothing_may_still_take_commands() -> None:
    play = unlinked(LinkState.DOWN, "no events")
    assert play.ask(SetReady()) == []
    opened = play.give(LinkChanged(LinkState.DOWN, "no events", can_act=True))
    assert performs(opened) == [Perform(1, SetReady())]
    assert performs(play.ask(MakeCall("6100"))) == [Perform(2, MakeCall("6100"))]
    play.give(LinkChanged(LinkState.STOPPED, "wrong password", can_act=True))
    assert isinstance(error_in(play.ask(SetReady())), errors.NoLink)


@pytest.mark.parametrize(
    ("reason", "words"),
    [(None, "No link to fake yet."), ("refused", "No link to fake: refused")],
)
def test_it_waits_ten_seconds(reason: str | None, words: str) -> None:
    play = unlinked(LinkState.DOWN, reason)
    play.ask(SetReady())
    assert answers(play.tick(9.9)) == []
    error = error_in(play.tick(0.1))
    assert isinstance(error, errors.NoLink)
    assert str(error) == words
    assert performs(play.give(LinkChanged(LinkState.UP))) == []


def test_nobody_waits_for_a_link_that_only_a_person_can_mend() -> None:
    play = unlinked()
    play.ask(SetReady())
    stopped = play.give(LinkChanged(LinkState.STOPPED, "The password is wrong."))
    assert "The password is wrong." in str(error_in(stopped))
    assert isinstance(error_in(play.ask(SetReady())), errors.NoLink)


def test_before_the_vendor_is_known_it_is_called_the_telephone_system() -> None:
    play = Play()
    play.give(LinkChanged(LinkState.STOPPED))
    assert str(error_in(play.ask(SetReady()))) == "No link to the telephone system yet."


# -- waiting for the confirmation


def test_with_wait_it_is_answered_when_confirmed() -> None:
    play = Play.linked(state=READY)
    play.ask(SetNotReady("2"), wait_s=5.0)
    assert answers(play.outcome(Accepted(code=0, message="OK"))) == []
    confirmed = play.give(AgentChanged(state=NOT_READY, reason=Reason("2")))
    assert answers(confirmed) == [Answer(1, Accepted(code=0, message="OK", confirmed=True))]


def test_a_confirmation_that_comes_before_the_answer_counts() -> None:
    play = Play.linked(state=READY)
    play.ask(SetNotReady(), wait_s=5.0)
    play.give(AgentChanged(state=NOT_READY))
    [answer] = answers(play.outcome())
    assert isinstance(answer.result, Accepted)
    assert answer.result.confirmed


@pytest.mark.parametrize("wait_s", [0.0, 5.0])
def test_what_is_not_confirmed_in_time_is_unknown(wait_s: float) -> None:
    play = Play.linked(state=READY)
    play.ask(SetNotReady(), wait_s=wait_s)
    effects = play.outcome() + play.tick(wait_s)
    assert isinstance(error_in(effects), errors.OutcomeUnknown)
    assert answers(play.outcome(REFUSED)) == []


def test_what_the_vendor_has_read_back_itself_is_confirmed() -> None:
    play = Play.linked(state=READY)
    play.ask(SetNotReady(), wait_s=5.0)
    done = Accepted(code=4, confirmed=True)
    assert answers(play.outcome(done)) == [Answer(1, done)]


@pytest.mark.parametrize(
    ("command", "state"), [(SetNotReady("2"), NOT_READY), (LogOut(), AgentState.LOGGED_OUT)]
)
def test_what_follows_the_call_is_confirmed_at_once_as_pending(
    command: Command, state: AgentState
) -> None:
    """Told before the answer or after it, and also where it was pending already."""
    wanted = AgentChanged(pending=Pending(state))
    done = Answer(1, Accepted(code=0, confirmed=True, pending=True))
    play = Play.linked(state=READY)
    play.give(established())
    play.ask(command, wait_s=10.0)
    play.give(wanted)
    assert answers(play.outcome()) == [done]
    play.ask(command, wait_s=10.0)
    assert answers(play.outcome()) == [], "nothing has been heard since"
    assert answers(play.give(wanted)) == [replace(done, request=2)]
    play.ask(command, wait_s=10.0)
    seen = Accepted(code=0, confirmed=True)  # by the vendor's own reading
    assert answers(play.outcome(seen)) == [replace(done, request=3)]


def test_what_is_pending_already_is_read_back_for_want_of_an_event() -> None:
    play = Play.linked(state=READY)
    play.give(established(), AgentChanged(pending=Pending(NOT_READY)))
    play.ask(SetNotReady("2"), wait_s=10.0)
    assert read_backs(play.outcome())


def test_a_pause_for_another_reason_than_the_pending_one_is_not_confirmed_by_it() -> None:
    play = Play.linked(state=READY)
    play.give(established(), AgentChanged(pending=Pending(NOT_READY, Reason("1", "Break"))))
    play.ask(SetNotReady("2"), wait_s=10.0)
    play.outcome()
    assert answers(play.give(AgentChanged(pending=Pending(NOT_READY, Reason("1", "Break"))))) == []
    lunch = play.give(AgentChanged(pending=Pending(NOT_READY, Reason("2", "Lunch"))))
    assert len(answers(lunch)) == 1


def test_what_can_never_be_seen_is_answered_when_accepted() -> None:
    play = Play.linked(state=READY)
    play.give(established())
    play.ask(GenerateDigits(digits="1"), wait_s=5.0)
    assert answers(play.outcome()) == [Answer(1, ACCEPTED)]


def test_a_call_is_confirmed_by_its_event() -> None:
    play = Play.linked(state=READY)
    play.give(established())
    play.ask(HoldCall(), wait_s=5.0)
    play.outcome()
    held = CallChanged(EventType.HELD, replace(talking(), local_state=HELD))
    assert len(answers(play.give(held))) == 1
    play.ask(ClearCall(), wait_s=5.0)
    play.outcome()
    assert len(answers(play.give(cleared()))) == 1
    play.ask(MakeCall("6100"), wait_s=5.0)
    play.outcome()
    dialling = CallChanged(EventType.SERVICE_INITIATED, dialled(since=1.0))
    assert len(answers(play.give(dialling))) == 1, "whatever the vendor's clock says"


def test_another_agents_state_is_confirmed_by_their_own_events() -> None:
    play = Play.linked(state=READY)
    play.ask(LogIn("SIP/2"), wait_s=5.0, agent_id=OTHER)
    assert answers(play.outcome()) == [], "that this agent is in says nothing of the other"
    assert len(answers(play.give(AgentChanged(OTHER, state=READY)))) == 1


@pytest.mark.parametrize("name", [OWN, OWN.rpartition("_")[2]])
def test_a_login_that_makes_the_agent_the_desks_own_is_confirmed_too(name: str) -> None:
    play = Play()
    play.give(CapabilitiesChanged(EVERYTHING), LinkChanged(LinkState.UP))
    play.ask(LogIn("SIP/1"), wait_s=5.0, agent_id=name, direct=True)
    play.give(AgentChosen(OWN, "SIP/1"))
    play.outcome()
    assert len(answers(play.give(AgentChanged(OWN, state=READY)))) == 1


# -- one MakeCall at a time


@pytest.fixture
def dialling() -> Play:
    """A desk on which a call has just been asked for."""
    play = Play.linked(state=READY)
    assert len(performs(play.ask(MakeCall("6100")))) == 1
    return play


def refused_locally(effects: list[Effect]) -> bool:
    return not performs(effects) and isinstance(error_in(effects), errors.RefusedByVendor)


@pytest.mark.parametrize("again", [MakeCall("6100"), MakeCall("6101"), DialColleague(OTHER)])
def test_a_double_click_never_rings_twice(dialling: Play, again: Command) -> None:
    assert refused_locally(dialling.ask(again))
    dialling.outcome(of=1)
    assert refused_locally(dialling.ask(again)), "accepted is not yet a call"


def test_two_that_waited_for_the_link_are_one() -> None:
    play = unlinked()
    play.ask(MakeCall("6100"))
    play.ask(MakeCall("6100"))
    effects = play.give(LinkChanged(LinkState.UP))
    assert performs(effects) == [Perform(1, MakeCall("6100"))]
    assert isinstance(error_in(effects), errors.RefusedByVendor)


@pytest.mark.parametrize(
    "seen",
    [
        CallChanged(EventType.SERVICE_INITIATED, dialled()),
        CallChanged(EventType.FAILED, dialled()),
        StateRead(calls=(dialled(),)),
    ],
)
def test_the_next_call_may_be_dialled_when_this_one_is_seen(dialling: Play, seen: Any) -> None:
    dialling.give(seen)
    assert len(performs(dialling.ask(MakeCall("6100")))) == 1


@pytest.mark.parametrize("kind", [errors.RefusedByVendor, errors.NoLink, errors.NotOffered])
def test_or_refused(dialling: Play, kind: type[errors.CtiError]) -> None:
    dialling.outcome(kind("No."))
    assert len(performs(dialling.ask(MakeCall("6100")))) == 1


def test_or_when_nothing_came_of_it_for_long(dialling: Play) -> None:
    dialling.outcome(UNKNOWN)
    dialling.tick(DIAL_OUTSTANDING_S - 1.0)
    assert refused_locally(dialling.ask(MakeCall("6100")))
    dialling.tick(1.0)
    assert len(performs(dialling.ask(MakeCall("6100")))) == 1


def test_after_a_cut_a_command_waits_until_the_state_has_been_read() -> None:
    play = Play.linked(state=READY)
    play.give(LinkChanged(LinkState.DOWN))
    play.ask(SingleStepTransfer(number="6102"))
    assert performs(play.give(LinkChanged(LinkState.UP))) == []
    assert play.ask(HoldCall()) == [], "nor is a new one checked against what is old"
    effects = play.give(StateRead(calls=(talking(),), resynchronised=True))
    assert [type(one.command) for one in performs(effects)] == [SingleStepTransfer, HoldCall]


def test_a_state_that_is_not_read_holds_nothing_up_for_long() -> None:
    play = Play.linked(state=READY)
    play.give(LinkChanged(LinkState.DOWN))
    play.ask(MakeCall("6100"))
    play.give(LinkChanged(LinkState.UP))
    assert performs(play.tick(READ_WAIT_S - 0.1)) == []
    assert len(performs(play.tick(0.1))) == 1


def test_a_dial_that_a_cut_swallowed_is_told_and_stands_in_nobodys_way(dialling: Play) -> None:
    dialling.outcome()
    dialling.give(LinkChanged(LinkState.DOWN), LinkChanged(LinkState.UP))
    effects = dialling.give(StateRead(calls=(), resynchronised=True))
    [notice] = [e.event for e in effects if isinstance(e, Publish) and e.event.text]
    assert "The call to 6100 is not up" in str(notice.text)
    assert len(performs(dialling.ask(MakeCall("6100")))) == 1


@pytest.mark.parametrize(
    ("outcome", "read"),
    [
        (UNKNOWN, StateRead(calls=(), resynchronised=True)),
        (Accepted(), StateRead(resynchronised=True)),
        (Accepted(), StateRead(calls=())),
        (Accepted(), StateRead(calls=(Call("new"),), resynchronised=True)),
    ],
    ids=["it may still be made", "calls cannot be read", "there was no cut", "it may be this one"],
)
def test_a_dial_stands_as_long_as_it_may_come(
    dialling: Play, outcome: Result, read: StateRead
) -> None:
    dialling.outcome(outcome)
    dialling.give(LinkChanged(LinkState.DOWN), LinkChanged(LinkState.UP), read)
    assert refused_locally(dialling.ask(MakeCall("6100")))


def test_a_call_that_comes_in_or_was_there_is_not_the_one_dialled() -> None:
    play = Play.linked(state=READY)
    play.give(CallChanged(EventType.SERVICE_INITIATED, dialled("d0")))
    play.ask(MakeCall("6100"))
    play.give(delivered(), CallChanged(EventType.ORIGINATED, dialled("d0")))
    assert refused_locally(play.ask(MakeCall("6100")))


def test_the_refusal_of_another_command_frees_nothing(dialling: Play) -> None:
    dialling.ask(SetNotReady())
    dialling.outcome(REFUSED)
    assert refused_locally(dialling.ask(MakeCall("6100")))


def test_each_agent_has_a_call_of_their_own(dialling: Play) -> None:
    assert len(performs(dialling.ask(MakeCall("6100"), agent_id=OTHER))) == 1
    assert refused_locally(dialling.ask(MakeCall("6100"), agent_id=OTHER))
    dialling.give(CallChanged(EventType.SERVICE_INITIATED, dialled(), agent_id=OTHER))
    assert len(performs(dialling.ask(MakeCall("6100"), agent_id=OTHER))) == 1
    assert refused_locally(dialling.ask(MakeCall("6100")))
    dialling.outcome(REFUSED, of=1)
    assert len(performs(dialling.ask(MakeCall("6100")))) == 1


# -- which call is meant, and whose


def test_an_ambiguous_call_is_answered_with_the_list() -> None:
    play = Play.linked(state=READY)
    play.give(established(), established(talking("c2")))
    error = error_in(play.ask(ClearCall()))
    assert isinstance(error, errors.AmbiguousCall)
    assert [call["id"] for call in error.data()["calls"]] == ["c1", "c2"]


def test_a_transfer_of_more_than_one_call_needs_consent() -> None:
    play = Play.linked(table=replace(EVERYTHING, transfers_all=True), state=READY)
    play.give(established(), established(talking("c2")))
    assert isinstance(
        error_in(play.ask(SingleStepTransfer("c1", number="6"))), errors.AmbiguousCall
    )
    assert len(performs(play.ask(SingleStepTransfer("c1", number="6", all=True)))) == 1


def test_a_missing_reason_is_answered_with_the_choices() -> None:
    lunch = Reason("2", "Lunch")
    table = replace(EVERYTHING, pause_reason="required", reasons=(lunch,))
    error = error_in(Play.linked(table=table, state=READY).ask(SetNotReady()))
    assert isinstance(error, errors.UsageError)
    assert error.data()["reasons"] == [{"code": "2", "text": "Lunch"}]


@pytest.mark.parametrize("more", [{"direct": True}, {"agent_id": OTHER}])
def test_what_is_direct_or_another_agents_goes_to_the_vendor_as_it_is(more: dict[str, Any]) -> None:
    play = Play.linked(state=READY)
    [perform] = performs(play.ask(ClearCall("vendor.7"), **more))
    assert perform == Perform(1, ClearCall("vendor.7"), more.get("agent_id"))


def test_what_another_agent_is_asked_leaves_the_own_agent_alone() -> None:
    play = Play.linked(state=READY)
    play.ask(SetNotReady())
    play.ask(SetReady(), agent_id=OTHER)
    play.outcome(REFUSED)
    asked = play.snapshot.agent.asked
    assert asked is not None
    assert asked.command == "SetNotReady"
    assert play.snapshot.colleagues == ()


def test_a_call_the_vendor_no_longer_knows_has_ended() -> None:
    play = Play.linked(state=READY)
    play.give(established())
    play.ask(ClearCall())
    play.outcome(errors.UnknownToVendor("No.", code=2))
    assert play.snapshot.calls == ()


@pytest.mark.parametrize(
    ("command", "more"), [(ClearCall("c1"), {"agent_id": OTHER}), (HoldCall("c1"), {})]
)
def test_but_not_for_another_reason(command: Command, more: dict[str, Any]) -> None:
    play = Play.linked(state=READY)
    play.give(established())
    play.ask(command, **more)
    play.outcome(errors.UnknownToVendor("No.", code=2))
    assert [call.id for call in play.snapshot.calls] == ["c1"]


def test_colleagues_may_be_followed_while_a_request_waits() -> None:
    play = Play.linked(state=READY)
    play.ask(SetNotReady(), wait_s=5.0)
    play.outcome()
    play.give(AgentChanged(OTHER, state=READY))
    assert play.snapshot.colleagues == (Colleague(OTHER, READY, since=play.now),)
