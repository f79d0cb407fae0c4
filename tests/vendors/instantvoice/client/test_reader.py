"""Reading back: what cannot be read is None, and a denied reading is asked for once."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.errors import (
    CtiError,
    NoLink,
    NotOffered,
    OutcomeUnknown,
    RefusedByVendor,
    UsageError,
)
from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.client.reader import Reader
from cti_desk.vendors.instantvoice.messages.bodies import Reply
from cti_desk.vendors.instantvoice.messages.values import AgentName

NAME = AgentName("default", "0001")


class Server:
    """Answers each method as a test says."""

    def __init__(self, **answers: Reply | CtiError) -> None:
        self.answers = answers
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def __call__(self, method: Method, arguments: dict[str, Any]) -> Reply:
        self.asked.append((method.name, arguments))
        answer = self.answers[method.name]
        if isinstance(answer, CtiError):
            raise answer
        return answer


async def test_readings_are_asked_with_the_numeric_name() -> None:
    server = Server(AgentInfo=Reply(0, {"agentstatus": "IDLE"}))
    info = await Reader(server).agent(NAME)
    assert info is not None
    assert info.status == "IDLE"
    assert server.asked == [("AgentInfo", {"accountcode": "default", "user": "0001"})]


async def test_a_denied_reading_is_not_asked_for_again() -> None:
    server = Server(AgentLineList=Reply(-2, "PERMISSION_DENIED"))
    reader = Reader(server)
    assert await reader.lines(NAME) is None
    assert await reader.lines(NAME) is None
    assert len(server.asked) == 1
    assert reader.denied == {"AgentLineList"}


@pytest.mark.parametrize(
    "answer",
    [NoLink("gone"), OutcomeUnknown("late"), Reply(3, "not found"), Reply(0, "not a record")],
)
async def test_what_cannot_be_read_is_none(answer: Reply | CtiError) -> None:
    reader = Reader(Server(AgentInfo=answer))
    assert await reader.agent(NAME) is None
    assert not reader.denied
    assert ("AgentInfo" in reader.codes) is isinstance(answer, Reply)


async def test_queues_are_listed_then_looked_up() -> None:
    server = Server(
        AgentQueueList=Reply(0, [{"name": 7012}, {"name": 15}]),
        QueueInfo=Reply(0, {"name": "default_7012", "id": 1, "description": "Support"}),
    )
    queues = await Reader(server).queues(NAME)
    assert queues is not None
    assert queues[0].description == "Support"
    assert [asked[1].get("name") for asked in server.asked] == [None, "7012", "15"]


async def test_a_queue_that_cannot_be_looked_up_keeps_its_number() -> None:
    server = Server(AgentQueueList=Reply(0, [{"name": 15}]), QueueInfo=Reply(3, ""))
    queues = await Reader(server).queues(NAME)
    assert queues is not None
    assert (queues[0].number, queues[0].description) == ("15", None)


@pytest.mark.parametrize("answer", [NotOffered("not in the WSDL"), UsageError("no such argument")])
async def test_what_the_server_does_not_have_is_not_asked_for_again(answer: CtiError) -> None:
    server = Server(AgentLineList=answer)
    reader = Reader(server)
    assert await reader.lines(NAME) is None
    assert await reader.lines(NAME) is None
    assert len(server.asked) == 1
    assert reader.denied == {"AgentLineList"}


async def test_a_refusal_in_words_is_an_answer_and_no_answer_is_remembered_with_its_words() -> None:
    server = Server(AgentInfo=RefusedByVendor("a fault: KeyError"))
    reader = Reader(server)
    assert await reader.agent(NAME) is None
    assert reader.codes == {"AgentInfo": 9999}
    server.answers["AgentInfo"] = OutcomeUnknown("too late")
    assert await reader.agent(NAME) is None
    assert reader.unanswered == {"AgentInfo": "too late"}
    server.answers["AgentInfo"] = Reply(3)
    assert await reader.agent(NAME) is None
    assert reader.unanswered == {}


async def test_a_queue_is_as_new_as_the_question() -> None:
    server = Server(QueueInfo=Reply(0, {"len": 3}))
    queue = await Reader(server, lambda: 1000.0).queue(NAME, "7012")
    assert queue is not None
    assert (queue.waiting, queue.read_at) == (3, 1000.0)


async def test_members_and_what_is_read_of_them_say_nothing_about_the_own_agent() -> None:
    server = Server(AgentQueueMembers=Reply(0, [{"user": "0001"}]), AgentInfo=Reply(3))
    reader = Reader(server)
    assert await reader.members(NAME, "7012") == ("0001",)
    assert await reader.member(NAME) is None
    server.answers["AgentInfo"] = OutcomeUnknown("too late")
    assert await reader.member(NAME) is None
    assert (reader.codes, reader.unanswered) == ({"AgentQueueMembers": 0}, {})


async def test_nothing_more_is_asked_after_silence_where_that_is_wanted() -> None:
    server = Server(AgentLineList=OutcomeUnknown("late"), AgentInfo=Reply(0, {}))
    reader = Reader(server)
    await reader.lines(NAME)
    await reader.agent(NAME)
    assert len(server.asked) == 2, "not wanted: events tell as well"
    reader.stops_at_silence = True
    await reader.agent(NAME)
    assert len(server.asked) == 2
