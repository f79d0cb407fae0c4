"""The exchange as JSON, for people and tests that look at it."""

from __future__ import annotations

from typing import Any, Final

from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.model import Agent, Call, Leg, Queue

_NO_SETTINGS: Final = frozenset({"members", "paused", "last_served"})


def state(exchange: Exchange) -> dict[str, Any]:
    """``{"time", "agents": [...], "queues": [...], "calls": [...]}``."""
    with exchange.time.lock:
        world = exchange.world
        return {
            "time": exchange.time.now(),
            "agents": [_agent(exchange, agent) for agent in world.agents.values()],
            "queues": [_queue(exchange, queue) for queue in world.queues.values()],
            "calls": [call_state(call) for call in world.calls.values()],
        }


def call_state(call: Call) -> dict[str, Any]:
    """One call with both its ends; ``callee`` is ``null`` while nobody is rung."""
    return {
        "id": call.id,
        "origin": call.origin,
        "dialled": call.dialled,
        "called": call.called,
        "queue": call.queue,
        "queued_at": call.queued_at,
        "started_at": call.started_at,
        "answered_at": call.answered_at,
        "external_id": call.external_id,
        "caller": _leg(call, call.caller),
        "callee": _leg(call, call.callee) if call.callee else None,
        "others": [_leg(call, leg) for leg in call.others],
    }


def _leg(call: Call, leg: Leg) -> dict[str, Any]:
    return {
        "number": leg.party.number,
        "name": leg.party.name,
        "agent": leg.party.agent,
        "state": leg.state.value,
        "since": leg.since,
        "id": call.id_at(leg),
    }


def _agent(exchange: Exchange, agent: Agent) -> dict[str, Any]:
    name = agent.phone or agent.home
    phone = exchange.world.phones[name] if name else None
    return {
        "id": agent.id,
        "name": agent.name,
        "state": agent.state.value,
        "device": agent.phone,
        "reason": {"code": agent.reason.code, "text": agent.reason.text} if agent.reason else None,
        "since": agent.since,
        "pending": agent.pending.state.value if agent.pending else None,
        "wrap_up_until": agent.wrap_up_until,
        "quarantine_until": agent.quarantine_until,
        "disabled": agent.disabled,
        "do_not_disturb": agent.do_not_disturb,
        "calls": [call.id_at(leg) for call, leg in exchange.world.calls_of(agent.id)],
        "phone": {
            "auto_answer": phone.auto_answer,
            "busy": phone.busy,
            "unreachable": phone.unreachable,
        }
        if phone
        else None,
    }


def _queue(exchange: Exchange, queue: Queue) -> dict[str, Any]:
    settings = {k: v for k, v in vars(queue).items() if k not in _NO_SETTINGS}
    waiting = [call.id for call in exchange.queues.waiting(queue.id)]
    paused = list(queue.paused)
    return {**settings, "members": list(queue.members), "paused": paused, "waiting": waiting}
