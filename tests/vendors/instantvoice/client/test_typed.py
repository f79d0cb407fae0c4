"""The types of ``call``: what a type checker says of right and of wrong calls."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cti_desk.vendors.instantvoice.client.typed import TypedCalls
from cti_desk.vendors.instantvoice.messages.bodies import Reply
from cti_desk.vendors.instantvoice.methods import METHODS

ROOT = Path(__file__).parents[4]
RIGHT = {
    "AgentLogin": 'accountcode="default", user="default_1001", interface="SIP/default_0001"',
    "AgentLogoff": 'accountcode="default", user="default_1001"',
    "AgentPause": 'accountcode="default", user="default_1001", reason=1',
    "AgentUnpause": 'accountcode="default", user="default_1001"',
    "BlindTransfer": 'accountcode="default", user="default_1001", exten="6100"',
    "NewCall": 'accountcode="default", user="default_1001", exten="6100", external_id=None',
    "Hangup": 'accountcode="default", uniqueid="1.2"',
    "SendSms": 'accountcode="default", number="5521", text="Olá"',
    "NewCallBack": 'accountcode="default", mcdu=6100, originator="21", language="pt_BR"',
    "AgentAdd": 'accountcode="default", user=1001, password=456',
    "AgentDelete": 'accountcode="default", user=1001',
    "AgentModify": 'original_accountcode="default", original_user=1001, name="Foo"',
    "AgentList": 'accountcode="default"',
    "AgentInfo": 'accountcode="default", user="1001"',
    "AgentLineAdd": 'accountcode="default", user=1, lines=[{"linenumber": 1, "inbound": True}]',
    "AgentLineDelete": 'accountcode="default", user=1, linenumber=1',
    "AgentLineModify": 'original_accountcode="default", original_user=1, '
    "original_linenumber=1, outbound=0",
    "AgentLineList": 'accountcode="default", user=1',
    "AgentQueueAdd": 'accountcode="default", user=1, queues=[{"name": "1", "priority": 0}]',
    "AgentQueueDelete": 'accountcode="default", user=1, name="1"',
    "AgentQueueModify": 'original_accountcode="default", original_user=1, original_name="1"',
    "AgentQueueList": 'accountcode="default", user=1',
    "AgentQueueMembers": 'accountcode="default", name="7012"',
    "AgentAddPermission": 'accountcode="default", user=1, location=123',
    "AgentDeletePermission": 'accountcode="default", user=1',
    "AgentModifyPermission": 'accountcode="default", user=1, location=123',
    "AgentInfoPermission": 'accountcode="default", user=1',
    "QueueAdd": 'accountcode="default", name="7015", joinempty=True, timeout=30',
    "QueueModify": 'original_accountcode="default", original_name="1", requiresendinfo="no"',
    "QueueDelete": 'accountcode="default", name="7015"',
    "QueueList": 'accountcode="default"',
    "QueueInfo": 'accountcode="default", name="7012"',
    "SipUserAdd": 'accountcode="default", name="0031", secret="x", call_limit=2, nat=False',
    "SipUserModify": 'original_accountcode="default", original_name="1", port=5060',
    "SipUserDelete": 'accountcode="default", name="0031"',
    "SipUserList": 'accountcode="default"',
    "SipUserInfo": 'accountcode="default", name="0031"',
    "SipUserAddPermission": 'accountcode="default", name="0031", location="123"',
    "SipUserDeletePermission": 'accountcode="default", name="0031"',
    "SipUserModifyPermission": 'accountcode="default", name="0031", location="123"',
    "SipUserInfoPermission": 'accountcode="default", name="0031"',
}
TYPES = {
    "AgentUnpause": "str",
    "AgentList": "list[int]",
    "QueueList": "list[str]",
    "AgentInfoPermission": "str",
    "AgentLineList": "list[TypedDict(typed_replies.AgentLineListRecord,",
    "AgentInfo": "TypedDict(typed_replies.AgentInfoRecord,",
}
MEMBERS = {
    '(await caller.call("AgentInfo", accountcode="a", user=1))["pass"]': "str",
    '(await caller.call("QueueInfo", accountcode="a", name=1))["sl_w1_a1"]': "int | None",
    '(await caller.call("SipUserInfo", accountcode="a", name=1))["call-limit"]': "int",
    'await caller.call_method(str(1), {"accountcode": 1})': "Any",
}
WRONG = {
    'await caller.call("AgentInfo", accountcode="a")': "a mandatory argument is missing",
    'await caller.call("AgentInfo", accountcode="a", user=None)': "a mandatory one is None",
    'await caller.call("AgentInfo", accountcode="a", user=1.5)': "neither text nor whole number",
    'await caller.call("AgentInfo", accountcode="a", user="1", nmae="x")': "a wrong name",
    'await caller.call("AgentLineAdd", accountcode="a", user=1, lines="1")': "no list of records",
    'await caller.call("AgentLineAdd", accountcode="a", user=1, lines=[{"lineno": 1}])': "a member",
    'await caller.call("AgentInof", accountcode="a", user="1")': "a wrong method",
    'await caller.call(str(1), accountcode="a")': "a name that is known at run time only",
    '(await caller.call("AgentInfo", accountcode="a", user="1"))["nmae"]': "no such member",
    '(await caller.call("QueueInfo", accountcode="a", name=1))["sl_w1_a1"] + 1': "may be null",
}
HEAD = """\
from cti_desk.vendors.instantvoice.client.caller import Caller

