"""The exchange's one memory: who exists, which calls are up, and who listens."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.errors import NotFound
from cti_desk.simulator.model import (
    Agent,
    Call,
    Cause,
    Extension,
    Leg,
    LegState,
    PauseReason,
    Phone,
    Queue,
)
from cti_desk.simulator.observations import Kind, Observation

P = ParamSpec("P")
R = TypeVar("R")
Listener = Callable[[Observation], None]
Watcher = Callable[[], None]


@dataclass
class Policy:
    """How this exchange behaves where systems differ. Times are seconds.

    ``defer``: a pause or logout asked for during a call waits for its end. ``separate_ids``: when
    two agents talk, each knows the call by an id of their own. ``ring_ids``: a queue's ringing at
    an agent has an id of its own until it is answered. ``keep_until_taken``: an agent who transfers
    stays in their call until the target has answered or, attended, until they hang up; the call
    keeps its id. ``keep_last_queue``: an agent cannot leave their only queue. ``can_inform`` says
    whether call information reaches an agent's program (for queues that insist on it).
    """

    ring_s: float = 2.0
    no_answer_s: float = 30.0
    retry_s: float = 1.0
    defer: bool = True
    separate_ids: bool = False
    ring_ids: bool = False
    keep_until_taken: bool = False
    keep_last_queue: bool = True
    can_inform: Callable[[str], bool] = lambda agent: True


class World:
    """State shared by the exchange's parts. Touch it with ``time.lock`` held only."""

    def __init__(self, time: SimulatedTime, policy: Policy) -> None:
        self.time = time
        self.policy = policy
        self.agents: dict[str, Agent] = {}
        self.phones: dict[str, Phone] = {}
        self.queues: dict[str, Queue] = {}
        self.extensions: dict[str, Extension] = {}
        self.reasons: dict[str, PauseReason] = {}
        self.calls: dict[str, Call] = {}
        self.listeners: list[Listener] = []
        self.watchers: list[Watcher] = []
        self.availability_changed: Callable[[], None] = lambda: None
        self._numbers = itertools.count(1)

    def now(self) -> float:
        return self.time.now()

    def new_id(self) -> str:
        """A call id that looks like ``1282781304.2.5``."""
        number = next(self._numbers)
        return f"{int(self.now())}.{1 + number % 2}.{number}"

    def emit(self, observation: Observation) -> None:
        for listener in list(self.listeners):
            listener(observation)
        self.look()

    def look(self) -> None:
        """Let the watchers see a step, be an agent in it or not."""
        for watcher in list(self.watchers):
            watcher()

    def emit_agent(self, kind: Kind, agent: Agent, reason: PauseReason | None = None) -> None:
        self.emit(Observation(kind, self.now(), agent=agent.id, reason=reason))

    def emit_call(self, kind: Kind, call: Call, leg: Leg, cause: Cause | None = None) -> None:
        """Tell what happened to a call at this leg, if an agent is at it."""
        if leg.party.agent is None:
            self.look()
            return
        other = call.other(leg)
        remote = other.party if other is not None else None
        self.emit(
            Observation(
                kind,
                self.now(),
                agent=leg.party.agent,
                call=call.id_at(leg),
                side=call.side(leg),
                origin=call.origin,
                remote=call.dialled if leg is call.caller else remote.number if remote else None,
                name=remote.name if remote else None,
                queue=call.queue,
                cause=cause,
            )
        )

    def emit_caller(self, kind: Kind, call: Call) -> None:
        """Tell what happened to a waiting caller, whoever it is."""
        party = call.caller.party
        self.emit(
            Observation(
                kind,
                self.now(),
                call=call.id,
                remote=party.number,
                name=party.name,
                queue=call.queue,
            )
        )

    def agent(self, name: str) -> Agent:
        """Find an agent by full name or number; raises NotFound."""
        found = self.agents.get(name) or self.agent_by_number(name)
        if found is None:
            raise NotFound(f"There is no agent {name}.")
        return found

    def agent_by_number(self, number: str) -> Agent | None:
        return next((agent for agent in self.agents.values() if agent.number == number), None)

    def phone_of(self, agent: Agent) -> Phone:
        """The telephone the agent is logged in at, else their own; raises NotFound."""
        phone = agent.phone or agent.home
        if phone is None:
            raise NotFound(f"{agent.id} has no telephone of their own and is logged in at none.")
        return self.phones[phone]

    def call(self, call_id: str) -> Call:
        """Find a call by its id, or by the id one end knows it by; raises NotFound."""
        if call_id in self.calls:
            return self.calls[call_id]
        for call in self.calls.values():
            if any(leg.own_id == call_id for leg in call.legs):
                return call
        raise NotFound(f"There is no call {call_id}.")

    def calls_of(self, agent: str) -> Iterator[tuple[Call, Leg]]:
        """The agent's calls with their leg in each, oldest first."""
        for call in list(self.calls.values()):
            leg = call.leg_of(agent)
            if leg is not None:
                yield call, leg

    def free_line(self, agent: Agent, *, inbound: bool) -> int | None:
        """The agent's first free line that may carry such a call."""
        used = {leg.line for _, leg in self.calls_of(agent.id)}
        fits = (line for line in agent.lines if (line.inbound if inbound else line.outbound))
        return next((line.number for line in fits if line.number not in used), None)

    def set_leg(self, leg: Leg, state: LegState) -> None:
        leg.cancel_timers()
        leg.state = state
        leg.since = self.now()


class HasWorld(Protocol):
    world: World


S = TypeVar("S", bound=HasWorld)


def locked(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Run a method of an exchange part with the exchange's lock held."""

    @functools.wraps(method)
    def guarded(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self.world.time.lock:
            return method(self, *args, **kwargs)

    return guarded
