"""Lines and queues of agents: all or nothing, and the last one stays."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.instantvoice_bench import ACCOUNT, ORIGINAL, Bench

AGENT = {"accountcode": "default", "user": "1001"}
SAME = {"original_accountcode": "default", "original_user": "1001"}


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([{"linenumber": "3", "inbound": "0"}], 0),
        ([{"linenumber": 3}, {"linenumber": "4"}], 0),
        ([], 1),
        ("3", 5),
        (["3"], 5),
        ([{"linenumber": "x"}], 5),
        ([{"linenumber": "3", "inbound": "2"}], 5),
        ([{"linenumber": "3"}, {"linenumber": "1"}], 4),
        ([{"linenumber": "3"}, {"linenumber": "3"}], 4),
        ([{}], 4),
    ],
)
def test_lines_are_added_all_or_none(lines: Any, code: int) -> None:
    bench = Bench()
    assert bench.code("AgentLineAdd", AGENT, lines=lines) == code
    numbers = [line["linenumber"] for line in bench.data("AgentLineList", AGENT)]
    assert numbers == [1, 2, *([int(line["linenumber"]) for line in lines] if not code else [])]


def test_lines_are_changed_and_deleted_but_for_the_last() -> None:
    bench = Bench()
    change = {**SAME, "original_linenumber": "1", "outbound": "0"}
    assert bench.code("AgentLineModify", change) == 0
    line = bench.data("AgentLineList", AGENT)[0]
    assert (line["inbound"], line["outbound"]) == (1, 0)
    assert bench.code("AgentLineModify", change, original_linenumber="9") == 3
    assert bench.code("AgentLineDelete", AGENT, linenumber="2") == 0
    assert bench.code("AgentLineDelete", AGENT, linenumber="2") == 3
    assert bench.code("AgentLineDelete", AGENT, linenumber="1") == 10
    assert bench.code("AgentLineDelete", AGENT) == 1


def test_a_line_with_a_call_stays() -> None:
    bench = Bench()
    bench.exchange.agents.log_in("default_1001", "SIP/default_0001")
    bench.exchange.calls.incoming("default_1001", "219")
    assert bench.code("AgentLineDelete", AGENT, linenumber="1") == 6


def test_queues_are_joined_left_and_listed() -> None:
    bench = Bench()
    for name in ("7013", "0015"):
        bench.data("QueueAdd", ACCOUNT, name=name)
    queues = [{"name": "7013", "priority": "2"}, {"name": 15}]
    assert bench.code("AgentQueueAdd", AGENT, queues=queues) == 0
    assert bench.data("AgentQueueList", AGENT) == [
        {"name": 7012, "priority": 0},
        {"name": 7013, "priority": 2},
        {"name": 15, "priority": 0},
    ]
    assert bench.data("AgentQueueMembers", ACCOUNT, name="0015") == [
        {"priority": "0", "user": "1001"}
    ]
    assert bench.code("AgentQueueAdd", AGENT, queues=queues) == 4
    assert bench.code("AgentQueueModify", SAME, original_name="0015", priority="9") == 0
    assert bench.data("AgentQueueList", AGENT)[2]["priority"] == 9
    for name, code in (("7012", 0), ("7013", 0), ("7013", 3), ("0015", 10)):
        assert bench.code("AgentQueueDelete", AGENT, name=name) == code


@pytest.mark.parametrize(
    ("queues", "code"),
    [
        ([{"name": "7999"}], 3),
        ([{"name": "7012", "priority": "high"}], 5),
        ([{"priority": "1"}], 1),
        ([{"name": "7013"}, {"name": "7013"}], 4),
    ],
)
def test_queues_are_joined_all_or_none(queues: Any, code: int) -> None:
    bench = Bench()
    bench.data("QueueAdd", ACCOUNT, name="7013")
    assert bench.code("AgentQueueAdd", AGENT, queues=queues) == code
    assert len(bench.data("AgentQueueList", AGENT)) == 1


def test_a_priority_needs_a_membership() -> None:
    bench = Bench()
    bench.data("QueueAdd", ACCOUNT, name="7013")
    assert bench.code("AgentQueueModify", SAME, original_name="7013", priority="1") == 3
    assert bench.code("AgentQueueModify", ORIGINAL, original_name="7012", priority="1") == 1
