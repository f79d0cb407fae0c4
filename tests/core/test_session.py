"""The session as docs/contracts.md §1–2 promises it, scene by scene."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.core.call_book import CallBook
from cti_desk.core.commands import ClearCall, LogIn, MakeCall, SetNotReady, SetReady
from cti_desk.core.effects import Answer, LookUp, PublishVendorEvent
from cti_desk.core.errors import OutcomeUnknown, RefusedByVendor, UnknownToVendor
from cti_desk.core.events import EventType
from cti_desk.core.model import AgentState, Call, ConnectionState, LinkState, Pending, Queue, Reason
from cti_desk.core.reports import (
    Accepted,
    AgentChanged,
    AgentChosen,
    CallChanged,
    CapabilitiesChanged,
    Identified,
    LinkChanged,
    Noticed,
    QueueReported,
    StateRead,
    Tick,
    VendorEvent,
)
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
    events,
    names,
    read_backs,
    ringing,
    talking,
)

UNKNOWN, LOGGED_OUT, NOT_READY, READY, BUSY, WRAPPING_UP = AgentState
LUNCH = Reason("2", "Lunch")


@pytest.fixture
def desk() -> Play:
    """A desk whose agent is ready."""
    return Play.linked(state=READY)


# -- calls


def test_an_incoming_call_from_ring_to_end(desk: Play) -> None:
    assert names(desk.give(delivered())) == [EventType.DELIVERED]
    assert desk.snapshot.agent.state is READY
    told = names(desk.give(established(), after=5.0))
    assert told == [EventType.ESTABLISHED, EventType.AGENT_BUSY]
    told = names(desk.give(cleared(cause="BYCALLER"), after=60.0))
    assert told == [EventType.CONNECTION_CLEARED, EventType.AGENT_READY]
    assert desk.snapshot.calls == ()


def test_the_end_tells_the_whole_call_and_the_vendors_cause(desk: Play) -> None:
    desk.give(delivered())
    [event] = events(desk.give(cleared(cause="BYCALLER")))
    assert event.cause == "BYCALLER"
    assert event.call == ringing(since=desk.now)


def test_a_call_ends_once(desk: Play) -> None:
    desk.give(delivered(), cleared())
    assert desk.give(cleared(), established(), delivered()) == []
    assert desk.snapshot.calls == ()


def test_the_end_of_a_call_that_was_never_seen_is_not_told(desk: Play) -> None:
    assert desk.give(cleared("c9")) == []
    assert desk.give(delivered(ringing("c9"))) == []


@pytest.mark.parametrize("known", [True, False])
def test_failed_is_always_followed_by_cleared(desk: Play, known: bool) -> None:
    if known:
        desk.give(CallChanged(EventType.SERVICE_INITIATED, dialled()))
    effects = desk.give(CallChanged(EventType.FAILED, dialled(), "BUSY"))
    assert names(effects) == [EventType.FAILED, EventType.CONNECTION_CLEARED]
    assert [event.cause for event in events(effects)] == ["BUSY", "BUSY"]
    assert desk.give(cleared("d1")) == []


def test_a_second_call_never_overwrites_the_first(desk: Play) -> None:
    desk.give(established(), delivered(ringing("c2", "1234")))
    assert [call.id for call in desk.snapshot.calls] == ["c1", "c2"]
    desk.give(cleared("c2"))
    assert desk.snapshot.agent.state is BUSY


def test_a_held_call_keeps_the_agent_busy(desk: Play) -> None:
    desk.give(established())
    desk.give(CallChanged(EventType.HELD, replace(talking(), local_state=HELD)))
    assert desk.snapshot.agent.state is BUSY


# -- who is calling


def test_a_number_is_looked_up_once(desk: Play) -> None:
    assert LookUp("c1", "2198765456") in desk.give(delivered())
    assert desk.give(established())[-1] != LookUp("c1", "2198765456")
    assert LookUp("c1", "1234") in desk.give(established(talking("c1", "1234")))
    assert not [e for e in desk.give(delivered(ringing("c2", None))) if isinstance(e, LookUp)]


def test_a_name_that_comes_later_is_told(desk: Play) -> None:
    desk.give(delivered())
    [event] = events(desk.give(Identified("c1", name="Maria Souza")))
    assert event.event is EventType.CALL_INFORMATION
    assert event.call == desk.snapshot.calls[0]
    assert event.call.remote.name == "Maria Souza"
    assert desk.give(Identified("c1", name="Maria Souza")) == []


def test_a_name_that_comes_late_never_overrides_the_vendors(desk: Play) -> None:
    desk.give(delivered())
    named = replace(ringing(), remote=replace(ringing().remote, name="Sent by vendor"))
    desk.give(delivered(named))
    assert desk.give(Identified("c1", name="Maria Souza", guess=True)) == []
    assert desk.snapshot.calls[0].remote.name == "Sent by vendor"


def test_a_name_that_comes_too_late_brings_no_call_back(desk: Play) -> None:
    desk.give(delivered(), cleared())
    assert desk.give(Identified("c1", name="Maria Souza")) == []


# -- asked, confirmed, in doubt


def test_asking_changes_nothing_until_it_is_seen(desk: Play) -> None:
    desk.ask(SetNotReady("2"))
    desk.outcome()
    agent = desk.snapshot.agent
    assert (agent.state, agent.asked and agent.asked.state) == (READY, NOT_READY)
    told = names(desk.give(AgentChanged(state=NOT_READY, reason=LUNCH)))
    assert told == [EventType.AGENT_NOT_READY]
    agent = desk.snapshot.agent
    assert (agent.state, agent.asked, agent.changed_by) == (NOT_READY, None, "agent")


def test_the_event_that_confirms_is_told_before_the_answer(desk: Play) -> None:
    desk.ask(SetNotReady(), wait_s=5.0)
    desk.outcome()
    told, answered = desk.give(AgentChanged(state=NOT_READY))
    assert names([told]) == [EventType.AGENT_NOT_READY]
    assert isinstance(answered, Answer)


def test_a_refusal_leaves_everything_as_it_was(desk: Play) -> None:
    before = desk.snapshot
    desk.ask(SetNotReady())
    desk.outcome(RefusedByVendor("No.", code=3))
    assert desk.snapshot == before


def test_the_refusal_of_an_earlier_request_leaves_the_later_asked(desk: Play) -> None:
    desk.ask(SetNotReady())
    desk.ask(SetReady())
    desk.outcome(RefusedByVendor("No.", code=3), of=1)
    asked = desk.snapshot.agent.asked
    assert asked is not None
    assert asked.command == "SetReady"


def test_what_is_not_confirmed_leaves_the_state_unknown_until_read_back(desk: Play) -> None:
    desk.ask(SetNotReady())
    desk.outcome()
    assert read_backs(desk.tick(9.9)) == []
    effects = desk.tick(0.1)
    assert len(read_backs(effects)) == 1
    assert names(effects) == [EventType.AGENT_CHANGED]
    assert (desk.snapshot.agent.state, desk.snapshot.agent.asked) == (UNKNOWN, None)
    desk.give(StateRead(AgentChanged(state=READY)))
    assert desk.snapshot.agent.state is READY
    assert desk.tick(3_600.0) == []


def test_an_unknown_outcome_leaves_the_state_unknown_until_read_back(desk: Play) -> None:
    desk.ask(SetNotReady())
    assert len(read_backs(desk.outcome(OutcomeUnknown("No.")))) == 1
    assert desk.snapshot.agent.state is UNKNOWN


def test_but_not_if_it_was_seen_meanwhile(desk: Play) -> None:
    desk.ask(SetNotReady())
    desk.give(AgentChanged(state=NOT_READY))
    assert len(read_backs(desk.outcome(OutcomeUnknown("No.")))) == 1
    assert desk.snapshot.agent.state is NOT_READY


def test_what_changes_nothing_is_read_back_for_want_of_an_event(desk: Play) -> None:
    desk.ask(SetReady())
    assert len(read_backs(desk.outcome())) == 1
    assert read_backs(desk.outcome()) == [], "an outcome counts once"
    desk.give(StateRead(AgentChanged(state=READY)))
    assert desk.snapshot.agent.asked is None


def test_what_the_vendor_has_confirmed_without_a_report_is_read_back(desk: Play) -> None:
    desk.ask(SetNotReady())
    assert len(read_backs(desk.outcome(Accepted(confirmed=True)))) == 1


def test_a_login_is_confirmed_whatever_state_it_leads_to() -> None:
    desk = Play.linked(state=LOGGED_OUT)
    desk.ask(LogIn("SIP/1"))
    desk.outcome()
    told = names(desk.give(AgentChanged(state=NOT_READY, device="SIP/1")))
    assert told == [EventType.AGENT_LOGGED_ON, EventType.AGENT_NOT_READY]
    assert desk.snapshot.agent.asked is None


# -- a pause during a call


@pytest.fixture
def pausing(desk: Play) -> Play:
    """A desk on which a pause was asked for during a call, and put off until after it."""
    desk.give(established())
    desk.ask(SetNotReady("2"))
    desk.outcome()
    desk.give(AgentChanged(pending=Pending(NOT_READY, LUNCH)))
    return desk


def test_a_pause_during_a_call_is_pending_without_time_out(pausing: Play) -> None:
    assert read_backs(pausing.tick(3_600.0)) == []
    agent = pausing.snapshot.agent
    assert (agent.state, agent.underlying) == (BUSY, READY)
    assert (agent.pending, agent.asked) == (Pending(NOT_READY, LUNCH), None)


def test_the_pause_comes_after_the_call(pausing: Play) -> None:
    pausing.give(cleared())
    pausing.give(AgentChanged(state=NOT_READY, reason=LUNCH), after=0.1)
    agent = pausing.snapshot.agent
    assert (agent.state, agent.reason, agent.pending) == (NOT_READY, LUNCH, None)


def test_a_pause_that_does_not_come_is_read_back_once(pausing: Play) -> None:
    pausing.give(cleared(), after=3_600.0)
    assert read_backs(pausing.tick(9.0)) == []
    assert len(read_backs(pausing.tick(1.0))) == 1
    assert read_backs(pausing.tick(60.0)) == []
    pausing.give(StateRead(AgentChanged(state=READY)))
    assert pausing.snapshot.agent.pending is None


def test_ready_cancels_the_pending_pause(pausing: Play) -> None:
    pausing.ask(SetReady())
    assert len(read_backs(pausing.outcome())) == 1
    pausing.give(StateRead(AgentChanged(state=READY)))
    agent = pausing.snapshot.agent
    assert (agent.pending, agent.asked, agent.underlying) == (None, None, READY)


def test_a_pause_that_the_vendor_says_nothing_of_is_waited_for_after_the_call(desk: Play) -> None:
    desk.give(established())
    desk.ask(SetNotReady())
    desk.outcome()
    assert read_backs(desk.tick(3_600.0)) == []
    desk.give(cleared())
    assert read_backs(desk.tick(9.0)) == []
    assert desk.snapshot.agent.state is READY
    assert len(read_backs(desk.tick(1.0))) == 1
    assert desk.snapshot.agent.state is UNKNOWN


def test_ready_is_not_put_off_by_a_call() -> None:
    desk = Play.linked(state=NOT_READY)
    desk.give(established())
    desk.ask(SetReady())
    desk.outcome()
    assert len(read_backs(desk.tick(10.0))) == 1
    agent = desk.snapshot.agent
    assert (agent.state, agent.underlying) == (BUSY, UNKNOWN)


# -- the link is lost, and comes back


def test_a_lost_link_leaves_what_was_known_and_dates_it(desk: Play) -> None:
    desk.give(established(), QueueReported(Queue("7012", member=True)))
    before = desk.snapshot
    lost = desk.give(LinkChanged(LinkState.DOWN, "The server closed the link."), after=10.0)
    assert names(lost) == [EventType.LINK_DOWN]
    desk.give(Tick(), after=3_600.0)
    after = desk.snapshot
    assert (after.agent, after.calls, after.queues) == (before.agent, before.calls, before.queues)
    assert after.link.lost_at == desk.now - 3_600.0


def test_nothing_asked_runs_out_without_a_link(desk: Play) -> None:
    desk.ask(SetNotReady())
    desk.outcome()
    desk.give(LinkChanged(LinkState.DOWN))
    assert desk.tick(3_600.0) == []
    assert not desk.session.restless
    desk.give(LinkChanged(LinkState.UP))
    assert desk.session.restless
    desk.give(StateRead(AgentChanged(state=NOT_READY), resynchronised=True))
    assert desk.snapshot.agent.asked is None
    assert not desk.session.restless


def test_what_changed_during_a_cut_becomes_events(desk: Play) -> None:
    held = replace(talking("c2"), local_state=HELD)
    desk.give(established(talking("c1")), established(held), delivered(ringing("c3")))
    desk.give(QueueReported(Queue("7012", member=True)), QueueReported(Queue("7013", member=True)))
    desk.give(LinkChanged(LinkState.DOWN))
    read = StateRead(
        AgentChanged(state=NOT_READY, reason=LUNCH),
        (talking("c2"), talking("c3"), ringing("c4", "1234")),
        (Queue("7013", member=True), Queue("7014", member=True)),
        resynchronised=True,
    )
    desk.give(LinkChanged(LinkState.UP), after=30.0)
    effects = desk.give(read)
    told = [(e.event, (e.call and e.call.id) or (e.queue and e.queue.id)) for e in events(effects)]
    assert told == [
        (EventType.QUEUE_CHANGED, "7014"),
        (EventType.QUEUE_MEMBERSHIP_CHANGED, "7012"),
        (EventType.CONNECTION_CLEARED, "c1"),
        (EventType.RETRIEVED, "c2"),
        (EventType.ESTABLISHED, "c3"),
        (EventType.DELIVERED, "c4"),
        (EventType.AGENT_CHANGED, None),
        (EventType.RESYNCHRONISED, None),
    ]
    assert LookUp("c4", "1234") in effects
    assert [call.id for call in desk.snapshot.calls] == ["c2", "c3", "c4"]


def test_what_did_not_change_during_a_cut_is_not_told(desk: Play) -> None:
    desk.give(established(), LinkChanged(LinkState.DOWN), LinkChanged(LinkState.UP))
    read = StateRead(AgentChanged(state=READY), (talking(),), (), resynchronised=True)
    assert names(desk.give(read, after=60.0)) == [EventType.RESYNCHRONISED]


def test_what_could_not_be_read_stays(desk: Play) -> None:
    desk.give(established(), QueueReported(Queue("7012", member=True)))
    before = desk.snapshot
    assert desk.give(StateRead()) == []
    assert desk.snapshot is before


def test_a_reading_brings_no_ended_call_back(desk: Play) -> None:
    desk.give(established(), cleared())
    assert desk.give(StateRead(calls=(talking(),))) == []
    assert desk.snapshot.calls == ()


def test_a_reading_of_another_agent_is_not_taken_for_the_own(desk: Play) -> None:
    desk.give(StateRead(AgentChanged(OTHER, state=NOT_READY)))
    assert desk.snapshot.agent.state is READY


def test_a_call_the_vendor_does_not_know_has_ended(desk: Play) -> None:
    desk.give(established())
    desk.ask(ClearCall())
    told = names(desk.outcome(UnknownToVendor("No.", code=2)))
    assert told == [EventType.CONNECTION_CLEARED, EventType.AGENT_READY]


def test_a_missing_call_that_is_not_here_ends_nothing(desk: Play) -> None:
    desk.give(established())
    desk.ask(ClearCall("c9"), direct=True)
    desk.outcome(UnknownToVendor("No."))
    assert [call.id for call in desk.snapshot.calls] == ["c1"]


# -- other agents, and the rest


def test_another_agents_calls_are_not_the_desks(desk: Play) -> None:
    before = desk.snapshot.agent
    effects = desk.give(established(agent_id=OTHER))
    assert names(effects) == [EventType.ESTABLISHED]
    assert (desk.snapshot.agent, desk.snapshot.calls) == (before, ())
    assert desk.snapshot.colleagues[0].calls == 1
    desk.give(cleared(agent_id=OTHER))
    desk.give(established(agent_id=OWN))
    assert len(desk.snapshot.calls) == 1, "one call may be up at two desks"


def test_after_a_cut_no_colleagues_call_is_counted_for_ever(desk: Play) -> None:
    desk.give(established(agent_id=OTHER))
    assert EventType.COLLEAGUE_CHANGED in names(desk.give(StateRead(resynchronised=True)))
    assert desk.snapshot.colleagues[0].calls == 0


def test_the_first_agent_served_becomes_the_own() -> None:
    desk = Play()
    desk.give(CapabilitiesChanged(EVERYTHING), LinkChanged(LinkState.UP))
    desk.give(AgentChanged(OWN, state=READY))
    assert desk.snapshot.agent.id is None
    desk.give(AgentChosen(OWN, "SIP/1"), AgentChanged(OWN, state=READY))
    assert (desk.snapshot.agent.id, desk.snapshot.agent.device) == (OWN, "SIP/1")
    assert desk.snapshot.agent.state is READY
    assert desk.snapshot.colleagues == ()


@pytest.mark.parametrize(
    ("given", "event"),
    [
        (Noticed("The media server stopped.", "MSSTOP"), EventType.NOTICE),
        (QueueReported(Queue("7012"), EventType.WAITING_CALL), EventType.WAITING_CALL),
    ],
)
def test_what_is_only_passed_on(desk: Play, given: Any, event: EventType) -> None:
    assert names(desk.give(given)) == [event]


def test_the_vendors_own_events_are_passed_on_untouched(desk: Play) -> None:
    raw = VendorEvent(OWN, {"type": "NEWCALL", "uniqueid": "1.2.3"})
    assert desk.give(raw) == [PublishVendorEvent(raw)]


def test_a_new_table_counts_at_once(desk: Play) -> None:
    table = replace(EVERYTHING, commands={})
    desk.give(CapabilitiesChanged(table))
    assert desk.session.table is table


# -- the snapshot


def test_the_snapshot_is_the_same_object_until_something_changes(desk: Play) -> None:
    desk.give(established())
    before = desk.snapshot
    desk.give(Tick(), established(), AgentChanged(state=READY), Identified("c9"), after=1.0)
    desk.give(LinkChanged(LinkState.UP), StateRead(calls=(talking(),)), Noticed("Hello."))
    assert desk.snapshot is before
    desk.give(AgentChanged(note="no calls until about 14:32:10"))
    assert desk.snapshot is not before
    assert before.agent.note is None


def test_ticks_are_needed_only_while_something_waits(desk: Play) -> None:
    assert not desk.session.restless
    desk.ask(SetNotReady())
    assert desk.session.restless
    desk.outcome()
    assert desk.session.restless, "for the confirmation"
    desk.give(AgentChanged(state=NOT_READY))
    assert not desk.session.restless


def test_a_call_that_waits_in_a_queue_is_the_one_that_rings(desk: Play) -> None:
    waiting = Call("c1", local_state=ConnectionState.QUEUED)
    desk.give(CallChanged(EventType.QUEUED, waiting), delivered(ringing("c1", parent="w1")))
    assert [(call.id, call.root) for call in desk.snapshot.calls] == [("c1", "w1")]


def test_an_event_costs_the_same_however_many_calls_there_are(
    desk: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[int] = []
    all_of_them = vars(CallBook)["calls"].fget

    def counted(book: CallBook) -> Any:
        listed.append(1)
        return all_of_them(book)

    monkeypatch.setattr(CallBook, "calls", property(counted))
    for number in range(500):
        desk.give(delivered(ringing(f"c{number}")))
    assert desk.session.agent.state is READY
    desk.give(established(talking("c499")))
    assert desk.session.agent.state is BUSY
    assert listed == []
    assert len(desk.snapshot.calls) == 500


@pytest.mark.parametrize("answered", [True, False])
def test_a_dialled_call_that_fails_at_once_is_not_waited_for(answered: bool) -> None:
    play = Play.linked(state=READY)
    play.ask(MakeCall("6100"), wait_s=10.0)
    failed = CallChanged(EventType.FAILED, dialled(), "BUSY")
    told = play.outcome() + play.give(failed) if answered else play.give(failed) + play.outcome()
    [answer] = answers(told)
    assert str(answer.result) == "The call to 6100 was accepted, and has ended (BUSY)."