async def sample(caller: Caller) -> None:
"""


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What mypy says of each expression, in one run; nothing where it has nothing to say."""
    told = [f"reveal_type({one})" for one in (*MEMBERS, *(_call(name) for name in TYPES))]
    lines = [*map(_call, RIGHT), *WRONG, *told]
    sample = tmp_path_factory.mktemp("typed") / "sample.py"
    sample.write_text(HEAD + "".join(f"    {line}\n" for line in lines), "utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "--hide-error-context",
    ]
    done = subprocess.run(
        [*command, "--follow-imports=silent", str(sample)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    said = dict.fromkeys(lines, "")
    first = HEAD.count("\n") + 1
    for line in done.stdout.splitlines():
        match = re.match(r".*sample\.py:(\d+): (?:error|note): (.*)", line)
        assert match, line
        said[lines[int(match[1]) - first]] += f"{match[2]}\n"
    return said


def _call(method: str) -> str:
    return f'await caller.call("{method}", {RIGHT[method]})'


def test_every_method_is_tried() -> None:
    assert set(RIGHT) == set(METHODS)


@pytest.mark.parametrize("method", RIGHT)
def test_a_right_call_is_right(judged: dict[str, str], method: str) -> None:
    assert judged[_call(method)] == ""


@pytest.mark.parametrize("method", RIGHT)
def test_and_would_be_accepted_before_it_is_sent(method: str) -> None:
    arguments = eval(f"dict({RIGHT[method]})")
    METHODS[method].check(arguments)


@pytest.mark.parametrize(("expression", "why"), WRONG.items(), ids=WRONG.values())
def test_a_wrong_call_is_an_error(judged: dict[str, str], expression: str, why: str) -> None:
    assert judged[expression], why


@pytest.mark.parametrize("method", TYPES)
def test_an_answer_has_its_type(judged: dict[str, str], method: str) -> None:
    said = judged[f"reveal_type({_call(method)})"].replace("builtins.", "")
    assert said.replace("cti_desk.vendors.instantvoice.client.", "").startswith(
        f'Revealed type is "{TYPES[method]}'
    )


@pytest.mark.parametrize("expression", MEMBERS)
def test_a_member_has_its_type(judged: dict[str, str], expression: str) -> None:
    said = judged[f"reveal_type({expression})"].replace("builtins.", "")
    assert said == f'Revealed type is "{MEMBERS[expression]}"\n'


async def test_a_call_is_made_by_its_name() -> None:
    asked = []

    class Answering(TypedCalls):
        async def request(self, method, arguments):  # type: ignore[no-untyped-def]
            asked.append((method.name, arguments))
            return Reply(0, [7012])

    assert await Answering().call("QueueList", accountcode="default") == [7012]
    assert asked == [("QueueList", {"accountcode": "default"})]
