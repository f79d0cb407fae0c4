"""The methods that tell something: an agent, their lines and queues, a queue.

Of ``agentstatus`` the manual shows LOGOFF only, of ``linestatus`` IDLE only. The other words are
*inferred* from the names of QueueInfo's counters (agents_idle, agents_oncall, agents_paused …).
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.model import Agent, AgentState, Call, Leg, LegState, Queue
from cti_desk.vendors.instantvoice.simulator.arguments import Arguments
from cti_desk.vendors.instantvoice.simulator.platform import Platform, QueueExtras
from cti_desk.vendors.instantvoice.simulator.setup_members import find_queue

ABSENT: Final = "n/a"


def agent_info(platform: Platform, arguments: Arguments) -> dict[str, Any]:
    exchange = platform.exchange
    agent = exchange.world.agent(arguments.numeric_agent())
    account = agent.id.rpartition("_")[0]
    return {
        "accountcode": account,
        "name": agent.name,
        "extension": ABSENT,
        "reasons_reason": agent.reason.text if agent.reason else ABSENT,
        "agentstatusts": int(agent.since),
        "logints": int(agent.logged_in_at or 0),
        "disabled": int(agent.disabled),
        "user": agent.id,
        "pass": platform.passwords.get(agent.id, ""),
        "interface": agent.phone or ABSENT,
        "agentstatus": status(exchange, agent),
        "id": platform.agent_id(agent.id),
    }


def status(exchange: Exchange, agent: Agent) -> str:
    """The agent's status word; a telephone that only rings is still IDLE (inferred)."""
    if agent.state is AgentState.LOGGED_OUT:
        return "LOGOFF"
    if agent.pending is not None:
        paused = agent.pending.state is AgentState.PAUSED
        return "PENDING_PAUSE" if paused else "PENDING_LOGOFF"
    legs = [leg for _, leg in exchange.world.calls_of(agent.id)]
    if any(leg.state is not LegState.RINGING for leg in legs):
        return "ONCALL"
    if agent.state is AgentState.PAUSED:
        return "PAUSED"
    if agent.quarantine_until is not None:
        return "UNAVAILABLE_QUARANTINE"
    return "UNAVAILABLE_WRAPUP" if agent.wrap_up_until is not None else "IDLE"


def agent_line_list(platform: Platform, arguments: Arguments) -> list[dict[str, Any]]:
    exchange = platform.exchange
    agent = exchange.world.agent(arguments.numeric_agent())
    used = {leg.line: (call, leg) for call, leg in exchange.world.calls_of(agent.id)}
    # Inferred: Asterisk's word for a telephone that is not there.
    phone = exchange.world.phones.get(agent.phone or agent.home or "")
    idle = "UNAVAILABLE" if phone is not None and phone.unreachable else "IDLE"
    lines = []
    for line in agent.lines:
        call, leg = used.get(line.number, (None, None))
        in_queue = call is not None and call.queue is not None and leg is call.callee
        lines.append(
            {
                "id": platform.line_id(agent.id, line.number),
                "queues_id": platform.queue_id(call.queue) if call and in_queue else 0,
                "outbound": int(line.outbound),
                "inbound": int(line.inbound),
                "linestatus": _line_status(call, leg) if leg else idle,
                "uniqueid": call.id_at(leg) if call and leg else "",
                "linenumber": line.number,
                "linestatusts": int(leg.since) if leg else 0,
            }
        )
    return lines


# Held calls are told as any call: the system has no word about hold.
_LINE_STATUS: Final = {
    LegState.INITIATED: "DIALING",
    LegState.RINGING: "RINGING",
    LegState.QUEUED: "ONCALL",
    LegState.CONNECTED: "ONCALL",
    LegState.HELD: "ONCALL",
}


def _line_status(call: Call | None, leg: Leg | None) -> str:
    """A line that calls out is DIALING until the other side answers, picked up or not."""
    if call is None or leg is None:
        return "IDLE"
    calls_out = leg is call.caller and leg.state is LegState.CONNECTED
    return "DIALING" if calls_out and call.answered_at is None else _LINE_STATUS[leg.state]


def agent_queue_list(platform: Platform, arguments: Arguments) -> list[dict[str, Any]]:
    exchange = platform.exchange
    agent = exchange.world.agent(arguments.numeric_agent())
    # The manual's JSON gives names as numbers: leading zeros are lost on the way.
    return [
        {"name": int(queue.id), "priority": queue.members[agent.id]}
        for queue in exchange.world.queues.values()
        if agent.id in queue.members
    ]


def queue_info(platform: Platform, arguments: Arguments) -> dict[str, Any]:
    exchange = platform.exchange
    account, name = arguments.text("accountcode"), arguments.text("name")
    queue = find_queue(platform, account, name)
    waiting = exchange.queues.waiting(queue.id)
    longest = max((exchange.time.now() - (call.queued_at or 0) for call in waiting), default=0)
    return {
        "id": platform.queue_id(queue.id),
        "name": f"{account}_{queue.id}",
        "description": queue.name,
        "accountcode": account,
        "timestamp": int(exchange.time.now()),
        "len": len(waiting),
        "maxwait": int(longest),
        **_settings(queue, platform.extras(queue.id)),
        **_counters(exchange, queue),
        **_service_levels(platform, queue),
    }


def _service_levels(platform: Platform, queue: Queue) -> dict[str, int | None]:
    extras, now = platform.extras(queue.id), platform.exchange.time.now()
    within = (extras.sl_answeredbefore_1, extras.sl_answeredbefore_2, extras.sl_answeredbefore_3)
    return {
        f"sl_w{window}_a{number}": platform.service_levels.percent(queue.id, window, seconds, now)
        for window in (1, 2, 3)
        for number, seconds in enumerate(within, start=1)
    }


def _settings(queue: Queue, extras: QueueExtras) -> dict[str, Any]:
    return {
        **vars(extras),
        "joinempty": _yes(queue.join_empty),
        "leavewhenempty": _yes(queue.leave_when_empty),
        "requiresendinfo": _yes(queue.requires_send_info),
        "timeout": queue.timeout,
        "dialtimeout": queue.dial_timeout,
        "maxlen": queue.max_len,
        "wrapuptime": queue.wrap_up_time,
        "quarantinetime": queue.quarantine_time,
        "conditionalmon": "yes",
        "monitorfilename": "",
        "monitor_format": "wav49",
        "max_recordings": 0,
    }


def _counters(exchange: Exchange, queue: Queue) -> dict[str, int]:
    agents = [exchange.world.agents[name] for name in queue.members]
    counts = Counter(status(exchange, agent) for agent in agents)
    return {
        "agents_total": len(agents),
        "agents_loggedin": len(agents) - counts["LOGOFF"],
        "agents_loggedoff": counts["LOGOFF"],
        "agents_idle": counts["IDLE"],
        "agents_oncall": counts["ONCALL"],
        "agents_paused": counts["PAUSED"],
        "agents_pending_pause": counts["PENDING_PAUSE"],
        "agents_pending_logoff": counts["PENDING_LOGOFF"],
        "agents_logoff_pause": 0,
        "agents_unavailable_wrapup": counts["UNAVAILABLE_WRAPUP"],
        "agents_unavailable_quarantine": counts["UNAVAILABLE_QUARANTINE"],
    }


def _yes(value: bool) -> str:
    return "yes" if value else "no"
