"""The figures of the agent's queues: read after the agent's events, and while somebody looks."""

from __future__ import annotations

import pytest

from cti_desk.core import workers
from cti_desk.core.model import Queue, QueueAgents
from cti_desk.core.reports import QueueReported, StateRead
from cti_desk.vendors.instantvoice.client.monitor import queue_figures
from cti_desk.vendors.instantvoice.client.monitor.queue_figures import (
    MOST_REQUESTS,
    SLOWEST_S,
    rest_s,
)
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice import AGENT
from tests.support.instantvoice_acd import Acd, Desk, linked
from tests.support.waiting import until

EVERY_S = 0.02


@pytest.fixture(autouse=True)
def _one_queue_and_no_patience(acd: Acd, monkeypatch: pytest.MonkeyPatch) -> None:
    acd.queues = [{"name": "7012", "id": 3, "len": 5, "agents_idle": 0, "agents_paused": 0}]
    acd.members = {"7012": []}
    monkeypatch.setattr(queue_figures, "SETTLE_S", 0.05)


def told(desk: Desk) -> list[Queue]:
    """Every queue that was reported, in order."""
    found: list[Queue] = []
    for report in desk.reports:
        if isinstance(report, StateRead):
            found += report.queues or ()
        elif isinstance(report, QueueReported):
            found.append(report.queue)
    return found


def read(desk: Desk) -> tuple[Queue, ...]:
    """The queues that were listed last."""
    lists = [one.queues for one in desk.reports.of(StateRead) if one.queues is not None]
    return tuple(lists[-1])


def asked(desk: Desk) -> int:
    return len(desk.broker.called("QueueInfo"))


