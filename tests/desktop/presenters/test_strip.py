from __future__ import annotations

from msgspec.structs import replace

from cti_desk.core.model import AgentState, Snapshot
from cti_desk.desktop.options import QueueOptions
from cti_desk.desktop.presenters.queue_panel import Summary
from cti_desk.desktop.presenters.queues import Level
from cti_desk.desktop.presenters.strip import strip_view
from scripts.queue_situations import OFFICE
from scripts.situations import BUSY, MARIA, NOW, READY, TABLE, UP


def test_one_view_holds_everything_the_strip_shows() -> None:
    view = strip_view(Snapshot(UP, BUSY, (MARIA,)), TABLE, NOW, crm=True)
    assert view.state.word == "On a call"
    assert [call.who for call in view.calls] == ["Maria Souza"]
    assert view.calls[0].more
    assert view.link.tone == "calm"
    assert view.dial_why_not == ""
    assert view.ticking


def test_why_nothing_can_be_dialled_is_told() -> None:
    out = replace(READY, state=AgentState.LOGGED_OUT, underlying=AgentState.LOGGED_OUT)
    view = strip_view(Snapshot(UP, out), TABLE, NOW)
    assert view.dial_why_not == "You are not logged in."
    assert not view.ticking


def test_queues_are_told_of_only_where_they_are_asked_for() -> None:
    snapshot = Snapshot(UP, BUSY, queues=OFFICE)
    assert strip_view(snapshot, TABLE, NOW).queues is None
    told = strip_view(snapshot, TABLE, NOW, queues=QueueOptions(waiting_alarm=12)).queues
    assert told == Summary("Queues: 15 waiting, too long", Level.ALARM)
