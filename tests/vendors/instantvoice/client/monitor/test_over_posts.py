"""A desk over SOAP to which events are posted: calls and states at once, as over STOMP."""

from __future__ import annotations

import time
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from cti_desk.core.commands import ClearCall, LogIn, MakeCall, SetNotReady
from cti_desk.core.model import AgentState, Call, ConnectionState, Direction, LinkState, Snapshot
from cti_desk.core.ports import SwitchSetup
from cti_desk.core.reports import Accepted, Result
from cti_desk.core.session import Session
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.simulator.client import ControlClient
from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.monitor import over_soap
from cti_desk.vendors.instantvoice.client.monitor.over_posts import PostedReader
from cti_desk.vendors.instantvoice.messages.bodies import Reply
from cti_desk.vendors.instantvoice.messages.values import AgentName
from cti_desk.vendors.instantvoice.simulator import InstantVoiceSimulator
from cti_desk.vendors.instantvoice.simulator.event_posts import EventPoster
from cti_desk.vendors.instantvoice.switch import InstantVoiceSwitch
from tests.support.instantvoice import DEVICE, DictMemory, HandClock
from tests.support.posting import post
from tests.support.processes import free_port
from tests.support.waiting import until


class Seat:
    """A session on the simulator's own profile over SOAP, and the simulator's control."""

    def __init__(self, sim: InstantVoiceSimulator, control: ControlClient) -> None:
        (profile,) = tomllib.loads(sim.profile.read_text("utf-8"))["profiles"].values()
        told = {"vendor", "simulator", "secrets", "dialing"}
        settings = {name: value for name, value in profile.items() if name not in told}
        self.where = Host("127.0.0.1", int(settings["events_listen"].rpartition(":")[2]))
        self.sim, self.control = sim, control
        self.clock = HandClock()
        self.runner = SessionRunner(Session(), self.clock)
        setup = SwitchSetup("office", settings, sim.secrets(), self.clock, DictMemory())
        self.switch = InstantVoiceSwitch(setup)
        self.runner.attach(self.switch)

    @property
    def now(self) -> Snapshot:
        return self.runner.session.snapshot

    async def do(self, command: object) -> Accepted:
        answers: list[Result] = []
        self.runner.submit(command, answers.append, None, None)
        await until(lambda: answers, what=f"an answer to {command}")
        assert isinstance(answers[0], Accepted), answers[0]
        return answers[0]

    async def is_(self, state: AgentState) -> None:
        await until(lambda: self.now.agent.state is state, what=f"state {state}")


@asynccontextmanager
async def seated(folder: Path) -> AsyncIterator[Seat]:
    posts = EventPoster(f"http://127.0.0.1:{free_port()}/events")
    made = InstantVoiceSimulator(posts=posts, transport="soap", profile_dir=folder)
    with made as sim, ControlClient(sim.addresses["control"]) as control:
        seat = Seat(sim, control)
        try:
            await until(lambda: seat.now.link.state is LinkState.UP)
            yield seat
        finally:
            await seat.runner.close()


@pytest.fixture(autouse=True)
def _never_polled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(over_soap, "POLL_S", 600.0)


async def test_calls_and_states_are_told_by_events(tmp_path: Path) -> None:
    async with seated(tmp_path) as desk:
        assert (await desk.do(LogIn(DEVICE))).accepted
        await desk.is_(AgentState.READY)
        assert desk.now.agent.note is None
        await desk.do(SetNotReady("2"))
        await desk.is_(AgentState.NOT_READY)
        assert desk.now.agent.reason is not None
        assert desk.now.agent.reason.text == "Lunch"
        desk.control.call("ring", {"agent": "default_1001", "from": "2198765456"})
        await until(lambda: desk.now.calls)
        (call,) = desk.now.calls
        assert (call.direction, call.remote.number) == (Direction.INBOUND, "2198765456")
        assert (call.local_state, call.id_source) == (ConnectionState.ALERTING, "vendor")
        desk.control.call("answer", {"agent": "default_1001"})
        await until(lambda: desk.now.calls[0].local_state is ConnectionState.CONNECTED)
        await desk.do(ClearCall(call.id))
        await until(lambda: not desk.now.calls)


