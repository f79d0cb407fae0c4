"""What an answered call can go through: hold, transfer, pick-up."""

from __future__ import annotations

from cti_desk.simulator.calls import Calls
from cti_desk.simulator.errors import Empty, ExchangeError, Full, Invalid
from cti_desk.simulator.model import AgentState, Call, Cause, Leg, LegState
from cti_desk.simulator.observations import Kind
from cti_desk.simulator.world import World, locked


class Transfers:
    """Hold, retrieve, blind and attended transfer, pick-up of a ringing call."""

    def __init__(self, world: World, calls: Calls) -> None:
        self.world = world
        self.calls = calls

    @locked
    def hold(self, call_id: str, agent: str | None = None) -> None:
        call, leg = self._leg(call_id, agent)
        if leg.state is not LegState.CONNECTED:
            raise Invalid(f"Call {call_id} is not connected, so it cannot be held.")
        self.world.set_leg(leg, LegState.HELD)
        self.world.emit_call(Kind.HELD, call, leg)

    @locked
    def retrieve(self, call_id: str, agent: str | None = None) -> None:
        call, leg = self._leg(call_id, agent, LegState.HELD)
        if leg.state is not LegState.HELD:
            raise Invalid(f"Call {call_id} is not held.")
        self.world.set_leg(leg, LegState.CONNECTED)
        self.world.emit_call(Kind.RETRIEVED, call, leg)

    @locked
    def blind_all(self, name: str, number: str) -> list[str]:
        """Move every call the agent has taken; return the ids of the calls moved."""
        agent = self.world.agent(name)
        self._check_target(number)
        taken = [(c, leg) for c, leg in self.world.calls_of(agent.id) if self._taken(c, leg)]
        if not taken:
            raise Empty(f"{agent.id} has no answered call to transfer.")
        moved = []
        for call, leg in taken:
            if call.id in self.world.calls:
                moved.append(self._move(call, leg, number, Cause.BLIND_TRANSFER).id)
        return moved

    @locked
    def blind(self, call_id: str, number: str, agent: str | None = None) -> str:
        """Move one call (the key on the telephone); return its id afterwards."""
        call, leg = self._answered(call_id, agent)
        self._check_target(number)
        if self.world.policy.keep_until_taken:
            return self._ring_beside(call, leg, number).id
        return self._move(call, leg, number, Cause.BLIND_TRANSFER).id

    @locked
    def attended(self, call_id: str, number: str, agent: str | None = None) -> str:
        """Hold and call the target; return the new call's id.

        Both are connected as soon as it answers, or, where the policy says so, when the agent
        hangs up.
        """
        call, leg = self._answered(call_id, agent)
        self._check_target(number)
        assert leg.party.agent is not None
        held_before = leg.state is LegState.HELD
        self._set_hold(call, leg)
        try:
            consultation = self.calls.dial(leg.party.agent, number)
        except ExchangeError:
            if not held_before:
                self._take_back(call, leg)
            raise
        if consultation.id in self.world.calls:
            consultation.consults = call.id
        elif not held_before:
            self._take_back(call, leg)
        return consultation.id

    @locked
    def pick_up(self, call_id: str, name: str) -> None:
        """Another agent takes a call that rings at a colleague."""
        call, agent = self.world.call(call_id), self.world.agent(name)
        leg = call.callee
        if leg is None or leg.state is not LegState.RINGING or leg.party.agent is None:
            raise Invalid(f"Call {call_id} rings at no agent.")
        if agent.state is AgentState.LOGGED_OUT:
            raise Invalid(f"{agent.id} is not logged in.")
        if any(True for c, _ in self.world.calls_of(agent.id) if c is call):
            raise Invalid(f"Call {call_id} is {agent.id}'s own.")
        if self.world.free_line(agent, inbound=True) is None:
            raise Full(f"Every line of {agent.id} is in use.")
        self.calls.hand_over(call, leg, agent, Cause.PICKED_UP)
        self.calls.answer(call.id)
        self.world.availability_changed()

    def consultation_answered(self, consultation: Call) -> None:
        """The target answered; that is enough, unless the agent has to hang up first."""
        if not self.world.policy.keep_until_taken:
            self.connect(consultation)

    def connect(self, consultation: Call) -> None:
        """The target and the held party are connected, the agent is out."""
        held = self.world.calls.get(consultation.consults or "")
        target = consultation.callee
        consultation.consults = None
        leg = held.leg_of(consultation.caller.party.agent or "") if held else None
        if held is None or leg is None or target is None:
            return
        staying = held.other(leg)
        assert staying is not None
        self.world.calls.pop(consultation.id)
        consultation.cancel_timers()
        consultation.cause = Cause.ATTENDED_TRANSFER
        self.world.emit_call(Kind.ENDED, consultation, consultation.caller, Cause.ATTENDED_TRANSFER)
        target.own_id = consultation.id_at(target)
        if self.world.policy.keep_until_taken:
            self._take_the_place(held, leg, target)
        else:
            self._leave(held, leg, Cause.ATTENDED_TRANSFER)
            self._join(held, staying, target, consultation.dialled)
        self.world.availability_changed()

    def consultation_failed(self, consultation: Call) -> None:
        """The target did not answer: back to the held party."""
        held = self.world.calls.get(consultation.consults or "")
        leg = held.leg_of(consultation.caller.party.agent or "") if held else None
        if held is not None and leg is not None and leg.state is LegState.HELD:
            self._take_back(held, leg)

    def taken(self, call: Call) -> None:
        """The target has answered: the call it was transferred from is over."""
        replaced = self.world.calls.get(call.replaces or "")
        call.replaces = None
        if replaced is not None:
            self.calls.end(replaced, Cause.BLIND_TRANSFER)

    def gone(self, call: Call) -> None:
        """A call ended while its other party rings a target: who hung up decides for both."""
        beside = next((one for one in self.world.calls.values() if one.replaces == call.id), None)
        if beside is None:
            return
        beside.replaces = None
        staying_called = call.caller.party == beside.caller.party
        if (call.cause is Cause.BY_CALLER) == staying_called:
            self.calls.end(beside, Cause.BY_CALLER)

    def _ring_beside(self, call: Call, leg: Leg, number: str) -> Call:
        """The other party rings the target in a call of its own; this one goes on meanwhile."""
        staying = call.other(leg)
        assert staying is not None
        self._check_elsewhere(staying, number)
        if any(one.replaces == call.id for one in self.world.calls.values()):
            raise Invalid(f"Call {call.id} is being transferred already.")
        caller = Leg(staying.party, LegState.INITIATED, self.world.now())
        fresh = Call(self.world.new_id(), caller, number, "outside", self.world.now())
        fresh.replaces = call.id
        self.world.calls[fresh.id] = fresh
        self.world.emit_call(Kind.DIALLED, fresh, caller)
        self.calls.route(fresh, number)
        return fresh

    def _take_the_place(self, call: Call, leg: Leg, target: Leg) -> None:
        """The target is in the call in place of the agent who transferred it."""
        self.world.emit_call(Kind.ENDED, call, leg, Cause.ATTENDED_TRANSFER)
        queue = self.world.queues.get(call.queue) if call.queue and leg is call.callee else None
        if leg is call.caller:
            call.caller = target
        else:
            call.callee = target
        call.queue = call.queued_at = None
        for one in call.legs:
            self.world.set_leg(one, LegState.CONNECTED)
        self.world.look()
        assert leg.party.agent is not None
        self.calls.board.after_call(leg.party.agent, queue)

    def _take_back(self, call: Call, leg: Leg) -> None:
        self.world.set_leg(leg, LegState.CONNECTED)
        self.world.emit_call(Kind.RETRIEVED, call, leg)

    def _move(self, call: Call, leg: Leg, number: str, cause: Cause) -> Call:
        staying = call.other(leg)
        assert staying is not None
        self._check_elsewhere(staying, number)
        call.consults = None
        self._leave(call, leg, cause)
        if staying is not call.caller:
            call = self._renew(call, staying)
        call.callee, call.queue, call.queued_at, call.answered_at = None, None, None, None
        call.dialled, call.origin = number, "outside"
        self.world.set_leg(staying, LegState.CONNECTED)
        self.calls.route(call, number)
        self.world.availability_changed()
        return call

    def _leave(self, call: Call, leg: Leg, cause: Cause) -> None:
        """One agent is out of a call that goes on without them."""
        leg.cancel_timers()
        self.world.emit_call(Kind.ENDED, call, leg, cause)
        queue = self.world.queues.get(call.queue) if call.queue and leg is call.callee else None
        if leg is call.callee:
            call.callee = None
        else:
            # The caller's place cannot be empty: _renew or _join gives the call a new one.
            self.world.calls.pop(call.id, None)
        assert leg.party.agent is not None
        self.calls.board.after_call(leg.party.agent, queue)

    def _renew(self, call: Call, staying: Leg) -> Call:
        """The called party goes on as the caller of a call of its own."""
        staying.own_id = call.id_at(staying)
        fresh = Call(self.world.new_id(), staying, call.dialled, "outside", self.world.now())
        self.world.calls[fresh.id] = fresh
        return fresh

    def _join(self, held: Call, staying: Leg, target: Leg, dialled: str) -> None:
        call = held if staying is held.caller else self._renew(held, staying)
        now = self.world.now()
        call.callee, call.dialled, call.answered_at = target, dialled, now
        call.queue = call.queued_at = None
        for leg in call.legs:
            self.world.set_leg(leg, LegState.CONNECTED)

    def _set_hold(self, call: Call, leg: Leg) -> None:
        if leg.state is LegState.CONNECTED:
            self.world.set_leg(leg, LegState.HELD)
            self.world.emit_call(Kind.HELD, call, leg)

    def _check_elsewhere(self, staying: Leg, number: str) -> None:
        agent = staying.party.agent
        if agent is not None and number in (staying.party.number, agent):
            raise Invalid(f"{number} is in this call already.")

    def _check_target(self, number: str) -> None:
        if not number:
            raise Invalid("A transfer needs a number to go to.")

    def _answered(self, call_id: str, agent: str | None) -> tuple[Call, Leg]:
        call, leg = self._leg(call_id, agent)
        if not self._taken(call, leg):
            raise Invalid(f"Call {call_id} is not answered, so it cannot be transferred.")
        return call, leg

    @staticmethod
    def _taken(call: Call, leg: Leg) -> bool:
        return call.answered_at is not None and leg.up

    def _leg(
        self, call_id: str, agent: str | None, state: LegState = LegState.CONNECTED
    ) -> tuple[Call, Leg]:
        """The named agent's leg, else the callee's, preferring one in ``state``."""
        call = self.world.call(call_id)
        if agent is not None:
            leg = call.leg_of(self.world.agent(agent).id)
            if leg is None:
                raise Invalid(f"{agent} is not in call {call_id}.")
            return call, leg
        legs = [leg for leg in (call.callee, call.caller) if leg and leg.party.agent]
        if not legs:
            raise Invalid(f"No agent is in call {call_id}.")
        return call, next((leg for leg in legs if leg.state is state), legs[0])
