"""Shows replies of the API to a person, as aligned lines. Plain functions."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any

from cti_desk.core.freshness import is_old
from cti_desk.core.text import LONGEST_TEXT, clean

Reply = dict[str, Any]
Row = Sequence[str]

_STATES = {
    "UNKNOWN": "not known",
    "LOGGED_OUT": "logged out",
    "NOT_READY": "paused",
    "READY": "ready",
    "BUSY": "in a call",
    "WORKING_AFTER_CALL": "working after a call",
}
_CONNECTIONS = {
    "INITIATED": "dialling",
    "ALERTING": "ringing",
    "CONNECTED": "connected",
    "HELD": "held",
    "QUEUED": "waiting",
    "FAILED": "failed",
}
_LINKS = {
    "CONNECTING": "connecting",
    "UP": "up",
    "DOWN": "down",
    "STOPPED": "stopped: only you can go on",
}
_ARROWS = {"INBOUND": "from", "OUTBOUND": "to"}


def table(rows: Iterable[Row], indent: str = "") -> list[str]:
    """Rows as lines with aligned columns."""
    kept = [[clean(str(cell), LONGEST_TEXT) for cell in row] for row in rows]
    columns = max((len(row) for row in kept), default=0)
    widths = [max((len(row[i]) for row in kept if i < len(row)), default=0) for i in range(columns)]
    return [
        indent + "  ".join(cell.ljust(widths[i]) for i, cell in enumerate(row)).rstrip()
        for row in kept
    ]


def clock(moment: float | None) -> str:
    """A time of day, in the computer's zone."""
    return "" if moment is None else time.strftime("%H:%M:%S", time.localtime(moment))


def duration(seconds: float | None) -> str:
    """Minutes and seconds, as 02:05, or with hours, as 1:02:05."""
    if seconds is None:
        return ""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def status(snapshot: Reply) -> list[str]:
    """The whole desk on a few lines."""
    now = snapshot["time"]
    agent = snapshot["agent"]
    rows: list[Row] = [("Agent", _agent(agent)), ("State", _state(agent, now))]
    rows += _agent_extras(agent)
    rows.append(("Link", _link(snapshot)))
    rows += [("", mark) for mark in snapshot["link"].get("marks") or ()]
    lines = table(rows)
    lines += ["", f"Calls   {'none' if not snapshot['calls'] else ''}".rstrip()]
    lines += table((_call(call, now) for call in snapshot["calls"]), "  ")
    if snapshot["queues"]:
        lines += ["", "Queues", *("  " + line for line in queues(snapshot["queues"], now))]
    return lines


def _agent(agent: Reply) -> str:
    name = agent["id"] or "none chosen yet"
    return f"{name} at {agent['device']}" if agent["device"] else name


def _state(agent: Reply, now: float) -> str:
    words = _state_word(agent["state"])
    if agent["state"] == "BUSY" and agent["underlying"] not in ("BUSY", "READY"):
        words += f", {_state_word(agent['underlying'])} afterwards"
    words += _reason(agent["reason"])
    if not agent["since"]:
        return words
    return f"{words}, for {duration(now - agent['since'])} (since {clock(agent['since'])})"


def _state_word(state: str | None) -> str:
    return "" if state is None else _STATES.get(state, state)


def _connection_word(state: str) -> str:
    return _CONNECTIONS.get(state, state)


def _reason(reason: Reply | None) -> str:
    text = (reason or {}).get("text") or (reason or {}).get("code")
    return f" ({text})" if text else ""


def _agent_extras(agent: Reply) -> list[Row]:
    rows: list[Row] = []
    for key, label in (("asked", "Asked"), ("pending", "Next")):
        wanted = agent[key]
        if wanted:
            state = _state_word(wanted["state"])
            suffix = ", not confirmed yet" if key == "asked" else ", after the call"
            rows.append((label, state + _reason(wanted["reason"]) + suffix))
    if agent["note"]:
        rows.append(("Note", agent["note"]))
    return rows


def _link(snapshot: Reply) -> str:
    link = snapshot["link"]
    words = _LINKS.get(link["state"], link["state"])
    if snapshot["profile"]:
        words += f", {snapshot['vendor']}, profile {snapshot['profile']}"
    if link["stale_s"] is not None:
        words += f"; what you see is {duration(link['stale_s'])} old"
    if link["read_s"] is not None:
        words += f"; read {duration(link['read_s'])} ago, no events tell of changes"
    if link["retry_in_s"] is not None:
        words += f", next try in {link['retry_in_s']:.0f} s"
    return f"{words}. {link['reason']}" if link["reason"] else words


def _name(remote: Reply) -> str:
    """The name. A guess, or one of several names, says so."""
    name = remote["name"] or ""
    return f"perhaps {name}" if name and remote.get("guess") else name


