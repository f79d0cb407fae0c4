"""Calls: how they begin, where they ring, who answers, how they end."""

from __future__ import annotations

from collections.abc import Callable

from cti_desk.simulator.agents import AgentBoard
from cti_desk.simulator.errors import AlreadySo, Disabled, Full, Invalid, NotAllowed, NotFound
from cti_desk.simulator.model import (
    Agent,
    AgentState,
    Call,
    Cause,
    Leg,
    LegState,
    Origin,
    Party,
    Queue,
    Side,
)
from cti_desk.simulator.observations import Kind
from cti_desk.simulator.world import World, locked

_DIALLABLE = frozenset("0123456789*#+")


class Calls:
    """Life of a call. ``enter_queue`` and ``queue_missed`` are the distributor's."""

    def __init__(self, world: World, board: AgentBoard) -> None:
        self.world = world
        self.board = board
        self.enter_queue: Callable[[Call, Queue], None] = lambda call, queue: None
        self.queue_missed: Callable[[Call, Leg], None] = lambda call, leg: None
        self.consultation_answered: Callable[[Call], None] = lambda call: None
        self.consultation_failed: Callable[[Call], None] = lambda call: None
        self.consultation_over: Callable[[Call], None] = lambda call: None
        self.taken: Callable[[Call], None] = lambda call: None
        self.gone: Callable[[Call], None] = lambda call: None

    # How calls begin

    @locked
    def incoming(
        self, to: str, number: str, name: str | None = None, called: str | None = None
    ) -> Call:
        """A caller from outside rings an agent, a queue or an extension."""
        self._check_reachable(to)
        caller = Leg(Party(number, name), LegState.INITIATED, self.world.now())
        call = self._new_call(caller, to, "outside")
        call.called = called
        self.route(call, to)
        return call

    @locked
    def dial(self, name: str, number: str) -> Call:
        """An agent dials on their telephone."""
        agent, line = self._outbound(name, number)
        leg = Leg(Party(agent.number, agent.name, agent.id), LegState.INITIATED, self.world.now())
        leg.line = line
        call = self._new_call(leg, number, "phone")
        self.world.emit_call(Kind.DIALLED, call, leg)
        self.route(call, number)
        return call

    @locked
    def request(self, name: str, number: str, external_id: str | None = None) -> Call:
        """A call on request: the agent's own telephone rings first."""
        agent, line = self._outbound(name, number)
        for call, _ in self.world.calls_of(agent.id):
            if call.prompting and call.dialled == number:
                raise AlreadySo(f"{agent.id} is being rung for {number} already.")
        leg = Leg(Party(agent.number, agent.name, agent.id), LegState.RINGING, self.world.now())
        leg.line = line
        call = self._new_call(leg, number, "request")
        call.external_id = external_id
        self.world.emit_call(Kind.PROMPTED, call, leg)
        phone = self.world.phone_of(agent)
        if phone.busy or phone.unreachable:
            self.end(call, Cause.BUSY if phone.busy else Cause.FAILED)
            return call
        self._when(leg, self.world.policy.no_answer_s, lambda: self.end(call, Cause.NO_ANSWER))
        if phone.auto_answer is not None:
            self._when(leg, phone.auto_answer, lambda: self.answer(call.id))
        return call

    # What people do

    @locked
    def answer(self, call_id: str, agent: str | None = None) -> None:
        """Whoever rings in this call picks up; with several, the one named or the first."""
        call = self.world.call(call_id)
        leg = self._ringing(call, call_id, agent)
        if leg is call.caller:
            self.world.set_leg(leg, LegState.CONNECTED)
            self.world.emit_call(Kind.PICKED_UP, call, leg)
            self.route(call, call.dialled)
        else:
            self._establish(call, leg)

    @locked
    def hang_up(
        self, call_id: str, by: Side, cause: Cause | None = None, agent: str | None = None
    ) -> None:
        """One side ends the call; without a cause the usual one for that moment is told.

        ``agent`` is who declines a call that rings at several.
        """
        call = self.world.call(call_id)
        if cause is not None:
            self.end(call, cause)
        elif self._ends_consultation(call, by):
            self.consultation_over(call)
        elif call.answered_at is not None:
            self.end(call, Cause.BY_CALLER if by == "caller" else Cause.BY_CALLEE)
        elif call.waiting and by == "caller":
            self.end(call, Cause.QUEUE_GIVEN_UP)
        elif call.waiting:
            self.queue_missed(call, self._ringing(call, call_id, agent))
        else:
            self.end(call, Cause.NO_ANSWER if by == "caller" else Cause.BUSY)

    def _ends_consultation(self, call: Call, by: Side) -> bool:
        """Whether hanging up connects the other two, in an exchange that waits for it."""
        waits = self.world.policy.keep_until_taken and call.consults in self.world.calls
        return waits and by == "caller" and call.answered_at is not None

    def _ringing(self, call: Call, call_id: str, agent: str | None) -> Leg:
        if agent is not None:
            leg = call.ringing(self.world.agent(agent).id)
        else:
            leg = call.ringing(call_id) or call.ringing_leg()
        if leg is None:
            where = f"rings at {agent}" if agent is not None else "rings"
            raise Invalid(f"Nothing {where} in call {call_id}.")
        return leg

    # Routing

    def route(self, call: Call, number: str) -> None:
        """Ring whatever the number stands for."""
        agent = self.world.agents.get(number) or self.world.agent_by_number(number)
        if agent is not None:
            self._announce(call)
            self.ring_agent(call, agent)
        elif number in self.world.queues:
            self._announce(call)
            self.enter_queue(call, self.world.queues[number])
        else:
            self._ring_elsewhere(call, number)

    def ring_agent(self, call: Call, agent: Agent) -> None:
        """Ring an agent's telephone directly, or fail as that telephone does."""
        if agent.state is AgentState.LOGGED_OUT:
            self.end(call, Cause.FAILED)
            return
        leg = self.offer(call, agent)
        obstacle = self.obstacle(agent, leg)
        if obstacle is not None:
            self.end(call, obstacle)
            return
        wait = self.world.policy.no_answer_s
        self._when(leg, wait, lambda: self.end(call, Cause.NO_ANSWER))

    def offer(self, call: Call, agent: Agent) -> Leg:
        """Let the agent's telephone ring in this call; it may pick up by itself."""
        line = self.world.free_line(agent, inbound=True)
        leg = Leg(Party(agent.number, agent.name, agent.id), LegState.RINGING, self.world.now())
        leg.line = line
        if self.world.policy.separate_ids and call.caller.party.agent is not None:
            leg.own_id = self.world.new_id()
        if self.world.policy.ring_ids and call.waiting:
            leg.own_id = self.world.new_id()
        if call.callee is None:
            call.callee = leg
        else:
            call.others.append(leg)
        self.world.emit_call(Kind.OFFERED, call, leg)
        phone = self.world.phone_of(agent)
        if phone.auto_answer is not None and self.obstacle(agent, leg) is None:
            self._when(leg, phone.auto_answer, lambda: self.answer(call.id, agent.id))
        return leg

    def obstacle(self, agent: Agent, leg: Leg) -> Cause | None:
        """Why the telephone cannot ring, if it cannot."""
        phone = self.world.phone_of(agent)
        if phone.unreachable:
            return Cause.FAILED
        refuses = phone.busy or agent.do_not_disturb or leg.line is None
        return Cause.BUSY if refuses else None

    def _ring_elsewhere(self, call: Call, number: str) -> None:
        extension = self.world.extensions.get(number)
        if extension is not None and extension.unallocated:
            self.end(call, Cause.FAILED)
            return
        leg = Leg(Party(number), LegState.RINGING, self.world.now())
        call.callee = leg
        if extension is not None and extension.busy:
            self.end(call, Cause.BUSY)
            return
        self._announce(call)
        wait = self.world.policy.no_answer_s
        self._when(leg, wait, lambda: self.end(call, Cause.NO_ANSWER))
        if extension is not None and extension.answers_after is not None:
            self._when(leg, extension.answers_after, lambda: self._establish(call, leg))

    def _announce(self, call: Call) -> None:
        """Tell a requesting agent that the other side is being called."""
        if call.answered_at is None:
            self.world.emit_call(Kind.REMOTE_RINGING, call, call.caller)

    # Answer and end

    def _establish(self, call: Call, answered: Leg) -> None:
        if call.waiting:
            self.world.emit_caller(Kind.LEFT_QUEUE, call)
            if self.world.policy.ring_ids:
                answered.own_id = None
        late = [leg for leg in (call.callee, *call.others) if leg and leg is not answered]
        call.callee, call.others = answered, []
        call.answered_at = self.world.now()
        for leg in call.legs:
            if leg.state is not LegState.HELD:
                self.world.set_leg(leg, LegState.CONNECTED)
        for timer in call.timers:
            timer.cancel()
        call.timers.clear()
        if call.queue is not None:
            self.world.queues[call.queue].last_served = answered.party.agent
        for leg in call.legs:
            self.world.emit_call(Kind.ANSWERED, call, leg)
        self._stop_ringing(call, late)
        if call.replaces is not None:
            self.taken(call)
        if call.consults is not None:
            self.consultation_answered(call)

    def _stop_ringing(self, call: Call, late: list[Leg]) -> None:
        """Somebody else was faster."""
        for leg in late:
            leg.cancel_timers()
            self.world.emit_call(Kind.ENDED, call, leg, Cause.PICKED_UP)
            self._left(call, leg, served=False)
        if late:
            self.world.availability_changed()

    def end(self, call: Call, cause: Cause) -> None:
        """The call is over for everybody in it."""
        if self.world.calls.pop(call.id, None) is None:
            return
        call.cancel_timers()
        call.cause = cause
        if call.waiting:
            self.world.emit_caller(Kind.LEFT_QUEUE, call)
        for leg in call.legs:
            self.world.emit_call(Kind.ENDED, call, leg, cause)
        for leg in call.legs:
            self._left(call, leg)
        if call.consults is not None:
            self.consultation_failed(call)
        self.gone(call)
        self.world.availability_changed()

    def drop(self, call: Call, leg: Leg, cause: Cause) -> None:
        """Take a called party out; the caller stays and is routed on by whoever dropped."""
        leg.cancel_timers()
        call.remove(leg)
        self.world.emit_call(Kind.ENDED, call, leg, cause)
        self._left(call, leg)

    def hand_over(self, call: Call, leg: Leg, agent: Agent, cause: Cause) -> None:
        """Ring another agent instead; nobody sees the call without a callee in between."""
        leg.cancel_timers()
        self.world.emit_call(Kind.ENDED, call, leg, cause)
        call.remove(leg)
        self.offer(call, agent)
        assert leg.party.agent is not None
        self.board.after_call(leg.party.agent, None)

    def _left(self, call: Call, leg: Leg, *, served: bool | None = None) -> None:
        if leg.party.agent is None:
            return
        if served is None:
            served = call.answered_at is not None and leg is not call.caller
        queue = self.world.queues.get(call.queue) if call.queue and served else None
        self.board.after_call(leg.party.agent, queue)

    # Checks

    def _check_reachable(self, to: str) -> None:
        agent = self.world.agents.get(to) or self.world.agent_by_number(to)
        if agent is None and to not in self.world.queues and to not in self.world.extensions:
            raise NotFound(f"There is no agent, queue or extension {to}.")
        if agent is not None and agent.state is AgentState.LOGGED_OUT:
            raise Invalid(f"{agent.id} is not logged in, so no telephone can ring.")

    def _outbound(self, name: str, number: str) -> tuple[Agent, int]:
        agent = self.world.agent(name)
        if agent.disabled:
            raise Disabled(f"{agent.id} is disabled.")
        if agent.state is AgentState.LOGGED_OUT:
            raise Invalid(f"{agent.id} is not logged in.")
        if number not in self.world.agents and not (number and set(number) <= _DIALLABLE):
            raise Invalid(f"{number!r} cannot be dialled.")
        if number in (agent.id, agent.number):
            raise Invalid(f"{agent.id} cannot call their own number.")
        if not any(line.outbound for line in agent.lines):
            raise NotAllowed(f"{agent.id} has no line for outgoing calls.")
        line = self.world.free_line(agent, inbound=False)
        if line is None:
            raise Full(f"Every line of {agent.id} is in use.")
        return agent, line

    def _new_call(self, caller: Leg, dialled: str, origin: Origin) -> Call:
        call = Call(self.world.new_id(), caller, dialled, origin, self.world.now())
        self.world.calls[call.id] = call
        return call

    def _when(self, leg: Leg, seconds: float, action: Callable[[], None]) -> None:
        leg.timers.append(self.world.time.call_later(seconds, action))
