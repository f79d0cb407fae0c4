"""SIP users: telephones at which agents log in, with all their fields."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.vendors.instantvoice.messages.bodies import parse_reply
from tests.support.instantvoice_bench import ACCOUNT, ORIGINAL, Bench
from tests.support.instantvoice_manual import FIXTURES

USER = {"accountcode": "default", "name": "1010"}
LOGIN = {"Accountcode": "default", "User": "default_1001", "Interface": "SIP/default_1010"}


def test_an_agent_logs_in_at_what_was_added() -> None:
    bench = Bench()
    assert bench.code("AgentLogin", LOGIN) == 3
    bench.data("SipUserAdd", USER, secret="creative-password")
    assert bench.data("SipUserList", ACCOUNT)[0] == "instantvoice"
    assert bench.data("SipUserList", ACCOUNT)[-1] == "1010"
    assert bench.code("AgentLogin", LOGIN) == 0
    assert bench.code("SipUserDelete", USER) == 6
    assert bench.code("SipUserModify", ORIGINAL, original_name="1010", name="1011") == 6
    bench.data("AgentLogoff", LOGIN)
    assert bench.code("SipUserDelete", USER) == 0
    assert bench.code("SipUserDelete", USER) == 3
    assert bench.code("AgentLogin", LOGIN) == 3


def test_information_has_the_members_of_the_manuals_reply() -> None:
    bench = Bench()
    given = {"call-limit": "2", "port": "5061", "qualify": "yes", "secret": "s", "callerid": "x"}
    bench.data("SipUserAdd", USER, given)
    info = bench.data("SipUserInfo", USER)
    example = parse_reply((FIXTURES / "SipUserInfo.reply.json").read_bytes())
    assert example is not None
    assert set(info) == set(example.data)
    assert (info["name"], info["username"]) == ("default_1010", "default_1010")
    assert (info["call-limit"], info["port"], info["qualify"]) == (2, 5061, "yes")
    assert (info["secret"], info["allow"]) == ("s", "ilbc;gsm;ulaw;alaw")
    own = bench.data("SipUserInfo", ACCOUNT, name="0002")
    kinds = {name: type(value) for name, value in example.data.items() if name != "callerid"}
    assert {name: type(own[name]) for name in kinds} == kinds


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": None}, 1),
        ({"accountcode": "nowhere"}, 3),
        ({"location": "nowhere"}, 3),
        ({"musiconhold": "jazz"}, 3),
        ({"name": "0001"}, 4),
        ({"name": "ten"}, 5),
        ({"type": "enemy"}, 5),
        ({"macaddr": "here"}, 5),
    ],
)
def test_codes_of_an_addition(changes: dict[str, Any], code: int) -> None:
    bench = Bench()
    assert bench.code("SipUserAdd", USER, changes) == code
    assert len(bench.data("SipUserList", ACCOUNT)) == 6


def test_a_changed_sip_user_keeps_what_was_not_given() -> None:
    bench = Bench()
    bench.data("SipUserAdd", USER, secret="old", location="123")
    change = {**ORIGINAL, "original_name": "1010"}
    bench.data("SipUserModify", change, name="1011", port="5070")
    info = bench.data("SipUserInfo", ACCOUNT, name="1011")
    assert (info["secret"], info["port"]) == ("old", 5070)
    assert bench.data("SipUserInfoPermission", ACCOUNT, name="1011") == "123"
    assert bench.code("SipUserModify", change, port="1") == 3
    assert bench.code("SipUserModify", ORIGINAL, original_name="1011", name="0001") == 4
    assert bench.code("AgentLogin", LOGIN, Interface="SIP/default_1011") == 0


def test_the_telephone_of_an_agent_can_go() -> None:
    bench = Bench()
    assert bench.code("SipUserDelete", ACCOUNT, name="0001") == 0
    assert bench.exchange.world.agents["default_1001"].home is None
    assert bench.code("SipUserDelete", ACCOUNT, name="instantvoice") == 0
