"""An exchange whose time stands still, and everything it let be seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.errors import Invalid
from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.faults import Fault, Faults
from cti_desk.simulator.model import Call, Cause, Extension, Queue
from cti_desk.simulator.observations import Kind, Observation
from cti_desk.simulator.world import Policy

START = 1_282_781_304.0


class Rig:
    """Agents a1, a2, a3 (numbers 1, 2, 3) on telephones p1, p2, p3; queue 700; reasons 1 and 2."""

    def __init__(self, *, lines: int = 2, **policy: Any) -> None:
        self.exchange = Exchange(SimulatedTime(frozen_at=START), Policy(**policy))
        self.seen: list[Observation] = []
        for number in "123":
            self.exchange.add_agent(f"a{number}", number, f"Agent {number}", f"p{number}", lines)
        self.queue = self.exchange.add_queue(Queue("700", "Support", {"a1": 0, "a2": 0, "a3": 0}))
        self.exchange.add_extension(Extension("6100", answers_after=2.0))
        self.exchange.add_extension(Extension("6101", busy=True))
        self.exchange.add_extension(Extension("6103", unallocated=True))
        self.exchange.add_reason("1", "Break")
        self.exchange.add_reason("2", "Lunch")
        self.exchange.listen(self.seen.append)

    def log_in(self, *agents: str) -> None:
        for agent in agents:
            self.exchange.agents.log_in(agent, f"p{agent[1:]}")
        self.seen.clear()

    def ring(self, to: str, number: str = "219") -> Call:
        return self.exchange.calls.incoming(to, number)

    def talk(self, to: str, number: str = "219") -> Call:
        """A caller from outside whom the agent has answered."""
        call = self.ring(to, number)
        self.exchange.calls.answer(call.id)
        return call

    def advance(self, seconds: float) -> None:
        self.exchange.time.advance(seconds)

    def kinds(self, agent: str | None = None) -> list[Kind]:
        """What was seen (at one agent), in order."""
        return [one.kind for one in self.seen if agent is None or one.agent == agent]

    def last(self, kind: Kind, agent: str | None = None) -> Observation:
        found = [o for o in self.seen if o.kind is kind and (agent is None or o.agent == agent)]
        return found[-1]


class FakeSimulated:
    """A vendor without a wire: what the control API drives, with nothing behind it."""

    vendor = "fake"

    def __init__(self, rig: Rig) -> None:
        self.exchange = rig.exchange
        self.faults = Faults(rig.exchange.time)
        self.told: list[Any] = []

    def cause(self, word: str) -> Cause:
        try:
            return Cause(word)
        except ValueError:
            raise Invalid(f"There is no reason {word!r}.") from None

    def secrets(self) -> dict[str, str]:
        return {"password": "hush"}

    def stats(self) -> dict[str, Any]:
        return {"logins": 3}

    def details(self) -> dict[str, Any]:
        return {"fakes": ["one"]}

    def fault_added(self, fault: Fault) -> None:
        self.told.append(fault.kind)

    def faults_cleared(self) -> None:
        self.told.append("cleared")

    def variant(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return dict(values)

    def rights(self, key: str | None, methods: list[str]) -> None:
        self.told.append((key, methods))

    def feed(self, count: int, rate: float | None, agents: list[str]) -> int:
        self.told.append((count, rate, agents))
        return count
