"""Queues of an agent: a record needs its queue, and a priority is a whole number."""

from __future__ import annotations

import pytest

from cti_desk.core.errors import UsageError
from cti_desk.vendors.instantvoice.methods import METHODS

AGENT = {"accountcode": "default", "user": "0001"}


def test_the_leading_zero_of_a_queue_stays() -> None:
    method = METHODS["AgentQueueAdd"]
    checked = method.check({**AGENT, "queues": [{"name": "0015", "priority": 3}]})
    assert method.spell(checked, "stomp")["queues"] == [{"name": "0015", "priority": "3"}]


@pytest.mark.parametrize(
    ("queues", "words"),
    [
        ([{"priority": 1}], "record 1, needs the argument “name”"),
        ([{"name": "1", "priority": "high"}], "priority must be a whole number"),
    ],
)
def test_wrong_queues(queues: object, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        METHODS["AgentQueueAdd"].check({**AGENT, "queues": queues})


def test_members_and_lists_only_read() -> None:
    reading = {name for name, method in METHODS.items() if not method.acting}
    assert {"AgentQueueList", "AgentQueueMembers"} <= reading
    assert not {"AgentQueueAdd", "AgentQueueDelete", "AgentQueueModify"} & reading
