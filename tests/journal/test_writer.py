"""The journal's thread, step by step and without a thread."""

from __future__ import annotations

import queue
import sqlite3
from pathlib import Path

import pytest

from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Agent, AgentState
from cti_desk.core.moment import Moment
from cti_desk.journal.last_calls import LastCalls
from cti_desk.journal.store import Store, read
from cti_desk.journal.writer import STOPPED, Given, Writer

NOW = 1_795_298_371.0
DAY = 86_400.0


class It:
    def __init__(self, file: Path, now: float = NOW) -> None:
        self.file = file
        self.notices: list[str] = []
        self.opened = 0
        self.writer = Writer(file, LastCalls(), self.notices.append, lambda: now, self._open)

    def _open(self) -> None:
        self.opened += 1

    def run(self, *states: AgentState) -> None:
        """Have the agent enter states and the writer end after them."""
        given: queue.SimpleQueue[Given] = queue.SimpleQueue()
        for second, state in enumerate(states):
            event = Event(EventType.AGENT_CHANGED, agent=Agent("a", state=state))
            given.put((event, Moment(NOW + second, NOW + second)))
        given.put(None)
        self.writer.run(given)

    def states(self) -> list[str]:
        rows = sorted(read(self.file, 99, None), key=lambda row: int(row["id"]))
        return [row["state"] for row in rows]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def test_what_comes_is_written_before_it_ends(file: Path) -> None:
    it = It(file)
    it.run(AgentState.READY, AgentState.NOT_READY)
    assert it.states() == ["READY", "NOT_READY"]
    assert (it.opened, it.notices, it.writer.problem) == (1, [], None)


def test_numbers_follow_on_those_of_earlier_runs_whatever_fails_at_the_start(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    It(file).run(AgentState.READY, AgentState.NOT_READY)
    faults = iter([sqlite3.OperationalError("locked"), RuntimeError("a fault")])
    unended = Store.unended

    def fail_twice(store: Store) -> list[dict[str, object]]:
        for fault in faults:
            raise fault
        return unended(store)

    monkeypatch.setattr(Store, "unended", fail_twice)
    it = It(file)
    with pytest.raises(RuntimeError):
        it.run(AgentState.BUSY)
    it.writer.stopped()
    assert it.writer.problem == STOPPED
    it.run()
    assert it.states() == ["READY", "NOT_READY", "BUSY"]
    assert it.writer.problem is None
    assert it.notices[-1] == "The journal is written again."


def test_a_clock_that_was_set_forward_and_back_does_not_stop_the_purge(file: Path) -> None:
    it = It(file)
    times = iter([NOW, NOW + 300 * DAY])
    last = [NOW]

    def now() -> float:
        last[0] = next(times, NOW + 2 * DAY)
        return last[0]

    it.writer = Writer(file, LastCalls(), it.notices.append, now)
    it.writer.retention_days = 1
    it.run(AgentState.READY)
    assert it.states() == []