async def test_after_a_row_of_events_the_queue_is_read_once(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        before = asked(desk)
        acd.queues[0]["agents_idle"] = 1
        for kind in ("PAUSE", "UNPAUSE", "PAUSE", "UNPAUSE"):
            broker.event(kind)
        await until(lambda: told(desk)[-1].agents == QueueAgents(1, 0, None))
        assert asked(desk) == before + 1
        acd.queues[0].update(agents_idle=0, agents_paused=1)
        broker.event("PAUSE")
        await until(lambda: told(desk)[-1].agents == QueueAgents(0, 1, None))
        assert asked(desk) == before + 2


async def test_what_may_not_be_read_is_not_told(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        before, so_far = asked(desk), len(told(desk))
        acd.codes["QueueInfo"] = -2
        broker.event("PAUSE", agent=AGENT)
        await until(lambda: asked(desk) > before)
        broker.event("UNPAUSE")
        await until(lambda: not desk.switch._context.tasks)
        assert len(told(desk)) == so_far
        assert asked(desk) == before + 1


async def test_while_somebody_looks_figures_follow_without_an_event(
    broker: FakeBroker, acd: Acd
) -> None:
    async with linked(broker, acd) as desk:
        assert (told(desk)[-1].waiting_count, told(desk)[-1].read_at) == (5, desk.clock.at)
        desk.switch.watch_queues(EVERY_S)
        acd.queues[0].update(len=8, maxwait=40, sl_w1_a1=85, sl_answeredbefore_1=30)
        desk.clock.at += 75
        await until(lambda: told(desk)[-1].waiting_count == 8)
        queue = told(desk)[-1]
        assert (queue.read_at, queue.waiting_since) == (desk.clock.at, desk.clock.at - 40)
        assert [level.percent for level in queue.service_levels or ()] == [85.0]
        desk.switch.watch_queues(None)
        await until(lambda: not desk.switch._context.tasks)  # nobody looks: nothing goes on


async def test_one_reading_serves_all_who_look(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        for _ in range(20):
            desk.switch.watch_queues(60.0)
        await until(lambda: asked(desk) == 2)
        for every_s in (60.0, None, 60.0, None, 60.0):  # a window opened and closed
            desk.switch.watch_queues(every_s)
        broker.event("PAUSE")
        await until(lambda: asked(desk) == 3)  # the event's reading is the next
        await until(lambda: len(desk.switch._context.tasks) == 1)


async def test_a_queue_that_is_refused_does_not_hide_the_others(
    broker: FakeBroker, acd: Acd
) -> None:
    acd.queues.append({"name": "7013", "len": 1})
    acd.members["7013"] = []
    async with linked(broker, acd) as desk:
        acd.refused_queues = {"7012"}
        acd.queues[1]["len"] = 2
        desk.switch.watch_queues(EVERY_S)
        await until(lambda: told(desk)[-1].waiting_count == 2)


async def test_another_queue_of_the_agents_is_found(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_figures, "LIST_EVERY_S", EVERY_S)
    async with linked(broker, acd) as desk:
        desk.switch.watch_queues(EVERY_S)
        acd.members["0015"] = []
        acd.queues.append({"name": "default_0015", "len": 2, "agents_total": 0})
        await until(lambda: (told(desk)[-1].id, told(desk)[-1].waiting_count) == ("0015", 2))
        del acd.queues[0]
        await until(lambda: [one.id for one in read(desk)] == ["0015"])


async def test_refusals_make_it_ask_less_often(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        acd.codes["QueueInfo"] = 1000
        desk.switch.watch_queues(EVERY_S)
        figures = desk.switch._figures
        await until(lambda: figures._failures >= 3)
        del acd.codes["QueueInfo"]
        acd.queues[0]["len"] = 9
        await until(lambda: told(desk)[-1].waiting_count == 9)
        assert figures._failures == 0


async def test_a_right_that_is_missing_is_asked_for_once(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        acd.codes["QueueInfo"] = -2
        before = asked(desk)
        desk.switch.watch_queues(EVERY_S)
        await until(lambda: "queues.agents" in desk.switch._context.capabilities.table.unknowable)
        lists = len(broker.called("AgentQueueMembers"))
        acd.members["7012"] = ["1002"]
        desk.clock.at += 100
        await until(lambda: len(broker.called("AgentQueueMembers")) > lists)  # a round later
        assert asked(desk) == before + 1


async def test_answers_without_figures_are_not_asked_for_again_and_again(
    broker: FakeBroker, acd: Acd
) -> None:
    """As over SOAP, whose QueueInfo has settings only."""
    acd.queues = [{"name": "7012", "description": "Support"}]
    async with linked(broker, acd) as desk:
        before = asked(desk)
        desk.switch.watch_queues(EVERY_S)
        acd.members["7012"] = ["1002"]
        await until(lambda: told(desk)[-1].members)
        assert asked(desk) == before
        assert told(desk)[-1].read_at is None


@pytest.mark.parametrize(
    ("requests", "took_s", "failures", "rest"),
    [
        (3, 0.1, 0, 4.9),  # usually
        (MOST_REQUESTS, 0.5, 0, 4.5),
        (2 * MOST_REQUESTS, 1.0, 0, 9.0),  # many queues: the same rate
        (3, 2.0, 0, 8.0),  # slow: four times as long
        (3, 40.0, 0, SLOWEST_S),
        (3, 0.0, 1, 10.0),
        (3, 0.0, 3, 40.0),
        (3, 0.0, 99, SLOWEST_S),
        (200, 1.0, 0, 99.0),
    ],
)
def test_the_rate_is_bounded(requests: int, took_s: float, failures: int, rest: float) -> None:
    assert rest_s(5.0, requests, took_s, failures) == pytest.approx(rest)


@pytest.mark.expected_log("Reading the queues died")
async def test_a_reading_that_fails_inside_is_told_and_goes_on(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "FIRST_PAUSE_S", 0.0)
    read, failed = queue_figures.QueueFigures._round, 0

    async def failing(figures: queue_figures.QueueFigures, every_s: float) -> int:
        nonlocal failed
        failed += 1
        if failed == 1:
            raise ValueError("bug")
        return await read(figures, every_s)

    monkeypatch.setattr(queue_figures.QueueFigures, "_round", failing)
    async with linked(broker, acd) as desk:
        before = asked(desk)
        desk.switch.watch_queues(EVERY_S)
        await until(lambda: asked(desk) > before)
        desk.switch.watch_queues(None)
