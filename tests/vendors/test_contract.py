"""What holds for every telephone system: the same day at each one's simulator.

The capability table decides what is expected: what is offered works, what is not says why.
"""

from __future__ import annotations

import asyncio
import time
import tomllib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from cti_desk.core import commands as c
from cti_desk.core.errors import CtiError, NotOffered, RefusedByVendor, UsageError
from cti_desk.core.events import Event
from cti_desk.core.model import AgentState, Call, ConnectionState, Direction, LinkState, Snapshot
from cti_desk.core.ports import SwitchSetup
from cti_desk.core.reports import Accepted, Result
from cti_desk.core.session import Session
from cti_desk.declarations.references import load
from cti_desk.declarations.vendor import Vendor
from cti_desk.desk.observers import Observers
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.installation.registry import installed_vendors
from cti_desk.simulator.carry_out import Verbs
from cti_desk.simulator.site import SimulatedSite, Site
from tests.support.memory import DictMemory
from tests.support.waiting import until

VENDORS = installed_vendors()
SITES: dict[str, tuple[Vendor, Site]] = {
    name: (vendor, site)
    for vendor in VENDORS.values()
    for name, site in (load(vendor.sites) if vendor.sites else {}).items()
}
CUSTOMER = "31614241111"
OTHER = "31201234999"
ANSWERING = "6100"
WAIT_S = 8.0


class RealClock:
    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()


class Seat:
    """A session whose switch is connected to a vendor's simulator, by its profile file."""

    def __init__(self, name: str, sim: SimulatedSite, **secrets: str) -> None:
        self.vendor, self.site = SITES[name]
        self.verbs = Verbs(sim)
        self.events: list[Event] = []
        profile = tomllib.loads(sim.profile.read_text("utf-8"))["profiles"]["simulator"]
        keys = {field.key for field in self.vendor.fields}
        clock = RealClock()
        self.runner = SessionRunner(Session(), clock)
        self.runner.observe(Observers(events=(lambda event, _: self.events.append(event),)))
        self.setup = SwitchSetup(
            "office",
            {key: value for key, value in profile.items() if key in keys}
            | dict(self.site.settings),
            {**sim.secrets(), **secrets},
            clock,
            DictMemory(),
        )

    def attach(self) -> None:
        self.runner.attach(self.vendor.make_switch(self.setup))

    @property
    def now(self) -> Snapshot:
        return self.runner.session.snapshot

    @property
    def call(self) -> Call:
        (call,) = self.now.calls
        return call

    @property
    def agent(self) -> str:
        assert self.now.agent.id is not None
        return self.now.agent.id

    def told(self, call_id: str) -> list[str]:
        return [
            str(event.event)
            for event in self.events
            if event.call is not None and event.call.id == call_id
        ]

    def offers(self, command: type[c.Command]) -> bool:
        return self.runner.session.table.of(command.__name__).usable

    def offers_now(self, command: type[c.Command]) -> bool:
        """Whether it is offered for the only call, in its present state."""
        table = self.runner.session.table
        return table.for_call(command.__name__, self.call, self.now.calls).usable

    @property
    def explained(self) -> bool:
        """Whether the agent is told why something is not known."""
        return bool(self.now.agent.note or self.runner.session.table.warnings)

    def tells(self, what: str) -> bool:
        return what not in self.runner.session.table.unknowable

    async def do(self, command: c.Command, wait_s: float | None = WAIT_S) -> Accepted:
        """Submit and wait until it is confirmed; raises the core error of a refusal."""
        answers: list[Result] = []
        self.runner.submit(command, answers.append, wait_s)
        await until(lambda: answers, timeout=2 * WAIT_S, what=f"an answer to {command}")
        if isinstance(answers[0], CtiError):
            raise answers[0]
        return answers[0]

    async def sim(self, verb: str, **params: Any) -> Any:
        """The exchange has a lock of its own, which must not be waited for on the loop."""
        return await asyncio.to_thread(self.verbs.run, verb, params)

    async def up(self) -> None:
        await until(lambda: self.now.link.state is LinkState.UP, what="the link")

    async def log_in(self) -> None:
        devices = self.runner.session.table.devices
        await self.do(c.LogIn(devices[0] if devices else None))

    async def ring(self) -> Call:
        await self.sim("ring", agent=self.agent, **{"from": CUSTOMER})
        await until(lambda: self.now.calls, what="the call")
        return self.call


@asynccontextmanager
async def seat_at(
    name: str, sim: SimulatedSite, *, up: bool = True, **secrets: str
) -> AsyncIterator[Seat]:
    seat = Seat(name, sim, **secrets)
    seat.attach()
    try:
        if up:
            await seat.up()
        yield seat
    finally:
        await seat.runner.close()