def _call(call: Reply, now: float) -> Row:
    remote = call["remote"]
    number = "withheld" if remote["withheld"] else remote["display"] or remote["number"] or "?"
    queue = (call["queue"] or {}).get("name") or (call["queue"] or {}).get("id") or ""
    state = _connection_word(call["local_state"])
    if call["local_state"] == "CONNECTED" and call["remote_state"] not in (None, "CONNECTED"):
        state = f"other side {_connection_word(call['remote_state'])}"
    if call["local_state"] == "ALERTING" and call["direction"] == "OUTBOUND":
        state = "your telephone is ringing"  # the first leg of a call that was asked for here
    if call.get("held_since") is not None:
        state = f"{state} for {duration(now - call['held_since'])}"
    return (
        _ARROWS.get(call["direction"] or "", "with"),
        number,
        _name(remote),
        queue,
        state,
        duration(now - (call["answered_at"] or call["since"])),
        call["id"],
    )


def queues(found: list[Reply], now: float | None = None) -> list[str]:
    """A line for each queue. Figures that had to be read show their age when they are old."""
    now = time.time() if now is None else now
    return table(_queue(queue, now) for queue in found) or ["No queue is known."]


def _queue(queue: Reply, now: float) -> Row:
    waiting, agents = queue["waiting"], queue["agents"] or {}
    member = {True: "member", False: "not a member", None: ""}[queue["member"]]
    state = _state_word(queue["state"]) + _reason(queue["reason"])
    counts = [
        f"{agents[key]} {word}"
        for key, word in (("ready", "ready"), ("busy", "busy"), ("not_ready", "paused"))
        if agents.get(key) is not None
    ]
    read_at: float | None = queue.get("read_at")
    old = is_old(read_at, now)
    until = now if read_at is None or not old else read_at
    count = queue.get("waiting_count") if waiting is None else len(waiting)
    since = min((one["since"] for one in waiting), default=None) if waiting else None
    since = queue.get("waiting_since") if waiting is None and count else since
    callers = "" if count is None else f"{count} waiting"
    if since is not None:
        callers += f", longest {duration(until - since)}"
    levels = (_service_level(level) for level in queue.get("service_levels") or ())
    age = _age(now - until) if old else ""
    name = queue["name"] or ""
    return (queue["id"], name, member, state, callers, ", ".join(counts), ", ".join(levels), age)


def _age(seconds: float) -> str:
    """The age of figures. It is not shown if the calendar's clock was set back meanwhile."""
    return f"({duration(seconds)} old)" if seconds >= 0 else "(old)"


def _service_level(level: Reply) -> str:
    """As ``85% within 30s (period 1)``."""
    within = "" if level["within_s"] is None else f" within {level['within_s']}s"
    return f"{level['percent']:g}%{within} (period {level['period']})"


def capabilities(found: Reply) -> list[str]:
    """A line for each command, then what else can be known."""
    words = {"OFFERED": "yes", "EMULATED": "emulated", "NOT_OFFERED": "no"}
    lines = table(
        (name, words.get(known["offer"], known["offer"]), known["how"] or known["why"] or "")
        for name, known in found["commands"].items()
    )
    rows: list[Row] = [("Pause reason", str(found["pause_reason"]))]
    reasons = [f"{r['code'] or ''} {r['text'] or ''}".strip() for r in found["reasons"]]
    rows.append(("Reasons", ", ".join(reasons)))
    rows.append(("Devices", ", ".join(found["devices"])))
    rows.append(("Never known", ", ".join(found["unknowable"])))
    rows += [("Warning", warning) for warning in found["warnings"]]
    return [*lines, "", *table(row for row in rows if row[1])]


def journal(rows: list[Reply]) -> list[str]:
    """A line for each call or state, newest first."""
    return table(_journal_row(row) for row in rows) or ["The journal is empty."]


def _journal_row(row: Reply) -> Row:
    started = _date(row["started"])
    if row["kind"] != "call":
        text = _state_word(row["state"]) + _reason({"text": row["reason"] or row["reason_code"]})
        return (started, "", text, "", "", duration(row["duration_s"]))
    unknown = "withheld" if row.get("withheld") else "unknown number"
    who = row["display"] or row["number"] or unknown
    if row["name"]:
        who += f"  {row['name']}"
    queue = row["queue_name"] or row["queue"] or ""
    outcome = (row["outcome"] or "").replace("_", " ")
    if row["outcome"] == "transferred" and row.get("transferred_to"):
        outcome += f" to {row['transferred_to']}"
    if (rings := len(row.get("attempts") or ())) > 1:
        outcome += f" ({rings} rings)"
    arrow = _ARROWS.get(row["direction"] or "", "with")
    return (started, arrow, who, queue, outcome, duration(row["duration_s"]))


def _date(moment: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(moment))


def check(items: list[Reply]) -> list[str]:
    """The first obstacle as a sentence, then every answer."""
    marks = {"ok": "ok", "warning": "look", "blocking": "NO", "unknown": "?"}
    first = next((item for item in items if keeps_calls_away(item)), None)
    unknown = any(item["state"] == "unknown" for item in items)
    good = "Nothing known keeps calls away." if unknown else "Nothing keeps calls away."
    said = good if first is None else f"No calls: {first['text']}"
    return [
        said,
        "",
        *table((marks.get(item["state"], ""), item["what"], item["text"]) for item in items),
    ]


def keeps_calls_away(item: Reply) -> bool:
    """Whether an answer of `check` is that calls do not come."""
    return bool(item["state"] == "blocking")
