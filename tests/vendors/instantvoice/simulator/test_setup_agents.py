"""Agents: what is added can log in; codes as documented."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.instantvoice_bench import ACCOUNT, ORIGINAL, Bench

NEW = {"accountcode": "default", "user": "2000", "pass": "456", "name": "Foo Agent"}
LOGIN = {"Accountcode": "default", "User": "default_2000", "Interface": "SIP/default_0001"}


def test_what_is_added_is_listed_described_and_logs_in() -> None:
    bench = Bench()
    assert bench.data("AgentAdd", NEW) == "Successful AgentAdd"
    assert bench.data("AgentList", ACCOUNT) == [1001, 1002, 1003, 1004, 1005, 2000]
    info = bench.data("AgentInfo", ACCOUNT, user="2000")
    assert (info["user"], info["pass"], info["name"]) == ("default_2000", "456", "Foo Agent")
    assert info["id"] == 6
    assert bench.data("AgentLineList", ACCOUNT, user="2000") == []
    assert bench.code("AgentLogin", LOGIN) == 0
    assert bench.data("AgentInfo", ACCOUNT, user="2000")["agentstatus"] == "IDLE"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"user": ""}, 1),
        ({"user": None}, 1),
        ({"accountcode": "nowhere"}, 3),
        ({"user": "1001"}, 4),
        ({"user": "7012"}, 4),
        ({"user": "two"}, 5),
        ({"pass": "secret"}, 5),
        ({"pass": ""}, 0),
        ({"shoe_size": "44"}, 0),
    ],
)
def test_codes_of_an_addition(changes: dict[str, Any], code: int) -> None:
    assert Bench().code("AgentAdd", NEW, changes) == code


def test_a_changed_agent_keeps_what_was_not_given() -> None:
    bench = Bench()
    bench.data("AgentAddPermission", ACCOUNT, user="1001", location="123")
    bench.data("AgentModify", ORIGINAL, original_user="1001", user="1099")
    info = bench.data("AgentInfo", ACCOUNT, user="1099")
    assert (info["name"], info["pass"], info["id"]) == ("Ana Lima", "1001", 1)
    assert bench.data("AgentInfoPermission", ACCOUNT, user="1099") == "123"
    assert bench.code("AgentInfo", ACCOUNT, user="1001") == 3
    members = bench.data("AgentQueueMembers", ACCOUNT, name="7012")
    assert "1099" in [one["user"] for one in members]
    bench.data("AgentModify", ORIGINAL, original_user="1099", name="Ana", **{"pass": "7"})
    info = bench.data("AgentInfo", ACCOUNT, user="1099")
    assert (info["name"], info["pass"]) == ("Ana", "7")


def test_who_is_logged_in_is_neither_renamed_nor_deleted() -> None:
    bench = Bench()
    bench.data("AgentLogin", LOGIN, User="default_1001")
    assert bench.code("AgentModify", ORIGINAL, original_user="1001", user="1099") == 6
    assert bench.code("AgentModify", ORIGINAL, original_user="1001", name="Other") == 0
    assert bench.code("AgentDelete", ACCOUNT, user="1001") == 6


def test_a_deleted_agent_is_gone_from_their_queues() -> None:
    bench = Bench()
    assert bench.code("AgentDelete", ACCOUNT, user="1001") == 0
    assert bench.code("AgentDelete", ACCOUNT, user="1001") == 3
    assert bench.data("QueueInfo", ACCOUNT, name="7012")["agents_total"] == 4
    assert bench.code("AgentModify", ORIGINAL, original_user="1001", name="x") == 3
