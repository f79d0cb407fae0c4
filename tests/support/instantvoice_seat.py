"""A session whose switch is connected to the InstantVoice simulator."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cti_desk.core.commands import Command
from cti_desk.core.errors import CtiError
from cti_desk.core.events import Event
from cti_desk.core.model import AgentState, Call, LinkState, Snapshot
from cti_desk.core.model import ConnectionState as C
from cti_desk.core.reports import Accepted, Result
from cti_desk.core.session import Session
from cti_desk.desk.observers import Observers
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.vendors.instantvoice.simulator import InstantVoiceSimulator
from cti_desk.vendors.instantvoice.switch import InstantVoiceSwitch
from tests.support.instantvoice import AGENT, setup_for
from tests.support.waiting import until


class RealClock:
    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()


class Seat:
    """A session whose switch is connected to the simulator."""

    def __init__(self, sim: InstantVoiceSimulator, agent: str | None, device: str) -> None:
        self.sim = sim
        self.events: list[str] = []
        self.knows_its_own = True
        clock = RealClock()
        self.runner = SessionRunner(Session(), clock)
        self.runner.observe(Observers(events=(self._heard,)))
        setup = setup_for(
            sim.addresses["stomp"],
            secrets=sim.secrets(),
            clock=clock,  # type: ignore[arg-type]
            agent=agent,
            device=device,
            devices=[device],
            pause_reasons={"1": "Break", "2": "Lunch", "3": "Training"},
        )
        self.switch = InstantVoiceSwitch(setup)
        self.runner.attach(self.switch)

    def _heard(self, event: Event, now: float) -> None:
        self.events.append(str(event.event))
        dialled = event.call is not None and event.call.remote.number == "6100"
        if event.call is not None and dialled and self.knows_its_own:
            assert str(event.call.direction) == "OUTBOUND", "an own call would pop"

    @property
    def now(self) -> Snapshot:
        return self.runner.session.snapshot

    @property
    def call(self) -> Call:
        (call,) = self.now.calls
        return call

    async def do(self, command: Command, agent_id: str | None = None) -> Accepted:
        """Submit and wait for the answer; raises the core error of a refusal."""
        answers: list[Result] = []
        self.runner.submit(command, answers.append, None, agent_id)
        await until(lambda: answers, what=f"an answer to {command}")
        if isinstance(answers[0], CtiError):
            raise answers[0]
        return answers[0]

    async def is_(self, state: AgentState) -> None:
        await until(lambda: self.now.agent.state is state, what=f"state {state}")

    async def states(self, local: C, remote: C | None, number: int = 0) -> Call:
        def there() -> bool:
            calls = self.now.calls
            if len(calls) <= number:
                return False
            return (calls[number].local_state, calls[number].remote_state) == (local, remote)

        await until(there, what=f"a call {local}/{remote}")
        return self.now.calls[number]

    async def calls(self, count: int) -> None:
        await until(lambda: len(self.now.calls) == count, what=f"{count} calls")


@asynccontextmanager
async def seat(
    sim: InstantVoiceSimulator, agent: str | None = AGENT, device: str = "SIP/default_0001"
) -> AsyncIterator[Seat]:
    made = Seat(sim, agent, device)
    try:
        await until(lambda: made.now.link.state is LinkState.UP)
        yield made
    finally:
        await made.runner.close()


@asynccontextmanager
async def cut(desk: Seat) -> AsyncIterator[None]:
    """What happens inside happens while the link is cut; afterwards the state has been read."""
    sim, times = desk.sim, desk.events.count("Resynchronised")
    sim.faults.add("refuse", {"what": "connections"})
    sim.fault_added(sim.faults.add("cut", {}))
    await until(lambda: desk.now.link.state is LinkState.DOWN)
    yield
    sim.faults.clear()
    sim.faults_cleared()
    desk.switch.retry_now()
    await until(lambda: desk.events.count("Resynchronised") > times, 30)
