"""Queues: what is added can be rung; limits and defaults as documented."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.instantvoice_bench import ACCOUNT, ORIGINAL, Bench


def test_what_is_added_can_be_rung() -> None:
    bench = Bench()
    bench.data("QueueAdd", ACCOUNT, name=7015, description="Sales", requiresendinfo="no")
    assert bench.data("QueueList", ACCOUNT) == ["7012", "7015"]
    bench.data("AgentQueueAdd", ACCOUNT, user="1001", queues=[{"name": "7015", "priority": "0"}])
    bench.exchange.agents.log_in("default_1001", "SIP/default_0001")
    call = bench.exchange.calls.incoming("7015", "219")
    assert call.callee is not None
    assert call.callee.party.agent == "default_1001"
    info = bench.data("QueueInfo", ACCOUNT, name="7015")
    assert (info["len"], info["agents_total"], info["id"]) == (1, 1, 2)


@pytest.mark.parametrize(("read", "sl_3", "inform"), [("table", 60, "yes"), ("examples", 90, "no")])
def test_defaults(read: Any, sl_3: int, inform: str) -> None:
    bench = Bench()
    bench.platform.variants.queue_defaults = read
    bench.data("QueueAdd", ACCOUNT, name="7015")
    info = bench.data("QueueInfo", ACCOUNT, name="7015")
    told = [info[f"sl_answeredbefore_{number}"] for number in (1, 2, 3)]
    assert told == [30, 60, sl_3]
    assert (info["requiresendinfo"], info["joinempty"], info["dialtimeout"]) == (inform, "yes", 10)
    names = ("timeout", "maxlen", "wrapuptime", "quarantinetime")
    assert {info[name] for name in names} == {0}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, 1),
        ({"accountcode": "nowhere"}, 3),
        ({"announce": "nothing.mp3"}, 3),
        ({"musiconhold": "jazz"}, 3),
        ({"name": "7012"}, 4),
        ({"name": "1001"}, 4),
        ({"name": "6100"}, 4),
        ({"name": "sales"}, 5),
        ({"sl_answeredbefore_1": "300"}, 5),
        ({"sl_answeredbefore_2": "900"}, 5),
        ({"joinempty": "perhaps"}, 5),
        ({"timeout": "-1"}, 5),
    ],
)
def test_codes_of_an_addition(changes: dict[str, Any], code: int) -> None:
    bench = Bench()
    assert bench.code("QueueAdd", ACCOUNT, {"name": "7015"}, changes) == code
    assert bench.data("QueueList", ACCOUNT) == ["7012"]


def test_a_changed_queue_keeps_what_was_not_given() -> None:
    bench = Bench()
    changes = {"original_name": "7012", "name": "8015", "sl_answeredbefore_1": 45, "maxlen": "3"}
    assert bench.code("QueueModify", ORIGINAL, changes) == 0
    info = bench.data("QueueInfo", ACCOUNT, name="8015")
    assert (info["name"], info["description"], info["id"]) == ("default_8015", "Support", 1)
    assert (info["sl_answeredbefore_1"], info["maxlen"], info["agents_total"]) == (45, 3, 5)
    assert bench.code("QueueModify", ORIGINAL, original_name="7012", maxlen="1") == 3
    assert bench.exchange.calls.incoming("8015", "219").queue == "8015"


def test_a_queue_in_use_stays() -> None:
    bench = Bench()
    assert bench.code("QueueDelete", ACCOUNT, name="7012") == 6
    bench.data("QueueAdd", ACCOUNT, name="7015")
    call = bench.exchange.calls.incoming("7015", "219")
    assert bench.code("QueueDelete", ACCOUNT, name="7015") == 6
    assert bench.code("QueueModify", ORIGINAL, original_name="7015", name="7016") == 6
    bench.exchange.calls.hang_up(call.id, "caller")
    assert bench.code("QueueDelete", ACCOUNT, name="7015") == 0
    assert bench.code("QueueDelete", ACCOUNT, name="7015") == 3
    bench.data("QueueAdd", ACCOUNT, name="7015")
    assert bench.data("QueueInfo", ACCOUNT, name="7015")["id"] == 3