@pytest.fixture(params=sorted(SITES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sim(name: str) -> Iterator[SimulatedSite]:
    with SITES[name][1].simulate() as made:
        made.exchange.policy.ring_s = 0.05
        yield made


def test_every_telephone_system_of_ours_is_here() -> None:
    """One that a colleague adds fails until its descriptor names its sites."""
    assert list(VENDORS) == sorted({vendor.name for vendor, _ in SITES.values()})


async def test_it_says_who_the_agent_is_and_all_that_is_offered_or_why_not(
    name: str, sim: Any
) -> None:
    async with seat_at(name, sim) as seat:
        # Where the state is not told before the first login, a note or a warning says so.
        await until(
            lambda: (
                seat.now.agent.state is AgentState.LOGGED_OUT
                or (seat.now.agent.state is AgentState.UNKNOWN and seat.explained)
            )
        )
        assert seat.now.agent.id in sim.exchange.world.agents
        table = seat.runner.session.table
        assert table.vendor
        for command in c.ALL:
            known = table.of(command.__name__)
            assert known.usable or (known.why or "").endswith((".", ")")), (command, known.why)


async def test_in_and_out_and_pause_and_ready(name: str, sim: Any) -> None:
    async with seat_at(name, sim) as seat:
        await seat.log_in()
        assert seat.now.agent.state in (AgentState.READY, AgentState.NOT_READY)
        if seat.offers(c.SetNotReady):
            reasons = seat.runner.session.table.reasons
            code = (reasons[1].code or reasons[1].text) if reasons else None
            await seat.do(c.SetNotReady(code))
            assert seat.now.agent.state is AgentState.NOT_READY
            if reasons and seat.runner.session.table.pause_reason != "local":
                assert seat.now.agent.reason is not None
                assert seat.now.agent.reason.text == reasons[1].text
            await seat.do(c.SetReady())
            assert seat.now.agent.state is AgentState.READY
        await seat.do(c.LogOut())
        assert seat.now.agent.state is AgentState.LOGGED_OUT


async def test_an_incoming_call_from_ring_to_end(name: str, sim: Any) -> None:
    async with seat_at(name, sim) as seat:
        await seat.log_in()
        call = await seat.ring()
        assert (call.direction, call.local_state) == (Direction.INBOUND, ConnectionState.ALERTING)
        assert call.remote.number == (CUSTOMER if seat.tells("calls.remote.number") else None)
        await seat.sim("answer", agent=seat.agent)
        await until(lambda: seat.call.local_state is ConnectionState.CONNECTED)
        assert (seat.call.id, seat.now.agent.state) == (call.id, AgentState.BUSY)
        (there,) = sim.exchange.world.calls
        await seat.sim("hangup", call=there, by="caller")
        await until(lambda: not seat.now.calls)
        told = [event for event in seat.told(call.id) if event != "CallInformation"]
        assert told == ["Delivered", "Established", "ConnectionCleared"]
        await until(lambda: seat.now.agent.state is not AgentState.BUSY)


async def test_a_caller_who_gives_up(name: str, sim: Any) -> None:
    async with seat_at(name, sim) as seat:
        await seat.log_in()
        call = await seat.ring()
        (there,) = sim.exchange.world.calls
        await seat.sim("hangup", call=there, by="caller")
        await until(lambda: not seat.now.calls)
        assert seat.told(call.id)[-1] == "ConnectionCleared"
        assert "Established" not in seat.told(call.id)


async def test_dialling_is_outgoing_from_the_first_event(name: str, sim: Any) -> None:
    async with seat_at(name, sim) as seat:
        await seat.log_in()
        assert (await seat.do(c.MakeCall("6102", "ticket 7"), None)).accepted
        await until(lambda: seat.now.calls, what="the call")
        call = seat.call
        assert call.correlation_id == "ticket 7"
        about = [event.call for event in seat.events if event.call is not None]
        assert {each.direction for each in about} == {Direction.OUTBOUND}
        assert {each.remote.number for each in about} == {"6102"}
        for there in list(sim.exchange.world.calls):
            await seat.sim("hangup", call=there, by="caller")
        await until(lambda: not seat.now.calls)


async def test_what_is_not_offered_is_not_sent(name: str, sim: Any) -> None:
    async with seat_at(name, sim) as seat:
        before = sim.stats()["requests"]
        for command in (c.SetForwarding("always", "6100"), c.GenerateDigits("x", digits="1")):
            if not seat.offers(type(command)):
                with pytest.raises(NotOffered):
                    await seat.do(command)
        assert sim.stats()["requests"] == before


async def test_a_call_that_is_controlled_from_here_where_that_is_offered(
    name: str, sim: Any
) -> None:
    async with seat_at(name, sim) as seat:
        await seat.log_in()
        call = await seat.ring()
        if seat.offers(c.AnswerCall):
            await seat.do(c.AnswerCall(call.id))
        else:
            with pytest.raises(NotOffered):
                await seat.do(c.AnswerCall(call.id))
            await seat.sim("answer", agent=seat.agent)
        await until(lambda: seat.call.up)
        if seat.offers_now(c.ClearCall):
            await seat.do(c.ClearCall(call.id))
        else:
            with pytest.raises(NotOffered):
                await seat.do(c.ClearCall(call.id))
            await seat.sim("hangup", call=next(iter(sim.exchange.world.calls)), by="callee")
        await until(lambda: not seat.now.calls)


async def test_a_call_is_transferred_from_here_or_on_the_telephone(name: str, sim: Any) -> None:
    async with seat_at(name, sim) as seat:
        await seat.log_in()
        call = await seat.ring()
        await seat.sim("answer", agent=seat.agent)
        await until(lambda: seat.call.up)
        if seat.offers(c.SingleStepTransfer):
            outcome = await seat.do(c.SingleStepTransfer(call.id, number=ANSWERING), None)
            assert isinstance(outcome, Accepted)
        else:
            with pytest.raises(NotOffered):
                await seat.do(c.SingleStepTransfer(call.id, number=ANSWERING))
            await seat.sim("transfer", agent=seat.agent, to=ANSWERING)
        await until(lambda: not seat.now.calls, what="the call to be with somebody else")
        assert seat.told(call.id)[-1] == "ConnectionCleared"
        assert len(sim.exchange.world.calls) == 1, "the customer is still on the line"
        await until(lambda: seat.now.agent.state is AgentState.READY)


async def test_a_call_is_held_and_taken_back(name: str, sim: Any) -> None:
    async with seat_at(name, sim) as seat:
        await seat.log_in()
        call = await seat.ring()
        await seat.sim("answer", agent=seat.agent)
        await until(lambda: seat.call.up)
        if not seat.offers(c.HoldCall):
            with pytest.raises(NotOffered):
                await seat.do(c.HoldCall(call.id))
            return
        await seat.do(c.HoldCall(call.id))
        assert seat.call.local_state is ConnectionState.HELD
        await seat.do(c.RetrieveCall(call.id))
        assert seat.call.local_state is ConnectionState.CONNECTED
        assert seat.told(call.id)[-2:] == ["Held", "Retrieved"]


async def test_a_call_that_ended_while_the_link_was_cut_is_seen_to_end(name: str, sim: Any) -> None:
    async with seat_at(name, sim) as seat:
        await seat.log_in()
        call = await seat.ring()
        assert seat.runner.switch is not None
        await seat.sim("fault", kind="cut", **{"for": 600})
        await until(lambda: seat.now.link.state is LinkState.DOWN, what="the cut")
        assert seat.now.link.lost_at is not None
        assert seat.call.id == call.id, "what was known stays shown"
        await seat.sim("hangup", call=next(iter(sim.exchange.world.calls)), by="caller")
        if seat.site.names_calls:
            await seat.sim("ring", agent=seat.agent, **{"from": OTHER})
        await seat.sim("fault", kind="clear")
        seat.runner.switch.retry_now()
        await seat.up()
        await until(lambda: seat.told(call.id)[-1] == "ConnectionCleared", what="its end")
        await until(lambda: any(event.event == "Resynchronised" for event in seat.events))
        if not seat.site.names_calls:
            assert not seat.now.calls
            return
        await until(lambda: [one.id for one in seat.now.calls] not in ([], [call.id]))
        assert "Delivered" in seat.told(seat.call.id)


async def test_a_refused_login_is_one_attempt_for_ever(name: str, sim: Any) -> None:
    secret = SITES[name][1].login_secret
    if secret is None:
        await _wrong_secrets_are_refused_request_by_request(name, sim)
        return
    async with seat_at(name, sim, up=False, **{secret: "wrong"}) as seat:
        await until(lambda: seat.now.link.state is LinkState.STOPPED)
        assert seat.now.link.reason
        assert seat.runner.switch is not None
        seat.runner.switch.retry_now()
        await seat.runner.detach()
        seat.attach()
        await until(lambda: seat.now.link.state is LinkState.STOPPED)
    assert (await asyncio.to_thread(sim.stats))["login_attempts"] == 1


async def _wrong_secrets_are_refused_request_by_request(name: str, sim: Any) -> None:
    """Where nobody logs in the link comes up, and nothing can be done over it."""
    async with seat_at(name, sim, **dict.fromkeys(sim.secrets(), "wrong")) as seat:
        with pytest.raises(RefusedByVendor):
            await seat.log_in()
        assert {agent.state for agent in sim.exchange.world.agents.values()} == {"LOGGED_OUT"}


async def test_any_declared_method_may_be_called_and_no_other(name: str, sim: Any) -> None:
    async with seat_at(name, sim) as seat:
        assert seat.runner.switch is not None
        with pytest.raises(UsageError):
            await seat.runner.switch.call_method("no.such.method", {})
        before = len(seat.events)
        await seat.runner.switch.read_back()
        assert len(seat.events) >= before
