"""Queues: who of the waiting is offered to whom, and what not answering costs."""

from __future__ import annotations

from collections.abc import Callable

from cti_desk.simulator.calls import Calls
from cti_desk.simulator.errors import Full, Invalid
from cti_desk.simulator.model import Agent, AgentState, Call, Cause, Leg, LegState, Queue
from cti_desk.simulator.observations import Kind
from cti_desk.simulator.strategies import choose
from cti_desk.simulator.world import World, locked


class Distributor:
    """Rings the agents of a strategy's choice for each waiting caller, oldest caller first."""

    def __init__(self, world: World, calls: Calls) -> None:
        self.world = world
        self.calls = calls
        self.taken: Callable[[Call], None] = lambda call: None
        self._running = False
        self._again = False

    def enter(self, call: Call, queue: Queue) -> None:
        """A caller joins, unless the queue is full or empty of agents."""
        call.queue_exit = self._refusal(queue)
        if call.queue_exit is not None:
            self.calls.end(call, Cause.FAILED)
            return
        call.queue, call.queued_at, call.answered_at = queue.id, self.world.now(), None
        call.tried.clear()
        if not call.caller.up:
            self.world.set_leg(call.caller, LegState.QUEUED)
        self.world.emit_caller(Kind.QUEUED, call)
        if call.replaces is not None:
            self.taken(call)
        if queue.timeout > 0:
            over = self.world.time.call_later(queue.timeout, lambda: self._give_up(call))
            call.timers.append(over)
        self.distribute()

    @locked
    def distribute(self) -> None:
        """Offer waiting callers to available agents. Safe to call from anywhere."""
        self._again = True
        if self._running:
            return
        self._running = True
        try:
            while self._again:
                self._again = False
                self._empty_queues()
                for call in self.waiting():
                    self._offer_next(call)
        finally:
            self._running = False

    def waiting(self, queue: str | None = None) -> list[Call]:
        """Callers waiting (in one queue), the oldest first."""
        found = [call for call in self.world.calls.values() if call.waiting]
        found = [call for call in found if queue is None or call.queue == queue]
        return sorted(found, key=lambda call: call.queued_at or 0.0)

    @locked
    def pick_up(self, call_id: str, name: str) -> None:
        """An agent takes a waiting call, whether it rings at their telephone or not."""
        call, agent = self.world.call(call_id), self.world.agent(name)
        if not call.waiting:
            raise Invalid(f"Call {call_id} does not wait in a queue.")
        if agent.state is AgentState.LOGGED_OUT:
            raise Invalid(f"{agent.id} is not logged in.")
        if call.ringing(agent.id) is None:
            leg = self.calls.offer(call, agent)
            if self.calls.obstacle(agent, leg) is not None:
                self.missed(call, leg)
                raise Full(f"The telephone of {agent.id} is busy or cannot be reached.")
        self.calls.answer(call.id, agent.id)

    def missed(self, call: Call, leg: Leg) -> None:
        """The agent did not answer: the documented consequences, then the next agent."""
        agent, queue = leg.party.agent, self._queue(call)
        assert agent is not None
        self.calls.drop(call, leg, Cause.QUEUE_MISSED)
        call.retry_at = self.world.now() + self.world.policy.retry_s
        if queue.quarantine_time > 0 and self._logged_in(self.world.agents[agent]):
            self.calls.board.quarantine(agent, queue.quarantine_time)
        call.timers.append(self.world.time.call_later(self.world.policy.retry_s, self.distribute))
        self.distribute()

    def _offer_next(self, call: Call) -> None:
        if call.id not in self.world.calls or not call.waiting:
            return
        queue = self._queue(call)
        if call.callee is not None and queue.strategy != "ring_all":
            return
        free = [agent for agent in self._members(queue) if self._available(queue, agent)]
        fresh = [agent for agent in free if agent.id not in call.tried]
        if free and not fresh:
            # Everybody free had a chance: a new round, but not in the same breath.
            if self.world.now() < call.retry_at:
                return
            call.tried.clear()
            fresh = free
        for agent in choose(queue, fresh):
            call.tried.add(agent.id)
            self._offer(call, queue, agent)

    def _available(self, queue: Queue, agent: Agent) -> bool:
        return agent.id not in queue.paused and self.calls.board.available(agent)

    def _offer(self, call: Call, queue: Queue, agent: Agent) -> None:
        if queue.requires_send_info and not self.world.policy.can_inform(agent.id):
            # "Hangs the call if unable to send cti information to the receiving agent."
            self.calls.end(call, Cause.FAILED)
            return
        leg = self.calls.offer(call, agent)
        if self.calls.obstacle(agent, leg) is not None:
            self.missed(call, leg)
        elif queue.dial_timeout > 0:
            over = self.world.time.call_later(queue.dial_timeout, lambda: self.missed(call, leg))
            leg.timers.append(over)

    def _give_up(self, call: Call) -> None:
        if call.waiting:
            call.queue_exit = "max_waittime"
            self.calls.end(call, Cause.QUEUE_GIVEN_UP)

    def _empty_queues(self) -> None:
        for queue in self.world.queues.values():
            if queue.leave_when_empty and not any(map(self._logged_in, self._members(queue))):
                for call in self.waiting(queue.id):
                    call.queue_exit = "leave_when_empty"
                    self.calls.end(call, Cause.QUEUE_GIVEN_UP)

    def _refusal(self, queue: Queue) -> str | None:
        """Why a caller may not join, if they may not."""
        if 0 < queue.max_len <= len(self.waiting(queue.id)):
            return "max_len"
        admits = queue.join_empty or any(map(self._logged_in, self._members(queue)))
        return None if admits else "join_empty"

    def _members(self, queue: Queue) -> list[Agent]:
        return [self.world.agents[name] for name in queue.members]

    def _queue(self, call: Call) -> Queue:
        assert call.queue is not None
        return self.world.queues[call.queue]

    @staticmethod
    def _logged_in(agent: Agent) -> bool:
        return agent.state is not AgentState.LOGGED_OUT
