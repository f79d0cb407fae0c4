"""Members of a queue: who they are, and their states, a few at a time."""

from __future__ import annotations

import pytest

from cti_desk.core.model import AgentState, QueueMember, Reason
from cti_desk.vendors.instantvoice.client.monitor import queue_figures
from cti_desk.vendors.instantvoice.client.monitor.queue_members import queue_member
from cti_desk.vendors.instantvoice.messages.records import agent_info
from cti_desk.vendors.instantvoice.messages.values import AgentName
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice_acd import Acd, Desk, linked
from tests.support.waiting import until
from tests.vendors.instantvoice.client.monitor.test_queue_figures import EVERY_S, told

EVA = AgentName("default", "1002")
AT = 1_000_000.0


@pytest.fixture(autouse=True)
def _a_queue_with_members(acd: Acd) -> None:
    acd.queues = [{"name": "7012", "id": 3, "len": 0, "agents_total": 2}]
    acd.members = {"7012": ["1001", "1002"]}
    acd.others = {"1002": info("PAUSED", name="Eva", reasons_reason="Lunch", agentstatusts=999_000)}


def info(status: str, **more: object) -> dict[str, object]:
    return {"agentstatus": status, "name": "n/a", "reasons_reason": "n/a", **more}


def members(desk: Desk) -> dict[str, QueueMember]:
    return {member.agent_id: member for member in told(desk)[-1].members or ()}


async def test_members_are_told_with_their_states(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        assert told(desk)[-1].members is None
        assert "queues.members" not in desk.switch._context.capabilities.table.unknowable
        desk.switch.watch_queues(EVERY_S)
        await until(lambda: members(desk).get("default_1002", QueueMember("")).read_at)
        reason, since = Reason(text="Lunch"), 999_000.0
        state = AgentState.NOT_READY
        eva = QueueMember("default_1002", "Eva", state, reason, since, True, desk.clock.at)
        assert members(desk)["default_1002"] == eva
        assert members(desk)["default_1001"].state is AgentState.READY  # from events, not asked
        acd.others["1002"] = info("IDLE", name="Eva")
        desk.clock.at += 10
        await until(lambda: members(desk)["default_1002"].state is AgentState.READY)


async def test_the_own_state_follows_events(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        desk.switch.watch_queues(EVERY_S)
        await until(lambda: "default_1001" in members(desk))
        broker.event("PAUSE", direction="Lunch")
        await until(lambda: members(desk)["default_1001"].state is AgentState.NOT_READY)
        assert members(desk)["default_1001"].paused


async def test_a_round_asks_about_a_few_and_forgets_nobody(
    broker: FakeBroker, acd: Acd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_figures, "MOST_REQUESTS", 4)
    many = [str(2000 + number) for number in range(12)]
    acd.members, acd.queues[0]["agents_total"] = {"7012": many}, 12
    acd.others = {number: info("IDLE") for number in many}
    async with linked(broker, acd) as desk:
        desk.switch.watch_queues(EVERY_S)
        await until(lambda: sum(one.read_at is not None for one in members(desk).values()) == 12)
        rounds = len(broker.called("QueueInfo")) - 1
        assert rounds >= 12 / 3


async def test_who_comes_is_seen_when_the_count_differs(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        desk.switch.watch_queues(EVERY_S)
        await until(lambda: len(members(desk)) == 2)
        acd.members["7012"].append("1003")
        acd.others["1003"] = info("LOGOFF")
        acd.queues[0]["agents_total"] = 3
        await until(lambda: len(members(desk)) == 3)


async def test_without_the_right_members_are_never_known(broker: FakeBroker, acd: Acd) -> None:
    acd.codes["AgentQueueMembers"] = -2
    async with linked(broker, acd) as desk:
        desk.switch.watch_queues(EVERY_S)
        await until(lambda: "queues.members" in desk.switch._context.capabilities.table.unknowable)
        acd.queues[0]["len"] = 3
        await until(lambda: told(desk)[-1].waiting_count == 3)
        assert len(broker.called("AgentQueueMembers")) == 1


async def test_a_member_that_is_not_known_says_nothing_about_the_own_agent(
    broker: FakeBroker, acd: Acd
) -> None:
    acd.others["1002"] = {}
    async with linked(broker, acd) as desk:
        desk.switch.watch_queues(EVERY_S)
        await until(lambda: len(members(desk)) == 2)
        warnings = desk.switch._context.capabilities.table.warnings
        assert not [text for text in warnings if "does not know" in text]


@pytest.mark.parametrize(
    ("status", "state", "paused"),
    [
        ("IDLE", AgentState.READY, False),
        ("PAUSED", AgentState.NOT_READY, True),
        ("LOGOFF", AgentState.LOGGED_OUT, False),
        ("ONCALL", AgentState.BUSY, None),
        ("PENDING_PAUSE", AgentState.BUSY, True),
        ("UNAVAILABLE_WRAPUP", AgentState.WORKING_AFTER_CALL, False),
        ("SOMETHING", AgentState.UNKNOWN, None),
    ],
)
def test_words_become_states(status: str, state: AgentState, paused: bool | None) -> None:
    made = queue_member(EVA, agent_info(info(status)), AT)
    assert (made.state, made.paused, made.read_at) == (state, paused, AT)


def test_a_reason_left_over_from_a_past_pause_is_none() -> None:
    left_over = agent_info(info("ONCALL", reasons_reason="Break"))
    assert queue_member(EVA, left_over, AT).reason is None
    assert queue_member(EVA, None, AT) == QueueMember("default_1002", read_at=AT)
