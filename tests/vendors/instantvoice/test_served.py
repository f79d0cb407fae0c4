"""An agent this desk serves."""

from __future__ import annotations

from cti_desk.core.model import Queue, QueueAgents, QueueRef
from cti_desk.vendors.instantvoice.polled_calls import PolledBook
from cti_desk.vendors.instantvoice.reasons import Reasons
from cti_desk.vendors.instantvoice.records import QueueInfo
from cti_desk.vendors.instantvoice.served import Served, core_queue, queue_ref
from cti_desk.vendors.instantvoice.values import AgentName
from tests.support.instantvoice import DictMemory

SUPPORT = QueueInfo("7012", id="03", description="Support", waiting=4, idle=1, paused=0, on_call=2)


def served(*, own: bool = True) -> Served:
    return Served(AgentName("default", "1001"), Reasons((), DictMemory(), "key"), own=own)


def test_the_own_agent_has_no_name_in_reports() -> None:
    assert served().book.agent_id is served().tracker.agent_id is None
    assert served(own=False).book.agent_id == "default_1001"


def test_a_line_names_a_queue_by_its_id() -> None:
    agent = served()
    assert agent.queue_by_id("3") is None
    agent.queues = (SUPPORT, QueueInfo("7013"))
    assert agent.queue_by_id("3") is SUPPORT
    assert agent.queue_by_id("7012") is None
    fresh = QueueInfo("7012", id="3", wrap_up_s=5)
    agent.keep_queue(fresh)
    assert agent.queue_by_id("3") is fresh


def test_queues_for_the_core() -> None:
    assert queue_ref(SUPPORT) == QueueRef("7012", "Support")
    assert core_queue(SUPPORT) == Queue(
        "7012", "Support", member=True, agents=QueueAgents(1, 0, 2), waiting_count=4
    )
    assert core_queue(QueueInfo("7013")).agents is None


def test_an_agent_without_events_is_known_from_his_lines() -> None:
    agent = Served(
        AgentName("default", "1001"), Reasons((), DictMemory(), "key"), own=True, polled=True
    )
    assert isinstance(agent.book, PolledBook)
    assert agent.tracker.polled
    assert not isinstance(served().book, PolledBook)
