"""Call detail records and the event log: rows for the files that can be downloaded."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any, Final

from cti_desk.simulator import model
from cti_desk.vendors.compass.messages.callpoints import (
    Callpoint,
    ExternalPoint,
    QueuePoint,
    UserPoint,
)
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.users import NOWHERE, User
from cti_desk.vendors.compass.simulator.changes import REPLACE, SOURCE_HANGUP, Hints
from cti_desk.vendors.compass.simulator.platform import Platform
from cti_desk.vendors.compass.simulator.view import View

Row = dict[str, Any]

MOST_ROWS: Final = 20_000
_STATES: Final = {
    "CONNECTING": "conn",
    "RINGING": "ring",
    "ANSWERED": "answered",
    "INACTIVE": "answered",
    "DISCONNECTED": "down",
}
_END_REASONS: Final = {
    "DESTINATION_BUSY": "busy",
    SOURCE_HANGUP: "caller",
    "DESTINATION_HANGUP": "callee",
    REPLACE: "replace",
}


class Records:
    """``cdr`` and ``events`` hold rows by the name of their file; ``at`` is each row's time."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.cdr: dict[str, list[tuple[float, Row]]] = {"company": [], "user": [], "queue": []}
        self.events: dict[str, list[tuple[float, Row]]] = {"calls": [], "users": []}
        self._steps: Counter[str] = Counter()

    def record(self, old: View, new: View, known: dict[str, model.Call], hints: Hints) -> None:
        """What changed between two views, as rows."""
        for call_id, call in new.calls.items():
            if old.calls.get(call_id) != call:
                self._call_event(call)
        for call_id, call in old.calls.items():
            if call_id not in new.calls:
                reason = _END_REASONS.get(hints.reasons.get(call_id, SOURCE_HANGUP), "caller")
                self._call_event(call, "down", reason, hints.exits.get(call_id, ""))
                self._call_detail(call, known.get(call_id), reason)
                del self._steps[call_id]
        for user_id, user in new.users.items():
            before = old.users.get(user_id)
            if before is not None and before != user:
                self._user_events(before, user)

    # The event log

    def _call_event(self, call: Call, state: str = "", reason: str = "", exit_by: str = "") -> None:
        now = self._now()
        row = {
            "company_id": self._platform.company_id,
            "call_id": call.id,
            "parent_id": call.parent_id or "",
            "step": self._steps[call.id],
            "timestamp": int(now),
            **_party("caller", call.source),
            **_party("callee", call.destination),
            "state": state or _STATES.get(call.state, "conn"),
            "end_reason": reason,
            "queue_exit": exit_by,
        }
        self._steps[call.id] += 1
        self._add(self.events["calls"], now, row)

    def _user_events(self, before: User, user: User) -> None:
        if before.location != user.location:
            kind, phone = (
                ("logoff", before.location)
                if user.location == NOWHERE
                else ("login", user.location)
            )
            target = {"target_type": "phone", "target_id": phone, "target_name": f"Phone {phone}"}
            self._user_event(user, kind, target)
        was = {entry.queue_id for entry in before.queue_entries}
        now = {entry.queue_id for entry in user.queue_entries}
        for queue, kind in [(q, "login") for q in now - was] + [(q, "remove") for q in was - now]:
            name = self._platform.exchange.world.queues[queue].name
            target = {"target_type": "queue", "target_id": queue, "target_name": name}
            self._user_event(user, kind, target)
        if (before.receive_calls, before.display_status, before.wrap_up) != (
            user.receive_calls,
            user.display_status,
            user.wrap_up,
        ):
            wrap_up = user.wrap_up
            self._user_event(
                user,
                "status",
                {
                    "receive_calls": (user.receive_calls or "").lower(),
                    "display_status": user.display_status or "",
                    "call_id": wrap_up.call_id if wrap_up else "",
                    "end_time": int(wrap_up.end_time) if wrap_up and wrap_up.end_time else "",
                },
            )

    def _user_event(self, user: User, kind: str, more: Row) -> None:
        now = self._now()
        account = self._platform.accounts[user.id]
        row = {
            "timestamp": int(now),
            "company_id": self._platform.company_id,
            "company_name": self._platform.company_name,
            "event_type": kind,
            "user_id": user.id,
            "user_name": account.username,
            "user_fullname": user.name,
            "identity_id": account.identity,
            "identity_name": user.name,
            **more,
        }
        self._add(self.events["users"], now, row)

    # Call detail records

    def _call_detail(self, call: Call, known: model.Call | None, reason: str) -> None:
        if known is None or reason == "replace":
            return
        end = self._now()
        common = {"call_id": call.id, "start_time": _local(known.started_at), "timezone": "+00:00"}
        times = {"answer_time": _local(known.answered_at), "end_time": _local(end)}
        source = _party("caller", call.source)
        row = {
            **common,
            **times,
            "from_type": source["caller_type"],
            "from_id": source["caller_id"],
            "from_number": source["caller_number"],
            "from_name": source["caller_desc"],
            "to_number": self._platform.dialled(known),
            "end_reason": reason,
        }
        self._add(self.cdr["company"], known.started_at, row)
        ends = (
            (call.source, call.destination, "outgoing"),
            (call.destination, call.source, "incoming"),
        )
        for point, other, direction in ends:
            if isinstance(point, UserPoint):
                row = {
                    **common,
                    **times,
                    "parent_id": "",
                    "identity_id": point.identity_id,
                    "identity_name": point.user_name,
                    "direction": direction,
                    "number": _party("caller", other)["caller_number"],
                }
                self._add(self.cdr["user"], known.started_at, row)
        if known.queue is not None and known.queued_at is not None:
            self._queue_detail(call, known, common, source["caller_number"], end)

    def _queue_detail(
        self, call: Call, known: model.Call, common: Row, number: str, end: float
    ) -> None:
        assert known.queue is not None
        assert known.queued_at is not None
        agent = call.destination if isinstance(call.destination, UserPoint) else None
        answered = known.answered_at
        row = {
            **common,
            "wait_duration": int((answered or end) - known.queued_at),
            "agent_duration": int(end - answered) if answered is not None else "",
            "queue_id": known.queue,
            "queue_name": self._platform.exchange.world.queues[known.queue].name,
            "agent_id": agent.user_id if agent else "",
            "agent_name": agent.user_name if agent else "",
            "from_number": number,
        }
        self._add(self.cdr["queue"], known.started_at, row)

    def _add(self, rows: list[tuple[float, Row]], at: float, row: Row) -> None:
        row.setdefault("id", len(rows) + 1)
        rows.append((at, row))
        if len(rows) > MOST_ROWS:
            del rows[: MOST_ROWS // 10]

    def _now(self) -> float:
        return self._platform.exchange.world.now()


def _party(prefix: str, point: Callpoint) -> Row:
    """The five columns of one end."""
    kind, number, name, object_id = "pbx", "", "", ""
    if isinstance(point, UserPoint):
        kind, object_id, name = "identity", point.identity_id or "", point.user_name or ""
    elif isinstance(point, ExternalPoint):
        kind, number, name = "external", point.number or "", point.name or ""
    elif isinstance(point, QueuePoint):
        kind, object_id, name = "queue", point.queue_id or "", point.queue_name or ""
    values = (kind, object_id, number, name, _STATES.get(point.state, "conn"))
    columns = ("type", "id", "number", "desc", "state")
    return {f"{prefix}_{column}": value for column, value in zip(columns, values, strict=True)}


def _local(at: float | None) -> str:
    """Local times stand beside their zone's offset; here it is that of UTC."""
    if at is None:
        return ""
    return datetime.datetime.fromtimestamp(at, datetime.UTC).strftime("%Y-%m-%d %H:%M:%S")
