"""A session fed by hand, which remembers what went in and what came out."""

from __future__ import annotations

from typing import Any

from cti_desk.core import commands
from cti_desk.core.capabilities import OFFERED, CapabilityTable
from cti_desk.core.commands import Command
from cti_desk.core.effects import Answer, Effect, Perform, Publish, ReadBack
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, ConnectionState, Direction, LinkState, Remote, Snapshot
from cti_desk.core.moment import Moment
from cti_desk.core.reports import (
    ACCEPTED,
    AgentChanged,
    AgentChosen,
    CallChanged,
    CapabilitiesChanged,
    Input,
    LinkChanged,
    Performed,
    Result,
    Submit,
    Tick,
)
from cti_desk.core.session import Session

OWN = "default_1001"
OTHER = "default_1002"

EVERYTHING = CapabilityTable(vendor="fake", commands=dict.fromkeys(commands.NAMES, OFFERED))

ALERTING = ConnectionState.ALERTING
CONNECTED = ConnectionState.CONNECTED
HELD = ConnectionState.HELD


def ringing(call_id: str = "c1", number: str | None = "2198765456", **more: Any) -> Call:
    """A call that comes in and rings."""
    remote = more.pop("remote", Remote(number=number))
    parent = more.pop("parent", None)
    return Call(call_id, parent, Direction.INBOUND, ALERTING, CONNECTED, remote, **more)


def talking(call_id: str = "c1", number: str | None = "2198765456", **more: Any) -> Call:
    """The same call, answered."""
    remote = more.pop("remote", Remote(number=number))
    return Call(call_id, None, Direction.INBOUND, CONNECTED, CONNECTED, remote, **more)


def dialled(call_id: str = "d1", number: str = "6100", **more: Any) -> Call:
    """A call that the agent makes: their own telephone is being prompted."""
    return Call(call_id, None, Direction.OUTBOUND, ALERTING, None, Remote(number=number), **more)


def delivered(call: Call | None = None, **more: Any) -> CallChanged:
    return CallChanged(EventType.DELIVERED, call or ringing(), **more)


def established(call: Call | None = None, **more: Any) -> CallChanged:
    return CallChanged(EventType.ESTABLISHED, call or talking(), **more)


def cleared(call_id: str = "c1", cause: str | None = None, **more: Any) -> CallChanged:
    return CallChanged(EventType.CONNECTION_CLEARED, Call(call_id), cause, **more)


class Play:
    """A session with a clock; ``inputs`` and ``effects`` are all of them, in order."""

    def __init__(self) -> None:
        self.session = Session()
        self.now = 1_000.0
        self.set_by = 0.0  # how far somebody has set the calendar's clock
        self.inputs: list[tuple[Input, Moment]] = []
        self.effects: list[Effect] = []
        self._requests = 0

    @classmethod
    def linked(cls, *, table: CapabilityTable = EVERYTHING, **agent: Any) -> Play:
        """A desk whose link is up and whose agent is known, and which has nothing to tell."""
        play = cls()
        play.give(CapabilitiesChanged(table), AgentChosen(OWN), LinkChanged(LinkState.UP))
        if agent:
            play.give(AgentChanged(**agent))
        play.effects.clear()
        return play

    @property
    def snapshot(self) -> Snapshot:
        return self.session.snapshot

    def give(self, *inputs: Input, after: float = 0.0) -> list[Effect]:
        """Hand over inputs ``after`` so many seconds; return the effects of these."""
        self.now += after
        made: list[Effect] = []
        for given in inputs:
            at = Moment(self.now + self.set_by, self.now)
            self.inputs.append((given, at))
            made += self.session.handle(given, at)
        self.effects += made
        return made

    def tick(self, after: float) -> list[Effect]:
        return self.give(Tick(), after=after)

    def ask(self, command: Command, **more: Any) -> list[Effect]:
        """Submit a command under the next number, which `last` then is."""
        self._requests += 1
        return self.give(Submit(self._requests, command, **more))

    @property
    def last(self) -> int:
        return self._requests

    def outcome(self, outcome: Result = ACCEPTED, *, of: int | None = None) -> list[Effect]:
        """Have the vendor answer the last (or the named) request."""
        return self.give(Performed(of or self._requests, outcome))


def events(effects: list[Effect]) -> list[Event]:
    return [effect.event for effect in effects if isinstance(effect, Publish)]


def names(effects: list[Effect]) -> list[EventType]:
    return [event.event for event in events(effects)]


def answers(effects: list[Effect]) -> list[Answer]:
    return [effect for effect in effects if isinstance(effect, Answer)]


def performs(effects: list[Effect]) -> list[Perform]:
    return [effect for effect in effects if isinstance(effect, Perform)]


def read_backs(effects: list[Effect]) -> list[ReadBack]:
    return [effect for effect in effects if isinstance(effect, ReadBack)]
