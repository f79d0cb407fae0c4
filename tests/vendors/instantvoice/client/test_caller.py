"""Requests and replies: correlation, spelling, time-outs, and what is never sent twice."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from cti_desk.core.errors import CtiError, NoLink, OutcomeUnknown, RefusedByVendor, UsageError
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.instantvoice.client.broker import Broker, parse_host
from cti_desk.vendors.instantvoice.client.caller import Caller
from cti_desk.vendors.instantvoice.messages.events import Event
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice import AGENT, KEY, PASSWORD
from tests.support.waiting import until

PAUSE = {"accountcode": "default", "user": AGENT, "reason": "1"}
INFO = {"accountcode": "default", "user": "1001"}
DIAL = {"accountcode": "default", "user": AGENT, "exten": "6100"}


@pytest.fixture
def broker() -> Iterator[FakeBroker]:
    with FakeBroker(lambda method, arguments: [0, {"method": method, **arguments}]) as fake:
        yield fake


def settings(*brokers: FakeBroker) -> Broker:
    hosts = tuple(parse_host(one.address) for one in brokers)
    return Broker(hosts, PASSWORD, encryption="none")


@asynccontextmanager
async def calling(broker: FakeBroker, answer_s: float = 5.0) -> AsyncIterator[Caller]:
    caller = Caller(KEY, lambda event: None, answer_s=answer_s)
    await caller.open(settings(broker))
    try:
        yield caller
    finally:
        caller.close()


@pytest.mark.shows(
    "instantvoice",
    "wire: requests go to /queue/config, replies come on /topic/KEY",
    "wire: events of one agent on /topic/iv.agents.NAME",
)
async def test_alone_from_python(broker: FakeBroker) -> None:
    events: list[Event] = []
    async with await Caller.connect(settings(broker), KEY, events.append) as caller:
        caller.follow(AGENT)
        info = await caller.call("AgentInfo", **INFO)
        broker.event("LOGIN")
        await until(lambda: events)
    assert info == {"method": "AgentInfo", **INFO}
    assert events[0].type == "LOGIN"
    assert broker.subscriptions == [f"/topic/{KEY}", f"/topic/iv.agents.{AGENT}"]
    assert broker.requests[0][:3] == ["AgentInfo", KEY, INFO]


async def test_many_at_once_each_get_their_own(broker: FakeBroker) -> None:
    async with calling(broker) as caller:
        await caller.call("AgentInfo", **INFO)
        got = await asyncio.gather(
            *(caller.call("AgentInfo", accountcode="a", user=str(n)) for n in range(50))
        )
    assert [one["user"] for one in got] == [str(n) for n in range(50)]


async def test_a_server_without_identifiers_is_asked_one_at_a_time(broker: FakeBroker) -> None:
    broker.echoes = False
    async with calling(broker) as caller:
        got = await asyncio.gather(
            *(caller.call("AgentInfo", accountcode="a", user=str(n)) for n in range(5))
        )
    assert [one["user"] for one in got] == [str(n) for n in range(5)]


async def test_foreign_and_shapeless_replies_are_skipped(
    broker: FakeBroker, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(method: str, arguments: dict[str, Any]) -> Any:
        topic = f"/topic/{KEY}"
        broker.publish(topic, [0, "somebody else's", "foreign-1"])
        broker.publish(topic, b"\xff not json, key " + KEY.encode())
        broker.publish(topic, {"shape": "wrong", "pass": "s3cret"})
        return [0, "mine"]

    broker.answer = answer
    with caplog.at_level(logging.DEBUG):
        async with calling(broker) as caller:
            assert await caller.call("AgentPause", **PAUSE) == "mine"
    assert "cannot be read" in caplog.text
    for secret in (KEY, PASSWORD, "s3cret"):
        assert secret not in caplog.text


async def test_a_refusal_has_its_code_and_words(broker: FakeBroker) -> None:
    broker.answer = lambda method, arguments: ["3", "RESPONSE_NOT_FOUND"]
    async with calling(broker) as caller:
        with pytest.raises(RefusedByVendor, match="does not know the agent") as raised:
            await caller.call("agentpause", **PAUSE)
    assert raised.value.code == 3


async def test_what_is_wrong_is_not_sent(broker: FakeBroker) -> None:
    async with calling(broker) as caller:
        with pytest.raises(UsageError, match="needs the argument “reason”"):
            await caller.call("AgentPause", accountcode="default", user=AGENT)
        with pytest.raises(UsageError, match="Did you mean “AgentInfo”"):
            await caller.call("AgentInf")
    assert broker.requests == []


async def test_no_answer_is_an_unknown_outcome_and_sent_once(broker: FakeBroker) -> None:
    broker.answer = lambda method, arguments: None
    async with calling(broker, answer_s=0.2) as caller:
        with pytest.raises(OutcomeUnknown, match="may or may not"):
            await caller.call("NewCall", **DIAL)
        broker.answer = lambda method, arguments: [0, "later"]
        assert await caller.call("AgentPause", **PAUSE) == "later"
    assert len(broker.called("NewCall")) == 1


@pytest.mark.shows(
    "instantvoice", "inconsistency: BlindTransfer and NewCall say Agent in JSON, User elsewhere"
)
async def test_the_agents_other_spelling_is_tried_once_and_remembered(broker: FakeBroker) -> None:
    def answer(method: str, arguments: dict[str, Any]) -> Any:
        return [0, "ok"] if "User" in arguments else [1, "RESPONSE_MISSING_ARGS"]

    broker.answer = answer
    async with calling(broker) as caller:
        await caller.call("NewCall", **DIAL)
        await caller.call("NewCall", **DIAL)
        await caller.call("BlindTransfer", **DIAL)
    spelt = ["Agent" if "Agent" in one else "User" for one in broker.called("NewCall")]
    assert spelt == ["Agent", "User", "User"]
    assert len(broker.called("BlindTransfer")) == 2


async def test_missing_arguments_either_way_is_told_after_two(broker: FakeBroker) -> None:
    broker.answer = lambda method, arguments: [1, "RESPONSE_MISSING_ARGS"]
    async with calling(broker) as caller:
        with pytest.raises(RefusedByVendor):
            await caller.call("NewCall", **DIAL)
    assert len(broker.called("NewCall")) == 2


async def test_a_link_lost_before_the_answer(broker: FakeBroker) -> None:
    lost: list[LinkFailure] = []

    def answer(method: str, arguments: dict[str, Any]) -> Any:
        broker.cut()

    broker.answer = answer
    caller = Caller(KEY, lambda event: None, lost.append)
    await caller.open(settings(broker))
    with pytest.raises(OutcomeUnknown, match="closed the connection before the answer"):
        await caller.call("NewCall", **DIAL)
    assert len(lost) == 1
    with pytest.raises(NoLink, match="was not sent"):
        await caller.call("NewCall", **DIAL)
    caller.close()


async def test_a_stalled_sender_costs_the_link(broker: FakeBroker) -> None:
    broker.reads = False
    lost: list[LinkFailure] = []
    caller = Caller(KEY, lambda event: None, lost.append, answer_s=0.3)
    await caller.open(settings(broker))
    large = {**PAUSE, "reason": "x" * 20_000_000}
    with pytest.raises(OutcomeUnknown):
        await caller.call("AgentPause", **large)
    await until(lambda: lost)
    assert "stopped reading" in lost[0].message
    caller.close()


async def test_hosts_are_tried_in_turn_but_not_after_a_refusal(broker: FakeBroker) -> None:
    with FakeBroker() as dead, FakeBroker() as refusing:
        dead.stop()
        async with await Caller.connect(settings(dead, broker), KEY):
            pass
        assert len(broker.logins) == 1
        refusing.refusal = ("Bad CONNECT", "Access refused")
        with pytest.raises(LinkFailure) as raised:
            await Caller.connect(settings(refusing, broker), KEY)
        assert raised.value.failure == "authentication"
        assert len(broker.logins) == 1


async def test_odd_events_are_skipped_and_told_of_without_their_content(
    broker: FakeBroker, caplog: pytest.LogCaptureFixture
) -> None:
    events: list[Event] = []
    with caplog.at_level(logging.INFO):
        async with await Caller.connect(settings(broker), KEY, events.append) as caller:
            caller.follow(AGENT)
            await until(lambda: len(broker.subscriptions) == 2)
            broker.publish(f"/topic/iv.agents.{AGENT}", b"{hush")
            broker.publish(f"/topic/iv.agents.{AGENT}", [{"type": "LOGIN"}, {"type": "X"}])
            await until(lambda: len(events) == 2)
            caller.unfollow(AGENT)
    assert "an event that cannot be read" in caplog.text
    assert "hush" not in caplog.text


async def test_a_detailed_log_tells_what_is_said_but_no_secret(
    broker: FakeBroker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "cti_desk")
    async with calling(broker) as caller:
        with contextlib.suppress(CtiError):
            await caller.call("AgentAdd", accountcode="default", user="1009", password="8642")
    assert "asking AgentAdd" in caplog.text
    assert "1009" in caplog.text
    assert "was answered with code" in caplog.text
    assert "8642" not in caplog.text


# -- requests that come late


async def test_a_broker_is_asked_to_drop_what_comes_too_late(broker: FakeBroker) -> None:
    async with calling(broker) as caller:
        await caller.call("AgentInfo", **INFO)
        await caller.call("AgentPause", **PAUSE)
    assert [headers["expiration"] for headers in broker.sent] == ["4500", "4500"]


@pytest.mark.parametrize(
    ("server", "words"),
    [
        ("RabbitMQ/3.10.8", "it is dropped there"),
        ("ActiveMQ/5.17", "it may happen later"),
        ("", ""),
    ],
)
async def test_it_is_said_whether_a_request_may_happen_later(
    broker: FakeBroker, server: str, words: str
) -> None:
    broker.server = server
    async with calling(broker, answer_s=0.1) as caller:
        broker.answer = lambda method, arguments: None
        with pytest.raises(OutcomeUnknown, match=f"may or may not have happened.*{words}"):
            await caller.call("NewCall", **DIAL)
        with pytest.raises(OutcomeUnknown) as read:
            await caller.call("AgentInfo", **INFO)
        assert "waits in the broker" not in str(read.value), "nothing comes of a late question"


# -- a login that brokers read differently

BACKSLASH = "p\\ss:w"


def backslash(broker: FakeBroker) -> Broker:
    return Broker((parse_host(broker.address),), BACKSLASH, encryption="none")


@pytest.mark.parametrize(
    ("passcode", "attempts"),
    [(BACKSLASH.replace("\\", "\\\\"), 1), (BACKSLASH, 2)],
    ids=["RabbitMQ", "by the standard"],
)
async def test_a_backslash_in_the_password_however_it_is_read(
    broker: FakeBroker, passcode: str, attempts: int
) -> None:
    broker.passcode = passcode
    spellings: dict[str, int] = {}
    for logins in (attempts, attempts + 1):
        caller = Caller(KEY, lambda event: None, spellings=spellings)
        await caller.open(backslash(broker))
        caller.close()
        assert len(broker.logins) == logins, "what was learned is used"


async def test_a_password_that_is_wrong_both_ways(broker: FakeBroker) -> None:
    broker.passcode, broker.hangs_up_on = "another", BACKSLASH
    caller = Caller(KEY, lambda event: None)
    with pytest.raises(LinkFailure, match="both were tried") as refused:
        await caller.open(backslash(broker))
    assert refused.value.failure == "authentication"
    assert BACKSLASH not in refused.value.message
    assert len(broker.logins) == 2


async def test_a_wrong_password_without_a_backslash_is_tried_once(broker: FakeBroker) -> None:
    broker.passcode = "another"
    with pytest.raises(LinkFailure) as refused:
        await Caller(KEY, lambda event: None).open(settings(broker))
    assert refused.value.failure == "authentication"
    assert len(broker.logins) == 1
