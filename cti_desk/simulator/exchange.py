"""The telephone exchange: its parts put together, and what it looks like from outside."""

from __future__ import annotations

from cti_desk.simulator.agents import AgentBoard
from cti_desk.simulator.calls import Calls
from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.errors import Ambiguous, NotFound
from cti_desk.simulator.model import (
    Agent,
    Call,
    Extension,
    LegState,
    Line,
    PauseReason,
    Phone,
    Queue,
)
from cti_desk.simulator.provisioning import Provisioning
from cti_desk.simulator.queues import Distributor
from cti_desk.simulator.transfers import Transfers
from cti_desk.simulator.world import Listener, Policy, Watcher, World, locked


class Exchange:
    """One telephone system. Thread-safe: every public method takes ``time.lock``.

    ``agents`` keeps agent states, ``calls`` begins, answers and ends calls, ``queues``
    distributes, ``transfers`` holds and moves, ``setup`` adds and removes. Observations reach
    listeners in order, with the lock held: a listener notes them and returns.
    """

    def __init__(self, time: SimulatedTime | None = None, policy: Policy | None = None) -> None:
        self.time = time or SimulatedTime()
        self.world = World(self.time, policy or Policy())
        self.agents = AgentBoard(self.world)
        self.calls = Calls(self.world, self.agents)
        self.queues = Distributor(self.world, self.calls)
        self.transfers = Transfers(self.world, self.calls)
        self.setup = Provisioning(self.world)
        self.world.availability_changed = self.queues.distribute
        self.calls.enter_queue = self.queues.enter
        self.calls.queue_missed = self.queues.missed
        self.calls.consultation_answered = self.transfers.consultation_answered
        self.calls.consultation_failed = self.transfers.consultation_failed
        self.calls.consultation_over = self.transfers.connect
        self.calls.taken = self.transfers.taken
        self.calls.gone = self.transfers.gone
        self.queues.taken = self.transfers.taken

    @property
    def policy(self) -> Policy:
        return self.world.policy

    @locked
    def listen(self, listener: Listener) -> None:
        """Call ``listener`` with every observation from now on."""
        self.world.listeners.append(listener)

    @locked
    def watch(self, watcher: Watcher) -> None:
        """Call ``watcher`` after every step, also of calls without an agent; it looks itself."""
        self.world.watchers.append(watcher)

    @locked
    def add_agent(self, agent_id: str, number: str, name: str, phone: str, lines: int = 2) -> Agent:
        self.world.phones.setdefault(phone, Phone(phone))
        agent = Agent(agent_id, number, name, phone, [Line(n + 1) for n in range(lines)])
        agent.since = self.world.now()
        self.world.agents[agent_id] = agent
        return agent

    @locked
    def add_queue(self, queue: Queue) -> Queue:
        self.world.queues[queue.id] = queue
        return queue

    @locked
    def add_extension(self, extension: Extension) -> None:
        self.world.extensions[extension.number] = extension

    @locked
    def add_reason(self, code: str, text: str) -> None:
        self.world.reasons[code] = PauseReason(code, text)

    @locked
    def phone(self, agent: str) -> Phone:
        """The telephone of an agent, to be made busy, unreachable or to answer by itself."""
        return self.world.phone_of(self.world.agent(agent))

    @locked
    def ringing_for(self, agent: str) -> Call:
        """The one call that rings for an agent; raises NotFound or Ambiguous."""
        name = self.world.agent(agent).id
        calls = [call for call, _ in self.world.calls_of(name)]
        own = [c for c in calls if (leg := c.leg_of(name)) and leg.state is LegState.RINGING]
        found = own or [call for call in calls if call.ringing_leg() is not None]
        return self._only(found, f"ring for {name}", f"No call rings for {name}.")

    @locked
    def only_call(self) -> Call:
        """The one call there is, for people who name none."""
        return self._only(list(self.world.calls.values()), "are up", "There is no call.")

    def _only(self, found: list[Call], what: str, none: str) -> Call:
        if not found:
            raise NotFound(none)
        if len(found) > 1:
            listed = ", ".join(call.id for call in found)
            raise Ambiguous(f"Several calls {what}: {listed}. Name one.")
        return found[0]

    @locked
    def call_or(self, call_id: str | None, agent: str | None) -> Call:
        """The call meant by an id, by an agent, or by being the only one."""
        if call_id is not None:
            return self.world.call(call_id)
        if agent is None:
            return self.only_call()
        name = self.world.agent(agent).id
        calls = [call for call, _ in self.world.calls_of(name)]
        return self._only(calls, f"are up at {name}", f"{name} has no call.")
