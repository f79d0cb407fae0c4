"""From events to rows: one for each call, one for each agent state. Pure.

A row is a dictionary with all of `COLUMNS`; what is not known, or belongs to the other kind, is
``None``. Times are Unix seconds. Outcomes of a call:

    answered             incoming, the agent spoke
    missed               incoming, it rang here and was not answered
    answered_elsewhere   incoming, somebody else took it: not missed
    abandoned            incoming, the caller left before it rang here
    dialled              outgoing, the other side answered
    busy  no_answer      outgoing, and why nobody spoke
    failed               it could not be connected
    unknown              the desk did not see the end
"""

from __future__ import annotations

from typing import Any, Final

from cti_desk.core.events import AGENT_EVENTS, Event, EventType
from cti_desk.core.model import Agent, AgentState, Call, ConnectionState, Direction

Row = dict[str, Any]

COLUMNS: Final = (
    "id",
    "kind",
    "started",
    "answered",
    "ended",
    "duration_s",
    "direction",
    "number",
    "e164",
    "display",
    "name",
    "called",
    "queue",
    "queue_name",
    "call_id",
    "root_id",
    "correlation_id",
    "cause",
    "outcome",
    "agent",
    "device",
    "state",
    "reason_code",
    "reason",
)

_ELSEWHERE: Final = frozenset({"PICKUP", "ANSWERED_ELSEWHERE"})
_NO_ONE_SPOKE: Final = {
    "BUSY": "busy",
    "DESTINATION_BUSY": "busy",
    "NOANSWER": "no_answer",
    "FAILED": "failed",
}
_BROKEN: Final = frozenset({"FAILED", "MSSTOP", "MSSTART", "MSGONE"})
_STATES: Final = frozenset({*AGENT_EVENTS.values(), EventType.AGENT_CHANGED})
_NOT_OF_A_CALL: Final = frozenset({EventType.WAITING_CALL, EventType.GAP})


class OpenRows:
    """The rows that still change: calls that are up, and the state the agent is in.

    ``next_id`` is the first free number; `adopt` continues rows of an earlier run.
    """

    def __init__(self, next_id: int = 1) -> None:
        self._next_id = next_id
        self._calls: dict[str, Row] = {}
        self._rang: set[str] = set()
        self._state: Row | None = None
        self._agent: Agent | None = None
        self._state_known = False  # in this run

    def adopt(self, row: Row) -> None:
        """A row without an end: its call may still be up, its state may still last."""
        if row["kind"] == "call":
            self._calls[row["call_id"]] = row
            self._rang.add(row["call_id"])
        else:
            self._state = row

    def shift(self, count: int) -> None:
        """Raise every number given so far, below which a database turned out to be in use."""
        self._next_id += count
        for row in (*self._calls.values(), *([self._state] if self._state else [])):
            row["id"] = str(int(row["id"]) + count)

    def take(self, event: Event, at: float) -> list[Row]:
        """The rows that this event begins or changes."""
        if event.agent is not None and event.colleague is None:
            self._agent = event.agent
        if event.call is not None and event.event not in _NOT_OF_A_CALL:
            return self._take_call(event, event.call, at)
        if event.event in _STATES and event.agent is not None:
            return self._take_state(event.agent, at)
        return []

    def _take_call(self, event: Event, call: Call, at: float) -> list[Row]:
        row = self._calls.get(call.id)
        if row is None:
            row = self._calls[call.id] = self._new("call", call.since or at)
        before = dict(row)
        self._fill(row, call)
        row["outcome"] = None
        row["cause"] = event.cause or row["cause"]
        if call.local_state is ConnectionState.ALERTING:
            self._rang.add(call.id)
        if event.event is EventType.CONNECTION_CLEARED:
            self._end(row, call, at)
        return [row] if row != before else []

    def _fill(self, row: Row, call: Call) -> None:
        remote = call.remote
        queue = call.queue
        found = {
            "call_id": call.id,
            "root_id": call.root,
            "answered": call.answered_at,
            "direction": call.direction and call.direction.value,
            "number": None if remote.withheld else remote.number,
            "e164": remote.e164,
            "display": remote.display,
            "name": None if remote.guess else remote.name,
            "called": call.called,
            "queue": queue and queue.id,
            "queue_name": queue and queue.name,
            "correlation_id": call.correlation_id,
            "agent": self._agent and self._agent.id,
            "device": self._agent and self._agent.device,
        }
        row.update({key: value for key, value in found.items() if value is not None})

    def _end(self, row: Row, call: Call, at: float) -> None:
        row["ended"] = at
        if row["answered"] is not None:
            row["duration_s"] = round(max(0.0, at - row["answered"]), 3)
        row["outcome"] = outcome(row, rang=call.id in self._rang)
        self._calls.pop(call.id, None)
        self._rang.discard(call.id)

    def _take_state(self, agent: Agent, at: float) -> list[Row]:
        if agent.state is AgentState.UNKNOWN and not self._state_known:
            return []  # nothing has been read yet: what an earlier run knew may still be so
        self._state_known = True
        reason = agent.reason
        now = {
            "state": agent.state.value,
            "reason_code": reason and reason.code,
            "reason": reason and reason.text,
            "agent": agent.id,
        }
        last = self._state
        if last is not None and all(last[key] == value for key, value in now.items()):
            return []
        row = self._state = self._new("state", at) | now | {"device": agent.device}
        if last is None:
            return [row]
        last["ended"] = at
        last["duration_s"] = round(max(0.0, at - last["started"]), 3)
        return [last, row]

    def _new(self, kind: str, started: float) -> Row:
        row: Row = dict.fromkeys(COLUMNS)
        row.update(id=str(self._next_id), kind=kind, started=started)
        self._next_id += 1
        return row


def outcome(row: Row, rang: bool) -> str:
    """What became of an ended call; the words are in this module's description."""
    cause = str(row["cause"] or "").upper()
    answered = row["answered"] is not None
    if row["direction"] == Direction.OUTBOUND:
        return "dialled" if answered else _not_reached(cause)
    if answered:
        return "answered"
    if cause in _ELSEWHERE:
        return "answered_elsewhere"
    if cause in _BROKEN:
        return "failed"
    if row["direction"] is None and not rang:
        return "unknown"
    return "missed" if rang else "abandoned"


def _not_reached(cause: str) -> str:
    if cause in _BROKEN:
        return "failed"
    return _NO_ONE_SPOKE.get(cause, "no_answer")
