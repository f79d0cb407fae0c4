"""An agent this desk serves."""

from __future__ import annotations

from msgspec.structs import replace

from cti_desk.core.model import (
    AgentState,
    Queue,
    QueueAgents,
    QueueMember,
    QueueRef,
    Reason,
    ServiceLevel,
)
from cti_desk.vendors.instantvoice.live.polled_agent import PolledTracker
from cti_desk.vendors.instantvoice.live.polled_calls import PolledBook
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.live.served_agent import ServedAgent, core_queue, queue_ref
from cti_desk.vendors.instantvoice.live.source import EventSource, PollingSource
from cti_desk.vendors.instantvoice.messages.records import QueueInfo
from cti_desk.vendors.instantvoice.messages.values import AgentName
from tests.support.instantvoice import DictMemory

SUPPORT = QueueInfo(
    "7012",
    id="03",
    description="Support",
    waiting=4,
    longest_wait_s=60,
    idle=1,
    paused=0,
    on_call=2,
    service_levels=(ServiceLevel(1, 30, 85.0),),
    read_at=1000.0,
)


def served(*, own: bool = True) -> ServedAgent:
    source = EventSource(Reasons((), DictMemory(), "key"))
    return ServedAgent(AgentName("default", "1001"), source, own=own)


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
    agent = served()
    assert agent.core_queues() is None
    agent.queues = (SUPPORT, QueueInfo("7013", read_at=5.0))
    support, sales = agent.core_queues() or ()
    assert support == Queue(
        "7012",
        "Support",
        member=True,
        agents=QueueAgents(1, 0, 2),
        waiting_count=4,
        waiting_since=940.0,
        service_levels=(ServiceLevel(1, 30, 85.0),),
        read_at=1000.0,
    )
    assert (sales.agents, sales.read_at) == (None, None)  # nothing in it has an age


def test_the_longest_wait_is_told_in_whole_seconds_and_stays_where_it_was() -> None:
    agent = served()
    agent.queues = (SUPPORT,)
    agent.core_queues()
    agent.keep_queue(replace(SUPPORT, read_at=1005.4, longest_wait_s=66))
    assert core_queue(agent.queues[0], agent).waiting_since == 940.0
    agent.keep_queue(replace(SUPPORT, read_at=1010.0, longest_wait_s=12))  # another caller
    assert core_queue(agent.queues[0], agent).waiting_since == 998.0
    agent.keep_queue(replace(SUPPORT, read_at=1015.0, longest_wait_s=90, waiting=0))
    assert core_queue(agent.queues[0], agent).waiting_since is None


def test_the_own_agent_is_a_member_as_events_tell() -> None:
    agent = served()
    agent.queues = (SUPPORT,)
    assert core_queue(SUPPORT, agent).members is None
    agent.members.lists["7012"] = ("default_1001", "default_1002", "default_1003")
    read = QueueMember("default_1002", "Eva", AgentState.NOT_READY, Reason(text="Lunch"), 900.0)
    agent.members.states = {"default_1001": QueueMember("default_1001", "Ana"), read.agent_id: read}
    agent.tracker.enter(AgentState.READY)
    mine = QueueMember("default_1001", "Ana", AgentState.READY, paused=False)
    assert core_queue(SUPPORT, agent).members == (mine, read, QueueMember("default_1003"))


def test_an_agent_without_events_is_known_from_their_lines() -> None:
    source = PollingSource(Reasons((), DictMemory(), "key"))
    agent = ServedAgent(AgentName("default", "1001"), source, own=True)
    assert isinstance(agent.book, PolledBook)
    assert isinstance(agent.tracker, PolledTracker)
    assert not isinstance(served().book, PolledBook)
