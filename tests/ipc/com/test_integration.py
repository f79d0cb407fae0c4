from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cti_desk.api.client import Client
from cti_desk.core import commands as c
from cti_desk.core.errors import CtiError, NoLink, NotOffered, OutcomeUnknown, RefusedByVendor
from cti_desk.core.reports import ACCEPTED
from cti_desk.ipc.com import integration as module
from cti_desk.ipc.com.errors import DISP_E_BADPARAMCOUNT, DISP_E_TYPEMISMATCH, ComError
from cti_desk.ipc.com.integration import Integration
from cti_desk.ipc.com.repeats import UnknownCalls
from tests.ipc.com.rig import Crm, FakeStarter, SlowDesk, refuse
from tests.support.api import Served, from_thread, served
from tests.support.fake_desk import FakeDesk
from tests.support.waiting import until

AGENT = ("default", "default_1001")
RING = {"direction": "INBOUND", "callerid": "1", "type": "NEWCALL", "uniqueid": "9"}


@pytest.fixture
def server(loop: object) -> Iterator[Served]:
    with served() as running:
        yield running


def ring(server: Served, number: str = "9", agent: str = "default_1001") -> None:
    fields = {**RING, "agent": agent, "uniqueid": number}
    server.dispatcher.ivclients.vendor_event(agent, fields)


def uniqueids(events: str) -> list[str]:
    return [event["uniqueid"] for event in json.loads(events)]


def close(server: Served) -> None:
    """The desk ends, as when it is killed."""
    server.endpoint.close()
    server.instance.release()


def test_the_names_are_the_manuals() -> None:
    assert len(Integration.METHODS) == 10
    for name in Integration.METHODS:
        assert inspect.isfunction(getattr(Integration, name))


async def test_the_manuals_calls_in_any_order(server: Served) -> None:
    def script(crm: Integration) -> list[Any]:
        return [
            crm.Hangup("default", "1286208779.1.30"),
            crm.AgentPause(*AGENT, 1),
            crm.PollEvents(),
            crm.AgentLogin(*AGENT, "SIP/default_0001"),
            crm.NewCall("default", 1001.0, 6100, 9999),
            crm.BlindTransfer(*AGENT, "6100"),
            crm.StartTray(),
            crm.AgentUnpause(*AGENT),
            crm.AgentLogoff(*AGENT),
            crm.StopTray(),
            crm.StopTray(),
        ]

    with Crm(server.name) as crm:
        assert await from_thread(lambda: script(crm)) == [0, 0, "[]", *[0] * 8]
    assert [asked.command for asked in server.desk.asked] == [
        c.ClearCall("1286208779.1.30"),
        c.SetNotReady("1"),
        c.LogIn("SIP/default_0001"),
        c.MakeCall("6100", "9999"),
        c.SingleStepTransfer(number="6100", all=True),
        c.SetReady(),
        c.LogOut(),
    ]
    assert {asked.agent_id for asked in server.desk.asked} == {None, "default_1001"}
    assert server.desk.raised == 1


@pytest.mark.parametrize(
    "call",
    [
        lambda crm: crm.AgentLogin(),
        lambda crm: crm.AgentLogin("default"),
        lambda crm: crm.AgentLogin("default", "default_1001", None),
        lambda crm: crm.AgentPause(*AGENT, ""),
        lambda crm: crm.NewCall(*AGENT),
        lambda crm: crm.Hangup("default"),
    ],
)
async def test_a_missing_argument_is_code_1(
    server: Served, call: Callable[[Integration], int]
) -> None:
    with Crm(server.name) as crm:
        assert await from_thread(lambda: call(crm)) == 1
    assert not server.desk.asked


@pytest.mark.parametrize("name", Integration.METHODS)
def test_too_many_arguments_are_an_error_in_words(name: str) -> None:
    with Crm("nobody") as crm, pytest.raises(ComError, match=name) as raised:
        getattr(crm, name)(1, 2, 3, 4, 5)
    assert raised.value.scode == DISP_E_BADPARAMCOUNT


