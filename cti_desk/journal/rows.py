"""From events to rows: one for each root call and agent, one for each agent state. Pure.

A row is a dictionary with all of `COLUMNS`; what is not known, or belongs to the other kind, is
``None``. Times are Unix seconds, durations come from a clock that nobody sets. The outcomes of a
call are in `cti_desk.journal.outcomes`.

A queue may offer a caller several times: that is one row with ``attempts``, a list of
``{"call_id", "started", "ended", "outcome", "cause", "csta_cause"}``. Who is at the other end may
change during a call: the row has the last party, ``parties`` those before, a list of
``{"number", "name", "until"}``.
"""

from __future__ import annotations

from math import inf
from typing import Any, Final, TypeVar

from cti_desk.core.causes import Cause
from cti_desk.core.events import AGENT_EVENTS, Event, EventType
from cti_desk.core.model import Agent, AgentState, Call, ConnectionState, Remote
from cti_desk.core.moment import Moment
from cti_desk.core.parties import is_another
from cti_desk.journal.elapsed import Stopwatch
from cti_desk.journal.outcomes import SPOKEN, Ended, outcome_of, outcome_of_all

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
    "withheld",
    "csta_cause",
    "transferred_to",
    "attempts",
    "parties",
)
LISTS: Final = frozenset({"attempts", "parties"})

MOST_RECENT: Final = 100
"""How many calls that are over are kept at hand, because their callers may be offered again."""

_STATES: Final = frozenset({*AGENT_EVENTS.values(), EventType.AGENT_CHANGED})
_NOT_OF_A_CALL: Final = frozenset({EventType.WAITING_CALL, EventType.GAP})

_Key = tuple[str, str | None]
_T = TypeVar("_T")


class _Open:
    """A row of calls that are up, with what it takes to end it."""

    def __init__(self, row: Row, at: Moment) -> None:
        self.row = row
        self.up: set[str] = set()
        self.rang: set[str] = set()
        self.transferred: set[str] = set()
        self.talking: dict[str, Stopwatch] = {}
        self.remote: Remote | None = None  # as this run has seen it last
        self.watch = Stopwatch(at, row["started"])


