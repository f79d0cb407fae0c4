"""Changing what the exchange consists of while it runs: agents, lines, queues, telephones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cti_desk.simulator.errors import AlreadySo, NotAllowed, NotEmpty, NotFound
from cti_desk.simulator.model import Agent, AgentState, Line, Phone, Queue
from cti_desk.simulator.world import World, locked


class Provisioning:
    """Adds, renames and removes. All methods raise `ExchangeError` children and then did nothing.

    What is in use (an agent logged in, a line or queue with calls) is neither renamed nor removed.
    """

    def __init__(self, world: World) -> None:
        self.world = world

    @locked
    def add_agent(self, agent_id: str, number: str, name: str) -> Agent:
        """An agent without telephone, lines and queues."""
        self._check_free(number)
        agent = Agent(agent_id, number, name, None, [], since=self.world.now())
        self.world.agents[agent_id] = agent
        return agent

    @locked
    def rename_agent(self, agent_id: str, new_id: str, number: str) -> None:
        agent = self._idle(agent_id)
        if number != agent.number:
            self._check_free(number)
        agent.id, agent.number = new_id, number
        self.world.agents = {one.id: one for one in self.world.agents.values()}
        for queue in self.world.queues.values():
            queue.members = {
                new_id if name == agent_id else name: priority
                for name, priority in queue.members.items()
            }
            if agent_id in queue.paused:
                queue.paused[new_id] = queue.paused.pop(agent_id)

    @locked
    def remove_agent(self, agent_id: str) -> None:
        agent = self._idle(agent_id)
        del self.world.agents[agent.id]
        for queue in self.world.queues.values():
            queue.members.pop(agent.id, None)
            queue.paused.pop(agent.id, None)

    @locked
    def add_lines(self, agent_id: str, lines: Iterable[Line]) -> None:
        agent, added = self.world.agent(agent_id), list(lines)
        numbers = [line.number for line in (*agent.lines, *added)]
        if len(set(numbers)) < len(numbers):
            raise AlreadySo(f"{agent.id} has such a line already.")
        agent.lines += added
        self.world.availability_changed()

    @locked
    def line(self, agent_id: str, number: int) -> Line:
        """One line of an agent; raises NotFound."""
        agent = self.world.agent(agent_id)
        found = next((line for line in agent.lines if line.number == number), None)
        if found is None:
            raise NotFound(f"{agent.id} has no line {number}.")
        return found

    @locked
    def remove_line(self, agent_id: str, number: int) -> None:
        """An agent keeps their last line."""
        agent, line = self.world.agent(agent_id), self.line(agent_id, number)
        if len(agent.lines) == 1:
            raise NotAllowed(f"{number} is the only line of {agent.id}.")
        if any(leg.line == number for _, leg in self.world.calls_of(agent.id)):
            raise NotEmpty(f"A call is on line {number} of {agent.id}.")
        agent.lines.remove(line)

    @locked
    def join(self, agent_id: str, priorities: Mapping[str, int]) -> None:
        """Make an agent a member of queues, with their priority in each."""
        agent = self.world.agent(agent_id)
        queues = [self.queue(name) for name in priorities]
        for queue in queues:
            if agent.id in queue.members:
                raise AlreadySo(f"{agent.id} is a member of {queue.id} already.")
        for queue in queues:
            queue.members[agent.id] = priorities[queue.id]
        self.world.look()
        self.world.availability_changed()

    @locked
    def pause_in(self, agent_id: str, queue_id: str, paused: bool) -> None:
        """Let a member take no calls of one queue, or take them again."""
        agent, queue = self.world.agent(agent_id), self.queue(queue_id)
        if agent.id not in queue.members:
            raise NotFound(f"{agent.id} is not a member of {queue.id}.")
        if (agent.id in queue.paused) == paused:
            raise AlreadySo(f"{agent.id} is {'' if paused else 'not '}paused in {queue.id}.")
        if paused:
            queue.paused[agent.id] = self.world.now()
        else:
            del queue.paused[agent.id]
        self.world.look()
        self.world.availability_changed()

    @locked
    def leave(self, agent_id: str, queue_id: str) -> None:
        """An agent keeps their last queue where the exchange's policy says so."""
        agent, queue = self.world.agent(agent_id), self.queue(queue_id)
        if agent.id not in queue.members:
            raise NotFound(f"{agent.id} is not a member of {queue.id}.")
        queues = sum(agent.id in one.members for one in self.world.queues.values())
        if queues == 1 and self.world.policy.keep_last_queue:
            raise NotAllowed(f"{queue.id} is the only queue of {agent.id}.")
        del queue.members[agent.id]
        queue.paused.pop(agent.id, None)
        self.world.look()
        self.world.availability_changed()

    @locked
    def queue(self, queue_id: str) -> Queue:
        """A queue by its id; raises NotFound."""
        if queue_id not in self.world.queues:
            raise NotFound(f"There is no queue {queue_id}.")
        return self.world.queues[queue_id]

    @locked
    def add_queue(self, queue: Queue) -> None:
        self._check_free(queue.id)
        self.world.queues[queue.id] = queue

    @locked
    def rename_queue(self, queue_id: str, new_id: str) -> None:
        queue = self.queue(queue_id)
        if new_id == queue_id:
            return
        self._check_free(new_id)
        self._check_no_calls(queue)
        queue.id = new_id
        self.world.queues = {one.id: one for one in self.world.queues.values()}

    @locked
    def remove_queue(self, queue_id: str) -> None:
        """Only a queue without members and calls can go."""
        queue = self.queue(queue_id)
        if queue.members:
            raise NotEmpty(f"{queue.id} has members.")
        self._check_no_calls(queue)
        del self.world.queues[queue.id]

    @locked
    def add_phone(self, phone_id: str) -> None:
        if phone_id in self.world.phones:
            raise AlreadySo(f"There is a telephone {phone_id} already.")
        self.world.phones[phone_id] = Phone(phone_id)

    @locked
    def remove_phone(self, phone_id: str) -> None:
        """Agents whose own telephone it was have none afterwards."""
        if phone_id not in self.world.phones:
            raise NotFound(f"There is no telephone {phone_id}.")
        self._check_unused(phone_id)
        del self.world.phones[phone_id]
        for agent in self.world.agents.values():
            if agent.home == phone_id:
                agent.home = None

    @locked
    def rename_phone(self, phone_id: str, new_id: str) -> None:
        if new_id == phone_id:
            return
        self._check_unused(phone_id)
        self.add_phone(new_id)
        for agent in self.world.agents.values():
            if agent.home == phone_id:
                agent.home = new_id
        self.world.phones.pop(phone_id, None)

    def _idle(self, agent_id: str) -> Agent:
        agent = self.world.agent(agent_id)
        if agent.state is not AgentState.LOGGED_OUT or any(
            True for _ in self.world.calls_of(agent.id)
        ):
            raise NotEmpty(f"{agent.id} is logged in.")
        return agent

    def _check_unused(self, phone_id: str) -> None:
        user = next((one for one in self.world.agents.values() if one.phone == phone_id), None)
        if user is not None:
            raise NotEmpty(f"{user.id} is logged in at {phone_id}.")

    def _check_no_calls(self, queue: Queue) -> None:
        if any(call.queue == queue.id for call in self.world.calls.values()):
            raise NotEmpty(f"{queue.id} has calls.")

    def _check_free(self, number: str) -> None:
        world = self.world
        taken = number in world.queues or number in world.extensions
        if taken or world.agent_by_number(number) is not None:
            raise AlreadySo(f"{number} is in use already.")
