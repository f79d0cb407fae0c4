"""When somebody sets the clock, what is known happened as long ago as before."""

from __future__ import annotations

import msgspec
import pytest

from cti_desk.core.commands import SetReady
from cti_desk.core.events import EventType
from cti_desk.core.model import AgentState, Link, LinkState, Queue, QueueMember, Waiting
from cti_desk.core.moment import SteadyClock
from cti_desk.core.redating import shifted, shifted_report
from cti_desk.core.reports import (
    AgentChanged,
    CallChanged,
    LinkChanged,
    Noticed,
    QueueReported,
    Report,
    StateRead,
    Tick,
)
from cti_desk.core.session import Session
from cti_desk.desk.session_runner import SessionRunner
from tests.support.fake_switch import FakeSwitch, HandClock
from tests.support.play import OTHER, Play, events, names, talking

AN_HOUR = 3_600.0
QUEUE = Queue(
    "7012",
    waiting=(Waiting("1", 950.0),),
    members=(QueueMember(OTHER, since=900.0), QueueMember("x")),
    waiting_since=940.0,
    read_at=990.0,
)


@pytest.mark.parametrize("set_by", [-AN_HOUR, AN_HOUR])
def test_times_go_on_running(set_by: float) -> None:
    play = Play.linked(state=AgentState.READY, since=700.0)
    play.give(
        AgentChanged(OTHER, state=AgentState.READY),
        CallChanged(EventType.ESTABLISHED, talking("c1", since=800.0, answered_at=810.0)),
        QueueReported(QUEUE),
        LinkChanged(LinkState.DOWN, "Cut.", retry_at=1_010.0),
    )
    play.ask(SetReady())
    before = play.snapshot
    play.set_by = set_by
    effects = play.give(Tick(), after=1.0)
    after = play.snapshot

    assert after.link == shifted(before.link, set_by)
    assert after.agent == shifted(before.agent, set_by)
    assert after.calls == tuple(shifted(call, set_by) for call in before.calls)
    assert after.queues == tuple(shifted(queue, set_by) for queue in before.queues)
    assert after.colleagues == tuple(shifted(each, set_by) for each in before.colleagues)
    assert after.calls[0].answered_at == 810.0 + set_by
    told = set(names(effects))
    assert {EventType.CALL_INFORMATION, EventType.AGENT_CHANGED, EventType.QUEUE_CHANGED} <= told
    assert not events(play.give(Tick(), after=1.0)), "once"


@pytest.mark.parametrize("set_by", [-1.0, 0.0, 1.5])
def test_a_clock_that_is_corrected_by_little_moves_nothing(set_by: float) -> None:
    play = Play.linked(state=AgentState.READY, since=700.0)
    play.set_by = set_by
    assert not events(play.give(Tick(), after=1.0))
    assert play.snapshot.agent.since == 700.0


def test_what_is_not_known_stays_unknown() -> None:
    assert shifted(Link(), AN_HOUR) == Link()
    assert shifted(QueueMember("x"), AN_HOUR) == QueueMember("x")


@pytest.mark.parametrize(
    "report",
    [
        LinkChanged(LinkState.DOWN, retry_at=1_010.0),
        AgentChanged(state=AgentState.READY, since=900.0),
        AgentChanged(state=AgentState.READY),
        CallChanged(EventType.ESTABLISHED, talking(since=900.0)),
        QueueReported(QUEUE),
        StateRead(AgentChanged(since=900.0), (talking(since=900.0),), (QUEUE,)),
        StateRead(),
        Noticed("Nothing to move."),
    ],
)
def test_a_report_is_moved_as_a_whole(report: Report) -> None:
    there = shifted_report(report, AN_HOUR)
    assert shifted_report(there, -AN_HOUR) == report
    stamps = [word for word in ("900.0", "1010.0", "950.0") if word in str(_plain(report))]
    for stamp in stamps:
        assert stamp not in str(_plain(there))


def _plain(report: Report) -> object:
    return msgspec.to_builtins(report)


async def test_a_vendor_goes_by_a_clock_that_nobody_sets() -> None:
    clock = HandClock(1_000.0)
    runner, switch = SessionRunner(Session(), clock), FakeSwitch()
    steady = SteadyClock(clock)
    runner.attach(switch, steady)
    clock.set_by = AN_HOUR
    clock.time += 5.0
    assert (steady.now(), steady.monotonic(), steady.ahead) == (1_005.0, 1_005.0, AN_HOUR)
    switch.report(AgentChanged(state=AgentState.READY, since=steady.now()))
    assert runner.session.snapshot.agent.since == clock.now()
    await runner.close()
