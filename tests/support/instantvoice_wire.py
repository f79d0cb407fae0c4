"""A client at a running InstantVoice simulator, subscribed as a desk would be."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from cti_desk.vendors.instantvoice.simulator import InstantVoiceSimulator
from tests.support.stomp_wire import StompWire
from tests.support.waiting import wait_for

AGENT = "default_1001"
DEVICE = "SIP/default_0001"


class Seat:
    """Agent default_1001's program: replies on its key's topic, events of all agents."""

    def __init__(self, simulator: InstantVoiceSimulator, wire: StompWire) -> None:
        self.simulator = simulator
        self.wire = wire
        self.key = simulator.key

    def ask(self, method: str, **arguments: Any) -> list[Any]:
        """Send a request; return ``[code, data]``."""
        return self.wire.request(method, self.key, **arguments)

    def state(self, method: str, agent: str = AGENT, **arguments: Any) -> int:
        """Send one of the agent state methods; return its code."""
        code = self.ask(method, Accountcode="default", User=agent, **arguments)[0]
        assert isinstance(code, int)
        return code

    def log_in(self) -> None:
        assert self.state("AgentLogin", Interface=DEVICE) == 0
        self.types(["LOGIN"])

    def info(self) -> dict[str, Any]:
        code, data = self.ask("AgentInfo", accountcode="default", user="1001")
        assert code == 0
        assert isinstance(data, dict)
        return data

    def types(self, expected: list[str], agent: str = AGENT) -> list[dict[str, Any]]:
        """Wait for so many events, compare their types, return and forget them."""
        wait_for(
            lambda: len(self.wire.events(agent)) >= len(expected),
            what=f"{expected}, came {self.wire.types(agent)}",
        )
        events = self.wire.events(agent)
        assert [event["type"] for event in events] == expected
        self.wire.frames[:] = [f for f in self.wire.frames if f.command != "MESSAGE"]
        return events


@contextlib.contextmanager
def seat_at(simulator: InstantVoiceSimulator) -> Iterator[Seat]:
    """Log in at the broker and subscribe; closes the connection at the end."""
    with StompWire(simulator.addresses["stomp"]) as wire:
        assert wire.log_in(simulator.user, simulator.password).command == "CONNECTED"
        wire.subscribe(f"/topic/{simulator.key}", "replies")
        wire.subscribe("/topic/iv.agents.#", "events")
        yield Seat(simulator, wire)
