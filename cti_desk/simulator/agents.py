"""Agents at the exchange: log in and out, pause, and what follows a call."""

from __future__ import annotations

from cti_desk.simulator.errors import AlreadySo, Disabled, Full, Invalid, NotFound
from cti_desk.simulator.model import Agent, AgentState, PauseReason, Pending, Queue
from cti_desk.simulator.observations import Kind
from cti_desk.simulator.world import World, locked


class AgentBoard:
    """Keeps each agent's state. All methods raise `ExchangeError` children."""

    def __init__(self, world: World) -> None:
        self.world = world

    @locked
    def log_in(self, name: str, phone: str) -> None:
        agent = self._enabled(name)
        if phone not in self.world.phones:
            raise NotFound(f"There is no telephone {phone}.")
        if agent.state is not AgentState.LOGGED_OUT:
            raise AlreadySo(f"{agent.id} is logged in at {agent.phone} already.")
        taken = next((one for one in self.world.agents.values() if one.phone == phone), None)
        if taken is not None:
            raise Full(f"{phone} is in use by {taken.id}.")
        now = self.world.now()
        agent.phone, agent.logged_in_at, agent.idle_since = phone, now, now
        agent.pending = None
        self._enter(agent, AgentState.READY)
        self.world.emit_agent(Kind.LOGGED_IN, agent)
        self.world.availability_changed()

    @locked
    def log_out(self, name: str) -> None:
        """Log out, after the calls where the exchange defers that."""
        agent = self._enabled(name)
        if agent.state is AgentState.LOGGED_OUT:
            raise AlreadySo(f"{agent.id} is logged out already.")
        if self._defers(agent):
            self._pend(agent, Pending(AgentState.LOGGED_OUT))
        else:
            self._leave(agent)

    @locked
    def pause(self, name: str, code: str) -> None:
        """Pause for a known reason, after the calls where the exchange defers that."""
        agent = self._logged_in(name)
        reason = self.world.reasons.get(code)
        if reason is None:
            raise NotFound(f"There is no pause {code}.")
        if agent.state is AgentState.PAUSED and agent.reason == reason:
            raise AlreadySo(f"{agent.id} is paused for {reason.text} already.")
        pending = Pending(AgentState.PAUSED, reason)
        if agent.pending == pending:
            raise AlreadySo(f"{agent.id} will be paused for {reason.text} already.")
        if self._defers(agent):
            self._pend(agent, pending)
        else:
            self._pause(agent, reason)

    @locked
    def unpause(self, name: str) -> None:
        """Be ready again; also takes back what was pending."""
        agent = self._logged_in(name)
        if agent.pending is None and agent.state is AgentState.READY:
            raise AlreadySo(f"{agent.id} is not paused.")
        if agent.pending is not None:
            agent.pending = None
            self.world.emit_agent(Kind.PENDING, agent)
        if agent.state is AgentState.PAUSED:
            self._enter(agent, AgentState.READY)
            agent.idle_since = self.world.now()
            self.world.emit_agent(Kind.UNPAUSED, agent)
        self.world.availability_changed()

    @locked
    def available(self, agent: Agent) -> bool:
        """Whether a queue may offer the agent a call now."""
        return (
            agent.state is AgentState.READY
            and agent.pending is None
            and not agent.disabled
            and not agent.do_not_disturb
            and agent.wrap_up_until is None
            and agent.quarantine_until is None
            and not any(True for _ in self.world.calls_of(agent.id))
            and self.world.free_line(agent, inbound=True) is not None
        )

    def after_call(self, name: str, queue: Queue | None) -> None:
        """A call left the agent's telephone; ``queue`` when they had answered it from there."""
        agent = self.world.agents[name]
        agent.idle_since = self.world.now()
        if queue is not None and queue.wrap_up_time > 0:
            self._begin_wrap_up(agent, queue.wrap_up_time)
        if agent.pending is None or any(True for _ in self.world.calls_of(name)):
            return
        pending, agent.pending = agent.pending, None
        if pending.state is AgentState.LOGGED_OUT:
            self._leave(agent)
        elif pending.reason is not None:
            self._pause(agent, pending.reason)

    def quarantine(self, name: str, seconds: int) -> None:
        """The agent did not answer: no queue calls for a while."""
        agent = self.world.agents[name]
        until = self.world.now() + seconds
        agent.quarantine_until = until
        self.world.emit_agent(Kind.QUARANTINE, agent)

        def over() -> None:
            if agent.quarantine_until == until:
                agent.quarantine_until = None
                self.world.emit_agent(Kind.QUARANTINE_ENDED, agent)
                self.world.availability_changed()

        self.world.time.call_later(seconds, over)

    @locked
    def set_do_not_disturb(self, name: str, on: bool) -> None:
        """While it is on, whoever calls the agent finds them busy."""
        agent = self._enabled(name)
        if agent.do_not_disturb == on:
            return
        agent.do_not_disturb = on
        self.world.look()
        self.world.availability_changed()

    @locked
    def end_wrap_up(self, name: str) -> None:
        """The agent is done before the time."""
        agent = self._enabled(name)
        if agent.wrap_up_until is None:
            raise AlreadySo(f"{agent.id} has no wrap-up to end.")
        agent.wrap_up_until = None
        self.world.emit_agent(Kind.WRAP_UP_ENDED, agent)
        self.world.availability_changed()

    def _begin_wrap_up(self, agent: Agent, seconds: int) -> None:
        until = self.world.now() + seconds
        agent.wrap_up_until = until
        self.world.emit_agent(Kind.WRAP_UP, agent)

        def over() -> None:
            if agent.wrap_up_until == until:
                agent.wrap_up_until = None
                self.world.emit_agent(Kind.WRAP_UP_ENDED, agent)
                self.world.availability_changed()

        self.world.time.call_later(seconds, over)

    def _defers(self, agent: Agent) -> bool:
        return self.world.policy.defer and any(True for _ in self.world.calls_of(agent.id))

    def _pend(self, agent: Agent, pending: Pending) -> None:
        if agent.pending == pending:
            raise AlreadySo(f"{agent.id} will be {pending.state.value.lower()} already.")
        agent.pending = pending
        self.world.emit_agent(Kind.PENDING, agent, pending.reason)

    def _pause(self, agent: Agent, reason: PauseReason) -> None:
        self._enter(agent, AgentState.PAUSED, reason)
        self.world.emit_agent(Kind.PAUSED, agent, reason)

    def _leave(self, agent: Agent) -> None:
        self._enter(agent, AgentState.LOGGED_OUT)
        agent.phone = agent.logged_in_at = None
        agent.pending = agent.wrap_up_until = agent.quarantine_until = None
        self.world.emit_agent(Kind.LOGGED_OUT, agent)
        self.world.availability_changed()

    def _enter(self, agent: Agent, state: AgentState, reason: PauseReason | None = None) -> None:
        agent.state, agent.reason, agent.since = state, reason, self.world.now()

    def _enabled(self, name: str) -> Agent:
        agent = self.world.agent(name)
        if agent.disabled:
            raise Disabled(f"{agent.id} is disabled.")
        return agent

    def _logged_in(self, name: str) -> Agent:
        agent = self._enabled(name)
        if agent.state is AgentState.LOGGED_OUT:
            raise Invalid(f"{agent.id} is not logged in.")
        return agent
