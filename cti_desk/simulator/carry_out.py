"""Carries out the verbs of the control API on an exchange."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from cti_desk.simulator import script
from cti_desk.simulator.errors import Invalid, NotFound
from cti_desk.simulator.model import Call, Queue
from cti_desk.simulator.simulated import Simulated
from cti_desk.simulator.snapshot import call_state, state
from cti_desk.simulator.strategies import STRATEGIES

Params = Mapping[str, Any]
_QUEUE_FIXED = frozenset({"id", "members", "paused", "last_served"})


class Verbs:
    """One method for each verb; parameters have been checked against the declaration.

    Each returns a JSON value and raises `ExchangeError` children, whose words the caller sees.
    """

    def __init__(self, simulated: Simulated) -> None:
        self._sim = simulated
        self._exchange = simulated.exchange

    def run(self, name: str, params: Params) -> Any:
        """Carry out a verb of the table."""
        method: Callable[[Params], Any] = getattr(self, f"do_{name}")
        return method(params)

    def do_ring(self, params: Params) -> str:
        """Return the call's id (docs/contracts.md §5); the call may already have ended."""
        if ("agent" in params) == ("queue" in params):
            raise Invalid("ring needs either an agent or a queue.")
        with self._exchange.time.lock:
            if "queue" in params and params["queue"] not in self._exchange.world.queues:
                raise NotFound(f"There is no queue {params['queue']}.")
            to = params.get("queue") or self._exchange.world.agent(params["agent"]).id
            return self._exchange.calls.incoming(
                to, params["from"], params.get("name"), params.get("called")
            ).id

    def do_dial(self, params: Params) -> Any:
        with self._exchange.time.lock:
            return self._told(self._exchange.calls.dial(params["agent"], params["to"]))

    def do_answer(self, params: Params) -> Any:
        with self._exchange.time.lock:
            if "call" not in params and "agent" in params:
                call = self._exchange.ringing_for(params["agent"])
            else:
                call = self._call(params)
            self._exchange.calls.answer(params.get("call", call.id), params.get("agent"))
            return self._told(call)

    def do_hold(self, params: Params) -> Any:
        with self._exchange.time.lock:
            call = self._call(params)
            self._exchange.transfers.hold(call.id, params.get("agent"))
            return self._told(call)

    def do_retrieve(self, params: Params) -> Any:
        with self._exchange.time.lock:
            call = self._call(params)
            self._exchange.transfers.retrieve(call.id, params.get("agent"))
            return self._told(call)

    def do_hangup(self, params: Params) -> Any:
        by = params.get("by", "caller")
        if by not in ("caller", "callee"):
            raise Invalid("hangup: by must be caller or callee.")
        with self._exchange.time.lock:
            call = self._call(params)
            cause = self._sim.cause(params["reason"]) if "reason" in params else None
            name = params.get("call", call.id)
            self._exchange.calls.hang_up(name, by, cause, params.get("agent"))
            return self._told(call)

    def do_transfer(self, params: Params) -> Any:
        with self._exchange.time.lock:
            call, agent = self._call(params), params.get("agent")
            if params.get("attended"):
                new = self._exchange.transfers.attended(call.id, params["to"], agent)
            else:
                new = self._exchange.transfers.blind(call.id, params["to"], agent)
            return {"call": new}

    def do_pickup(self, params: Params) -> Any:
        with self._exchange.time.lock:
            call = self._call({k: v for k, v in params.items() if k == "call"})
            self._exchange.transfers.pick_up(call.id, params["agent"])
            return self._told(call)

    def do_phone(self, params: Params) -> Any:
        with self._exchange.time.lock:
            phone = self._exchange.phone(params["agent"])
            if "auto_answer" in params:
                phone.auto_answer = self._auto_answer(params["auto_answer"])
            phone.busy = params.get("busy", phone.busy)
            phone.unreachable = params.get("unreachable", phone.unreachable)
            return vars(phone)

    def _auto_answer(self, value: bool | float) -> float | None:
        if isinstance(value, bool):
            return self._exchange.policy.ring_s if value else None
        return max(0.0, float(value))

    def do_agent(self, params: Params) -> Any:
        with self._exchange.time.lock:
            agent = self._exchange.world.agent(params["agent"])
            for name in ("inbound", "outbound"):
                for line in agent.lines if name in params else ():
                    setattr(line, name, params[name])
            agent.disabled = params.get("disabled", agent.disabled)
            if "do" in params:
                self._do_agent(agent.id, params)
            self._exchange.queues.distribute()
            found = (one for one in state(self._exchange)["agents"] if one["id"] == agent.id)
            return next(found)

    def _do_agent(self, agent: str, params: Params) -> None:
        board, home = self._exchange.agents, self._exchange.world.agents[agent].home
        match params["do"]:
            case "login":
                board.log_in(agent, params.get("device") or home or "")
            case "logout":
                board.log_out(agent)
            case "pause":
                board.pause(agent, params.get("reason", next(iter(self._exchange.world.reasons))))
            case "ready":
                board.set_do_not_disturb(agent, False)
                board.unpause(agent)
            case "join":
                self._exchange.setup.join(agent, {_queue_of(params): 1})
            case "leave":
                self._exchange.setup.leave(agent, _queue_of(params))
            case other:
                known = "login, logout, pause, be ready, join or leave a queue"
                raise Invalid(f"An agent can {known}, not {other!r}.")

    def do_queue(self, params: Params) -> Any:
        with self._exchange.time.lock:
            queue = self._exchange.world.queues.get(params["queue"])
            if queue is None:
                raise NotFound(f"There is no queue {params['queue']}.")
            changes = {k: v for k, v in params.items() if k != "queue"}
            for name, value in changes.items():
                _check_queue_setting(name, value)
            for name, value in changes.items():
                setattr(queue, name, value)
            self._exchange.queues.distribute()
            found = (one for one in state(self._exchange)["queues"] if one["id"] == queue.id)
            return next(found)

    def do_clock(self, params: Params) -> Any:
        if params["advance"] < 0:
            raise Invalid("Time can only be advanced.")
        return {"time": self._exchange.time.advance(float(params["advance"]))}

    def do_fault(self, params: Params) -> Any:
        options = {k: v for k, v in params.items() if k != "kind"}
        kind = params["kind"]
        if kind == "clear" or options.pop("clear", False):
            what = options.get("what") if kind == "clear" else kind
            self._sim.faults.clear(what)
            self._sim.faults_cleared()
        else:
            self._sim.fault_added(self._sim.faults.add(kind, options))
        return {"faults": self._sim.faults.listing()}

    def do_stats(self, params: Params) -> Any:
        return self._sim.stats()

    def do_state(self, params: Params) -> Any:
        return {"vendor": self._sim.vendor, **state(self._exchange), **self._sim.details()}

    def do_secrets(self, params: Params) -> Any:
        return self._sim.secrets()

    def do_variant(self, params: Params) -> Any:
        return self._sim.variant(params)

    def do_rights(self, params: Params) -> Any:
        self._sim.rights(params.get("key"), params["methods"])
        return {"methods": params["methods"]}

    def do_feed(self, params: Params) -> Any:
        agents = params.get("agents") or list(self._exchange.world.agents)
        return {"sent": self._sim.feed(int(params["count"]), params.get("rate"), agents)}

    def do_script(self, params: Params) -> Any:
        return script.run_file(params["file"], self.run, self._exchange.time)

    def _call(self, params: Params) -> Call:
        return self._exchange.call_or(params.get("call"), params.get("agent"))

    def _told(self, call: Call) -> dict[str, Any]:
        """``call`` is the id; whoever wants to know more finds the call's state beside it."""
        up = call.id in self._exchange.world.calls
        return {"call": call.id, "up": up, **(call_state(call) if up else {})}


def _queue_of(params: Params) -> str:
    if "queue" not in params:
        raise Invalid("Which queue?")
    return str(params["queue"])


def _check_queue_setting(name: str, value: Any) -> None:
    kinds = {field.name: field.type for field in fields(Queue) if field.name not in _QUEUE_FIXED}
    if name not in kinds:
        raise Invalid(f"A queue has no setting {name!r}. Settings are: {', '.join(kinds)}.")
    if name == "strategy" and value not in STRATEGIES:
        raise Invalid(f"A queue's strategy is one of {', '.join(STRATEGIES)}.")
    kind = str(kinds[name])
    fits = {
        "bool": isinstance(value, bool),
        "int": isinstance(value, int) and not isinstance(value, bool) and value >= 0,
    }.get(kind, isinstance(value, str))
    if not fits:
        raise Invalid(f"The queue's setting {name!r} cannot be {value!r}.")
