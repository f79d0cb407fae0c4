"""Answers of the reading methods, from the manual's examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cti_desk.core.model import ServiceLevel
from cti_desk.vendors.instantvoice.messages import records
from cti_desk.vendors.instantvoice.messages.bodies import parse_reply

FIXTURES = Path(__file__).parents[1] / "fixtures"


def data(method: str) -> Any:
    reply = parse_reply((FIXTURES / f"{method}.reply.json").read_bytes())
    assert reply is not None
    assert reply.code == 0
    return reply.data


def test_agent_info() -> None:
    info = records.agent_info(data("AgentInfo"))
    assert info == records.AgentInfo(
        user="default_1234", name="1234", status="LOGOFF", reason="test", disabled=False
    )


def test_the_password_in_agent_info_is_not_kept() -> None:
    assert "1234" not in repr(records.agent_info({"pass": "1234", "agentstatus": "IDLE"}))


def test_agent_lines() -> None:
    lines = records.lines(data("AgentLineList"))
    assert lines == (
        records.Line("1", True, True, "IDLE"),
        records.Line("2", True, True, "IDLE"),
    )
    busy = records.lines([{"uniqueid": "1.2", "queues_id": 3, "linestatusts": 1282781304}])
    assert busy is not None
    assert (busy[0].uniqueid, busy[0].queue_id, busy[0].status_since) == ("1.2", "3", 1282781304.0)


def test_agent_queues() -> None:
    listed = records.queue_memberships(data("AgentQueueList"))
    assert listed == (records.QueueMembership("1", 0), records.QueueMembership("2", 0))


def test_queue_info() -> None:
    queue = records.queue_info(data("QueueInfo"), "7012", "default")
    assert queue is not None
    assert (queue.number, queue.id, queue.description) == ("7012", "1", "Technical Support Queue")
    assert (queue.wrap_up_s, queue.quarantine_s, queue.requires_send_info) == (0, 0, False)
    soap = records.queue_info({"name": "1000", "requisendinfo": "yes"}, "1000", "default")
    assert soap is not None
    assert (soap.number, soap.requires_send_info) == ("1000", True)
    assert queue.has_figures  # the manual's example over STOMP
    assert not soap.has_figures


def test_the_longest_wait_and_the_service_levels() -> None:
    told = {"len": 3, "maxwait": "95", "agents_total": 7, "sl_answeredbefore_1": 30}
    told |= {"SL_W1_A1": "85", "sl_w1_a2": 90.5, "sl_w2_a1": 0, "sl_w3_a3": None, "sl_w1_a3": "n/a"}
    queue = records.queue_info(told, "7012", "default")
    assert queue is not None
    assert (queue.waiting, queue.longest_wait_s, queue.agents) == (3, 95, 7)
    assert queue.service_levels == (
        ServiceLevel(1, 30, 85.0),
        ServiceLevel(1, None, 90.5),
        ServiceLevel(2, 30, 0.0),
    )


def test_members_of_a_queue() -> None:
    assert records.queue_members(data("AgentQueueMembers")) == ("0001", "0002")
    assert records.queue_members([{"user": 7}, {"priority": 1}]) == ("7",)
    assert records.queue_members([]) == ()
    assert records.queue_members("text") is None


@pytest.mark.parametrize("wrong", [None, "text", 7, [], [1, 2]])
def test_wrong_shapes_are_no_records(wrong: Any) -> None:
    assert records.agent_info(wrong) is None
    assert records.queue_info(wrong, "1", "default") is None
    assert not records.lines(wrong)
    assert not records.queue_memberships(wrong)