async def test_a_call_dialled_here_goes_through_its_two_legs(tmp_path: Path) -> None:
    async with seated(tmp_path) as desk:
        await desk.do(LogIn(DEVICE))
        await desk.is_(AgentState.READY)
        desk.control.call("phone", {"agent": "default_1001", "auto_answer": True})
        await desk.do(MakeCall("6100", "9999"))
        await until(lambda: desk.now.calls)

        def answered() -> bool:
            desk.control.call("clock", {"advance": 1})
            return desk.now.calls[0].answered_at is not None

        await until(answered)
        (call,) = desk.now.calls
        assert (call.remote.number, call.correlation_id) == ("6100", "9999")


async def test_reading_the_lines_again_ends_no_call_that_they_do_not_name(tmp_path: Path) -> None:
    async with seated(tmp_path) as desk:
        await desk.do(LogIn(DEVICE))
        desk.control.call("ring", {"agent": "default_1001", "from": "219"})
        await until(lambda: desk.now.calls)
        enough = desk.sim.stats()["requests"]["AgentLineList"] + 3

        def read_again() -> bool:
            desk.switch.retry_now()
            return desk.sim.stats()["requests"]["AgentLineList"] >= enough

        await until(read_again)
        assert len(desk.now.calls) == 1


async def test_a_hangup_that_was_never_posted_is_seen_on_the_lines(tmp_path: Path) -> None:
    async with seated(tmp_path) as desk:
        await desk.do(LogIn(DEVICE))
        await post(desk.where, type="NEWCALL", agent="default_1001", uniqueid="1", callerid="219")
        await until(lambda: desk.now.calls)

        def gone() -> bool:
            desk.switch.retry_now()
            return not desk.now.calls

        desk.clock.at += 60
        await until(gone)


async def test_until_the_first_event_it_says_that_none_has_come(tmp_path: Path) -> None:
    async with seated(tmp_path) as desk:
        warnings = desk.runner.session.table.warnings
        assert [one for one in warnings if f"yet to port {desk.where.port}, /events" in one]
        await post(desk.where, type="PAUSE", agent="default_1002")
        await until(lambda: not desk.runner.session.table.warnings)


async def test_a_port_that_is_taken_is_why_there_is_no_link(tmp_path: Path) -> None:
    async with seated(tmp_path) as first:
        second = Seat(first.sim, first.control)
        try:
            await until(lambda: second.now.link.reason)
            assert f"cannot be received at 127.0.0.1:{first.where.port}" in second.now.link.reason
        finally:
            await second.runner.close()


CONNECTED, ALERTING = ConnectionState.CONNECTED, ConnectionState.ALERTING


@pytest.mark.parametrize(
    ("known", "statuses", "named"),
    [
        ([], ["IDLE", "ONCALL"], None),
        ([ALERTING], ["IDLE", "ONCALL"], "1.1"),
        ([ALERTING], ["RINGING", "IDLE"], "1.1"),
        ([CONNECTED], ["ONCALL"], "1.1"),
        ([CONNECTED], ["RINGING"], None),
        ([ALERTING], ["RINGING", "ONCALL"], None),
        ([ALERTING, CONNECTED], ["ONCALL"], None),
    ],
)
async def test_lines_that_name_no_call_tell_of_the_only_one_that_is_known(
    known: list[ConnectionState], statuses: list[str], named: str | None
) -> None:
    async def request(*_: object) -> Reply:
        return Reply(0, [{"linestatus": status} for status in statuses])

    calls = tuple(Call(f"{n}.{n}", local_state=state) for n, state in enumerate(known, 1))
    reader = PostedReader(request, time.time, lambda name: calls)
    lines = await reader.lines(AgentName("default", "1001"))
    assert (lines is None) is (named is None)
    assert [line.uniqueid for line in lines or () if line.uniqueid] == [
        one for one in [named] if one
    ]


async def test_lines_without_a_call_tell_that_there_is_none() -> None:
    async def request(*_: object) -> Reply:
        return Reply(0, [{"linestatus": "IDLE"}])

    reader = PostedReader(request, time.time, lambda name: (Call("1.1"), Call("2.2")))
    assert len(await reader.lines(AgentName("default", "1001")) or ()) == 1


async def test_lines_count_only_where_they_name_their_calls() -> None:
    told: list[dict[str, str]] = []

    async def request(*_: object) -> Reply:
        return Reply(0, told)

    reader = PostedReader(request, time.time, lambda name: ())
    told[:] = [{"linestatus": "IDLE"}, {"linestatus": "ONCALL", "uniqueid": "1.1"}]
    assert len(await reader.lines(AgentName("default", "1001")) or ()) == 2
    told[1] = {"linestatus": "ONCALL"}
    assert await reader.lines(AgentName("default", "1001")) is None