class OpenRows:
    """The rows that still change: calls that are up, and the state the agent is in.

    ``next_id`` is the first free number; `adopt` continues rows of an earlier run.
    """

    def __init__(self, next_id: int = 1) -> None:
        self._next_id = next_id
        self._open: dict[_Key, _Open] = {}
        self._recent: dict[_Key, Row] = {}
        self._state: Row | None = None
        self._state_watch: Stopwatch | None = None
        self._agent: Agent | None = None
        self._state_known = False  # in this run

    @property
    def _agent_id(self) -> str | None:
        return None if self._agent is None else self._agent.id

    def adopt(self, row: Row) -> None:
        """A row of an earlier run: its call may still be up or be offered again, its state last."""
        if row["kind"] == "call":
            self._remember(row)
        elif row["ended"] is None:
            self._state = row

    def find(self, root: str) -> Row | None:
        """The row of a root call that is up, or has ended lately. Any thread may ask."""
        for key in ((root, self._agent_id), (root, None)):
            found = self._open.get(key)
            row = found.row if found is not None else self._recent.get(key)
            if row is not None:
                return dict(row)
        return next((dict(row) for key, row in [*self._recent.items()] if key[0] == root), None)

    def shift(self, count: int) -> None:
        """Raise every number given so far, below which a database turned out to be in use."""
        self._next_id += count
        rows = [*(each.row for each in self._open.values()), *self._recent.values()]
        for row in (*rows, *([self._state] if self._state else [])):
            row["id"] = str(int(row["id"]) + count)

    def take(self, event: Event, at: Moment) -> list[Row]:
        """The rows that this event begins or changes."""
        if event.agent is not None and event.colleague is None:
            self._agent = event.agent
        if event.call is not None and event.event not in _NOT_OF_A_CALL:
            return self._take_call(event, event.call, at)
        if event.event in _STATES and event.agent is not None:
            return self._take_state(event.agent, at)
        return []

    # -- calls

    def _take_call(self, event: Event, call: Call, at: Moment) -> list[Row]:
        entry = self._entry(call, at)
        row, before = entry.row, dict(entry.row)
        if call.id not in entry.up:
            self._begin(entry, call, at)
        self._fill(entry, call, at)
        row["cause"] = event.cause or row["cause"]
        if event.csta_cause is not None:
            row["csta_cause"] = event.csta_cause.value
        row["transferred_to"] = event.transferred_to or row["transferred_to"]
        if call.local_state is ConnectionState.ALERTING:
            entry.rang.add(call.id)
        if event.event is EventType.TRANSFERRED:
            entry.transferred.add(call.id)
        if call.answered_at is not None and call.id not in entry.talking:
            self._answer(entry, call, at, call.answered_at)
        if event.event is EventType.CONNECTION_CLEARED:
            self._end(entry, event, call, at)
        return [row] if row != before else []

    def _entry(self, call: Call, at: Moment) -> _Open:
        """The open row of a call's root, made or opened again where there is none."""
        key = (call.root, self._agent_id)
        if (entry := self._pop(self._open, key)) is not None:
            self._open[key] = entry
            return entry
        row = self._pop(self._recent, key)
        if row is None:
            row = self._new("call", call.since or at.stamp)
            row.update(call_id=call.id, root_id=call.root, attempts=[], parties=[])
        entry = self._open[key] = _Open(row, at)
        return entry

    @staticmethod
    def _pop(rows: dict[_Key, _T], key: _Key) -> _T | None:
        """The row of a root and an agent. The agent may not have been known when the row began, or
        not yet now.
        """
        root, agent = key
        for known in (key, (root, None)):
            if known in rows:
                return rows.pop(known)
        if agent is not None:
            return None
        found = next((each for each in rows if each[0] == root), None)
        return None if found is None else rows.pop(found)

    def _begin(self, entry: _Open, call: Call, at: Moment) -> None:
        """One more call of this root: the first, or a queue offers the caller again."""
        row, attempts = entry.row, entry.row["attempts"] or []
        row.update(ended=None, outcome=None, cause=None, csta_cause=None, call_id=call.id)
        if attempts and attempts[-1]["ended"] is None and not entry.up:
            # An earlier run saw it begin. Where the vendor's id stays, ours may be another.
            attempts = [*attempts[:-1], attempts[-1] | {"call_id": call.id}]
            entry.rang.add(call.id)
            spoke = any(each["outcome"] in SPOKEN for each in attempts[:-1])
            if row["answered"] is not None and call.up and not spoke:
                entry.talking[call.id] = Stopwatch(at, row["answered"])
        else:
            since = call.since or at.stamp
            started = max(row["started"], since) if attempts else row["started"]
            attempts = [*attempts, _attempt(call.id, started)]
        row["attempts"] = attempts
        entry.up.add(call.id)

    def _fill(self, entry: _Open, call: Call, at: Moment) -> None:
        row, remote, queue = entry.row, call.remote, call.queue
        if entry.remote not in (None, Remote()) or remote != Remote():
            self._fill_party(entry, remote, at)
        found = {
            "direction": call.direction and call.direction.value,
            "called": call.called,
            "queue": queue and queue.id,
            "queue_name": queue and queue.name,
            "correlation_id": call.correlation_id,
            "agent": self._agent and self._agent.id,
            "device": self._agent and self._agent.device,
        }
        row.update({key: value for key, value in found.items() if value is not None})

    def _fill_party(self, entry: _Open, remote: Remote, at: Moment) -> None:
        """The party that is there now, with nothing of one that was there before."""
        row = entry.row
        if is_another(entry.remote or _party(row), remote):
            gone = {"number": row["number"], "name": row["name"], "until": at.stamp}
            row["parties"] = [*(row["parties"] or []), gone]
        entry.remote = remote
        row.update(
            number=None if remote.withheld else remote.number,
            e164=remote.e164,
            display=remote.display,
            name=None if remote.guess else remote.name,
            withheld=remote.withheld if remote.number or remote.withheld else None,
        )

    def _answer(self, entry: _Open, call: Call, at: Moment, answered_at: float) -> None:
        """The agent speaks from now on, or has already spoken for a while that nobody saw."""
        row = entry.row
        since = max(row["started"], answered_at)
        if row["answered"] is None:
            row["answered"] = since
        entry.talking[call.id] = Stopwatch(at, min(since, at.stamp))

    def _end(self, entry: _Open, event: Event, call: Call, at: Moment) -> None:
        row = entry.row
        entry.up.discard(call.id)
        talk = entry.talking.pop(call.id, None)
        if talk is not None:
            row["duration_s"] = round((row["duration_s"] or 0.0) + talk.seconds(at), 3)
        ended = entry.watch.stamp(at)
        what = outcome_of(
            Ended(
                row["direction"],
                answered=talk is not None,
                rang=call.id in entry.rang,
                queued=row["queue"] is not None or call.parent is not None,
                cause=Cause(row["csta_cause"]) if row["csta_cause"] else None,
                transferred=call.id in entry.transferred,
            )
        )
        last = {"ended": ended, "outcome": what, "cause": row["cause"]}
        row["attempts"] = [
            each | last | {"csta_cause": row["csta_cause"]} if each["call_id"] == call.id else each
            for each in row["attempts"]
        ]
        if entry.up:
            return  # another call of the same root is up: the row ends with the last
        row["ended"] = ended
        row["outcome"] = outcome_of_all([each["outcome"] or "unknown" for each in row["attempts"]])
        self._pop(self._open, (call.root, self._agent_id))
        self._remember(row)

    def _remember(self, row: Row) -> None:
        self._recent[row["root_id"], row["agent"]] = row
        while len(self._recent) > MOST_RECENT:
            del self._recent[next(iter(self._recent))]

    # -- states

    def _take_state(self, agent: Agent, at: Moment) -> list[Row]:
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
        last, watch = self._state, self._state_watch
        if last is not None and all(last[key] == value for key, value in now.items()):
            self._state_watch = watch or Stopwatch(at, last["started"], inf)
            return []
        row = self._state = self._new("state", at.stamp) | now | {"device": agent.device}
        self._state_watch = Stopwatch(at, at.stamp)
        if last is None:
            return [row]
        watch = watch or Stopwatch(at, last["started"], inf)
        last["ended"] = watch.stamp(at)
        last["duration_s"] = round(watch.seconds(at), 3)
        return [last, row]

    def _new(self, kind: str, started: float) -> Row:
        row: Row = dict.fromkeys(COLUMNS)
        row.update(id=str(self._next_id), kind=kind, started=started)
        self._next_id += 1
        return row


def _attempt(call_id: str, started: float) -> Row:
    return {
        "call_id": call_id,
        "started": started,
        "ended": None,
        "outcome": None,
        "cause": None,
        "csta_cause": None,
    }


def _party(row: Row) -> Remote:
    return Remote(row["number"], name=row["name"], withheld=bool(row["withheld"]))
