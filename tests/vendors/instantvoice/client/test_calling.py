"""Calling by name: checked before it is sent, a code turned into an error."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.errors import RefusedByVendor, UsageError
from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.client.calling import Calling
from cti_desk.vendors.instantvoice.messages.bodies import Reply

ACCOUNT = {"accountcode": "default"}


class Answering(Calling):
    """Answers everything alike and keeps what it was asked."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def request(self, method: Method, arguments: dict[str, Any]) -> Reply:
        self.asked.append((method.name, arguments))
        return self.reply


async def test_data_comes_back_and_arguments_go_checked() -> None:
    caller = Answering(Reply(0, ["7012"]))
    assert await caller.call_method("queuelist", {**ACCOUNT, "Accountcode": "site"}) == ["7012"]
    assert caller.asked == [("QueueList", {"accountcode": "site"})]


async def test_a_code_is_a_refusal_in_words() -> None:
    with pytest.raises(RefusedByVendor, match=r"QueueDelete was refused: .* \(code 6\)") as raised:
        await Answering(Reply(6, "x")).call_method("QueueDelete", {**ACCOUNT, "name": "1"})
    assert raised.value.code == 6


@pytest.mark.parametrize(
    ("method", "arguments", "words"),
    [
        ("QueueLits", ACCOUNT, "Did you mean “QueueList”"),
        ("QueueList", {}, "needs the argument “accountcode”"),
        ("QueueList", {**ACCOUNT, "nmae": 1}, "no argument “nmae”"),
    ],
)
async def test_what_is_wrong_is_not_sent(
    method: str, arguments: dict[str, Any], words: str
) -> None:
    caller = Answering(Reply(0, None))
    with pytest.raises(UsageError, match=words):
        await caller.call_method(method, arguments)
    assert not caller.asked