@pytest.mark.parametrize("name", [n for n in Integration.METHODS if n[-4:] not in ("Tray", "ents")])
def test_so_is_what_is_no_text(name: str) -> None:
    with Crm("nobody") as crm, pytest.raises(ComError, match="accountcode") as raised:
        getattr(crm, name)((1, 2))
    assert raised.value.scode == DISP_E_TYPEMISMATCH


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (RefusedByVendor("No.", code=3), 3),
        (RefusedByVendor("No.", code=12), 12),
        (RefusedByVendor("No.", code=-2), -2),
        (NotOffered("No."), 10),
        (NoLink("No."), -1),
        (OutcomeUnknown("No."), -1),
    ],
)
async def test_codes_come_back_as_they_are(server: Served, outcome: CtiError, code: int) -> None:
    server.desk.outcome = outcome
    with Crm(server.name) as crm:
        assert await from_thread(lambda: crm.AgentPause(*AGENT, "1")) == code
        assert await from_thread(lambda: crm.NewCall(*AGENT, "6100", "1")) == code


# -- no desk, a slow one, one that dies


def test_without_a_desk_every_method_is_offline() -> None:
    starter = FakeStarter(refuse)
    with Crm("nobody", starter) as crm:
        assert crm.StartTray() == -1
        assert crm.AgentLogin(*AGENT, "SIP/1") == -1
        assert crm.NewCall(*AGENT, "6100", "1") == -1
        assert crm.PollEvents() == "[]"
        assert starter.asked == 4
        assert crm.StopTray() == 0
        assert crm.PollEvents() == "[]"
        assert starter.asked == 4


