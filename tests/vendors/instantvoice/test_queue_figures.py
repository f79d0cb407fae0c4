"""The figures of the own queues follow what the agent does, one reading for a row of events."""

from __future__ import annotations

import pytest

from cti_desk.core.model import QueueAgents
from cti_desk.core.reports import StateRead
from cti_desk.vendors.instantvoice import queue_figures
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice import AGENT
from tests.support.instantvoice_acd import Acd, Desk, linked
from tests.support.waiting import until


@pytest.fixture(autouse=True)
def _one_queue_and_no_patience(acd: Acd, monkeypatch: pytest.MonkeyPatch) -> None:
    acd.queues = [{"name": "7012", "id": 3, "agents_idle": 0, "agents_paused": 0}]
    monkeypatch.setattr(queue_figures, "SETTLE_S", 0.05)


def figures(desk: Desk) -> list[QueueAgents | None]:
    read = [report.queues for report in desk.reports.of(StateRead)]
    return [queue.agents for queues in read for queue in queues or ()]


def asked(desk: Desk) -> int:
    return len(desk.broker.called("QueueInfo"))


async def test_after_a_row_of_events_the_queue_is_read_once(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        before = asked(desk)
        acd.queues[0]["agents_idle"] = 1
        for kind in ("PAUSE", "UNPAUSE", "PAUSE", "UNPAUSE"):
            broker.event(kind)
        await until(lambda: figures(desk)[-1] == QueueAgents(1, 0, None))
        assert asked(desk) == before + 1
        acd.queues[0].update(agents_idle=0, agents_paused=1)
        broker.event("PAUSE")
        await until(lambda: figures(desk)[-1] == QueueAgents(0, 1, None))
        assert asked(desk) == before + 2


async def test_what_may_not_be_read_is_not_told(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        told, before = len(figures(desk)), asked(desk)
        acd.codes["QueueInfo"] = -2
        broker.event("PAUSE", agent=AGENT)
        await until(lambda: asked(desk) > before)
        broker.event("UNPAUSE")
        await until(lambda: not desk.switch._site._tasks)
        assert len(figures(desk)) == told
        assert asked(desk) == before + 1
