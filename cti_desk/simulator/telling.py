"""What a simulator answered, in lines for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def tell(verb: str, result: Any) -> str:
    """Return the words for a verb's result; whatever has none of its own is listed by name."""
    if not isinstance(result, dict):
        return str(result)
    if verb == "state":
        return _state(result)
    if "caller" in result:
        return call_line(result)
    if set(result) == {"call", "up"}:
        return f"Call {result['call']} has ended."
    return "\n".join(_lines(result))


def call_line(call: Mapping[str, Any]) -> str:
    """``1282781304.2.5  2198765456 (Maria Souza) CONNECTED  ->  default_1001 RINGING``."""
    callee = call.get("callee")
    ends = [_end(leg) for leg in (callee, *call.get("others", ())) if leg]
    to = ", ".join(ends) or f"{call.get('queue') or call.get('dialled')} waiting"
    return f"{call['id']}  {_end(call['caller'])}  ->  {to}"


def _end(leg: Mapping[str, Any]) -> str:
    who = leg.get("agent") or leg["number"]
    name = f" ({leg['name']})" if leg.get("name") else ""
    return f"{who}{name} {leg['state']}"


def _state(state: Mapping[str, Any]) -> str:
    lines = ["Agents"]
    for agent in state["agents"]:
        words = [agent["state"], agent["device"] or ""]
        words.append(f"({agent['reason']['text']})" if agent["reason"] else "")
        words.append(f"then {agent['pending']}" if agent["pending"] else "")
        words.append("wrap-up" if agent["wrap_up_until"] else "")
        words.append("quarantine" if agent["quarantine_until"] else "")
        told = "  ".join(word for word in words if word)
        lines.append(f"  {agent['id']:14} {agent['name']:16} {told}")
    lines.append("Queues")
    for queue in state["queues"]:
        waiting, members = len(queue["waiting"]), len(queue["members"])
        lines.append(f"  {queue['id']:14} {queue['name']:16} {waiting} waiting, {members} members")
    lines.append("Calls" if state["calls"] else "No calls")
    lines += [f"  {call_line(call)}" for call in state["calls"]]
    return "\n".join(lines)


def _lines(result: Mapping[str, Any], indent: str = "") -> list[str]:
    lines = []
    for name, value in result.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}:", *_lines(value, indent + "  ")]
        else:
            lines.append(f"{indent}{name}: {value}")
    return lines