async def test_no_answer_in_time_is_minus_1(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_S", 0.3)
    server.desk.outcome = None
    with Crm(server.name) as crm:
        assert await from_thread(lambda: crm.AgentPause(*AGENT, "1")) == -1
        server.desk.asked[0].done(ACCEPTED)
        server.desk.outcome = ACCEPTED
        assert await from_thread(lambda: crm.AgentUnpause(*AGENT)) == 0
    assert server.endpoint.connections <= 1


async def test_a_desk_killed_in_the_middle_of_a_call(server: Served) -> None:
    server.desk.outcome = None
    with Crm(server.name) as crm:
        calling = asyncio.ensure_future(from_thread(lambda: crm.AgentPause(*AGENT, "1")))
        await until(lambda: server.desk.asked)
        close(server)
        assert await calling == -1
        with served(name=server.name) as again:
            assert await from_thread(lambda: crm.AgentPause(*AGENT, "1")) == 0
            assert len(again.desk.asked) == 1


async def test_an_agent_who_quit_the_desk_is_not_given_it_back_by_polling(server: Served) -> None:
    starter = FakeStarter(refuse)
    with Crm(server.name, starter) as crm:
        assert await from_thread(crm.PollEvents) == "[]"
        close(server)
        assert [await from_thread(crm.PollEvents) for _ in range(3)] == ["[]"] * 3
        assert starter.asked == 0
        assert await from_thread(lambda: crm.AgentUnpause(*AGENT)) == -1
        assert starter.asked == 1


# -- events


async def test_each_object_has_its_own_queue(server: Served) -> None:
    with Crm(server.name) as one, Crm(server.name) as two:
        await from_thread(one.StartTray)
        await from_thread(two.PollEvents)
        ring(server)
        assert uniqueids(await from_thread(one.PollEvents)) == ["9"]
        assert await from_thread(one.PollEvents) == "[]"
        await from_thread(one.StopTray)
        ring(server, "10")
        assert uniqueids(await from_thread(two.PollEvents)) == ["9", "10"]
        assert await from_thread(one.PollEvents) == "[]"
        await from_thread(one.StartTray)
        ring(server, "11")
        assert uniqueids(await from_thread(one.PollEvents)) == ["11"]


async def test_the_queue_goes_with_the_object(server: Served) -> None:
    with Crm(server.name) as crm:
        await from_thread(crm.StartTray)
        assert server.endpoint.connections == 1
    await until(lambda: server.endpoint.connections == 0)


def test_events_of_a_poll_that_was_given_up_come_with_the_next() -> None:
    desk = SlowDesk()
    crm = Integration(lambda: Client(desk), FakeStarter(refuse), UnknownCalls())
    desk.holds_back = "ivclient.PollEvents"
    assert crm.PollEvents() == "[]"  # emptied at the desk, and not arrived
    desk.holds_back = ""
    assert uniqueids(crm.PollEvents()) == ["1", "2"]
    desk.holds_back = "ivclient.PollEvents"
    assert crm.PollEvents() == "[]"
    desk.holds_back = "session.snapshot"
    assert uniqueids(crm.PollEvents()) == ["3"]
    crm.close()


async def test_after_a_restart_of_the_desk_its_agents_are_followed_again(server: Served) -> None:
    with Crm(server.name) as crm:
        await from_thread(lambda: crm.AgentLogin(*AGENT, "SIP/1"))
        await from_thread(lambda: crm.AgentLogin("default", 1002, "SIP/2"))
        await from_thread(lambda: crm.AgentLogin("default", "default_1003", "SIP/3"))
        await from_thread(lambda: crm.AgentLogoff("default", "default_1003"))
        close(server)
        with served(FakeDesk(outcome=None), name=server.name) as again:
            assert await from_thread(crm.PollEvents) == "[]"
            followed = [a.agent_id for a in again.desk.asked if a.command == c.FollowAgent()]
            assert followed == ["default_1001", "default_1002"]
            ring(again, "1", "default_1002")
            assert uniqueids(await from_thread(crm.PollEvents)) == ["1"]
            # One is followed, the other could not be: that one is asked for again.
            again.desk.asked[0].done(ACCEPTED)
            again.desk.asked[1].done(NoLink("No."))
            again.desk.outcome = ACCEPTED
            await from_thread(crm.PollEvents)
            await from_thread(crm.PollEvents)
            await from_thread(crm.PollEvents)
            asked = [a.agent_id for a in again.desk.asked]
            assert asked == ["default_1001", "default_1002", "default_1002"]


async def test_an_ended_queue_stays_ended_on_a_new_connection(server: Served) -> None:
    with Crm(server.name) as crm:
        await from_thread(lambda: crm.AgentLogin(*AGENT, "SIP/1"))
        await from_thread(crm.StopTray)
        close(server)
        with served(name=server.name) as again:
            assert await from_thread(lambda: crm.AgentPause(*AGENT, "1")) == 0
            ring(again)
            assert await from_thread(crm.PollEvents) == "[]"
            (queue,) = again.dispatcher.ivclients._queues.values()
            assert queue.stopped
            assert not queue.events


# -- a customer is rung once


async def test_a_call_killed_with_its_desk_is_not_repeated_by_the_next(server: Served) -> None:
    server.desk.outcome = None
    calls = UnknownCalls()
    with Crm(server.name, calls=calls) as crm, Crm(server.name, calls=calls) as other:
        dial = ("default", "default_1001", "2198765456", "7")
        calling = asyncio.ensure_future(from_thread(lambda: crm.NewCall(*dial)))
        await until(lambda: server.desk.asked)
        close(server)
        assert await calling == -1
        with served(name=server.name) as again:
            for program in (crm, other):
                assert await from_thread(lambda p=program: p.NewCall(*dial)) == 4
            assert await from_thread(lambda: crm.NewCall("default", 1001, "2198765456")) == 4
            assert again.desk.asked == []
            assert await from_thread(lambda: crm.NewCall(*AGENT, "2198765457", "8")) == 0
            assert len(again.desk.asked) == 1


async def test_a_desk_restarted_between_two_calls_is_no_reason_to_refuse(server: Served) -> None:
    with Crm(server.name) as crm:
        assert await from_thread(lambda: crm.NewCall(*AGENT, "6100", "7")) == 0
        close(server)
        with served(name=server.name):
            assert await from_thread(lambda: crm.NewCall(*AGENT, "6100", "7")) == 0


async def test_a_call_that_was_never_sent_may_be_repeated(server: Served) -> None:
    with Crm(server.name) as crm:
        close(server)
        assert await from_thread(lambda: crm.NewCall(*AGENT, "6100", "7")) == -1
        with served(name=server.name):
            assert await from_thread(lambda: crm.NewCall(*AGENT, "6100", "7")) == 0


async def test_a_call_without_an_answer_is_not_repeated_until_there_is_one(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_S", 0.3)
    server.desk.outcome = None
    with Crm(server.name) as crm:
        dial = (*AGENT, "6100", "7")
        assert await from_thread(lambda: crm.NewCall(*dial)) == -1
        server.desk.outcome = ACCEPTED
        assert await from_thread(lambda: crm.NewCall(*dial)) == 4
        assert len(server.desk.asked) == 1
        # The answer that came late is read with the next events; a further call is a new wish.
        server.desk.asked[0].done(ACCEPTED)
        await from_thread(crm.PollEvents)
        assert await from_thread(lambda: crm.NewCall(*dial)) == 0


async def test_a_desk_that_does_not_know_is_asked_again(server: Served) -> None:
    server.desk.outcome = NoLink("No.")
    with Crm(server.name) as crm:
        assert await from_thread(lambda: crm.NewCall(*AGENT, "6100", "7")) == -1
        server.desk.outcome = ACCEPTED
        assert await from_thread(lambda: crm.NewCall(*AGENT, "6100", "7")) == 0
