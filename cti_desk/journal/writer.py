"""The work of the journal's thread: it makes rows of events, and writes them."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cti_desk.core.events import Event
from cti_desk.core.moment import Moment
from cti_desk.core.text import clean_values
from cti_desk.journal.last_calls import MOST_CALLERS, LastCalls
from cti_desk.journal.rows import MOST_RECENT, OpenRows, Row
from cti_desk.journal.store import Store, set_aside

_log = logging.getLogger(__name__)

DAY_S: Final = 86_400.0
ADOPTED_FOR_S: Final = DAY_S
"""How long a call of an earlier run may still be up. After that its id may mean another call."""

NOT_ALL: Final = "Something that happened could not be noted in the journal; the log says more."
STOPPED: Final = (
    "The journal stopped because of a fault in the desk and is started again. Calls are not "
    "affected; what happens is kept in memory and written then."
)

_KEPT_UNWRITTEN: Final = 10_000
_LONGEST_BATCH: Final = 500

Given = tuple[Event, Moment] | threading.Event | None

# What sqlite3 raises for a value that is none of its own, or is no Unicode: the row is at fault.
_UNFIT: Final = (
    sqlite3.ProgrammingError,
    sqlite3.InterfaceError,
    sqlite3.DataError,
    ValueError,
    TypeError,
    OverflowError,
)


class Writer:
    """Takes events off a queue, keeps the rows that still change and writes what changed.

    ``problem`` is why rows cannot be kept, as a sentence. `run` may raise whatever a fault in here
    raises, and goes on with the next event when it is called again: nothing else is lost.
    """

    def __init__(
        self,
        path: Path,
        last: LastCalls,
        on_notice: Callable[[str], None],
        now: Callable[[], float],
        on_open: Callable[[], None] = lambda: None,
    ) -> None:
        self.retention_days = 90
        self.problem: str | None = None
        self._path = path
        self._last = last
        self._on_notice = on_notice
        self._on_open = on_open
        self._now = now
        self._store: Store | None = None
        self._rows = OpenRows()
        self._given: deque[Given] = deque()
        self._waiting: list[threading.Event] = []
        self._going = True
        self._unfinished = False  # a fault came in between: something waits to be written
        self._unwritten: dict[str, Row] = {}
        self._adopted = False
        self._purged_at = 0.0
        self._not_all_said = False

    def find(self, root: str) -> Row | None:
        """The row of a root call, up or over lately. Any thread may ask."""
        return self._rows.find(root)

    def stopped(self) -> None:
        """Note that a fault in here ended `run`, which is about to be called again."""
        self._say(STOPPED)

    def run(self, given: queue.SimpleQueue[Given]) -> None:
        """Write what comes until ``None`` does."""
        self._open()
        while self._going or self._unfinished:
            if not self._unfinished:
                self._given.append(given.get())
            self._unfinished = True
            while len(self._given) < _LONGEST_BATCH and not given.empty():
                self._given.append(given.get())
            while self._given:
                self._take(self._given.popleft())
            self._write()
            for each in self._waiting:
                each.set()
            self._waiting.clear()
            self._unfinished = False
        if self._store is not None:
            self._store.close()

    def _take(self, each: Given) -> None:
        if each is None:
            self._going = False
        elif isinstance(each, threading.Event):
            self._waiting.append(each)
        else:
            self._take_event(*each)

    def _take_event(self, event: Event, at: Moment) -> None:
        try:
            changed = self._rows.take(event, at)
        except Exception:  # whatever it was, the next call is still to be kept
            _log.exception("an event could not be noted")
            self._say_not_all()
            return
        for row in changed:
            self._unwritten[row["id"]] = dict(row)
            if row["kind"] == "call" and row["ended"] is not None:
                self._last.put(row)
        while len(self._unwritten) > _KEPT_UNWRITTEN:
            del self._unwritten[next(iter(self._unwritten))]

    def _write(self) -> None:
        if self._store is None:
            self._open()
        if self._store is None:
            return
        try:
            self._put(self._store)
            self._purge(self._store)
        except sqlite3.OperationalError as error:  # full, read-only, or an I/O error
            self._trouble(error)
        except sqlite3.DatabaseError as error:
            self._store.close()
            self._store = None
            self._damaged(error)
        else:
            self._recovered()

    def _put(self, store: Store) -> None:
        if not self._unwritten:
            return
        try:
            store.put(self._unwritten.values())
        except _UNFIT:
            self._put_one_by_one(store)
        self._unwritten.clear()

    def _put_one_by_one(self, store: Store) -> None:
        """Write the rows one by one: one of them cannot be written as it is, and may be after
        cleaning.
        """
        for number, row in list(self._unwritten.items()):
            try:
                store.put([clean_values(row)])
            except _UNFIT:
                _log.exception("row %s could not be written", number)
                self._say_not_all()
            del self._unwritten[number]

    def _purge(self, store: Store) -> None:
        now = self._now()
        if abs(now - self._purged_at) >= DAY_S / 24:
            self._purged_at = now
            store.purge(now - self.retention_days * DAY_S)

    # -- opening

    def _open(self) -> None:
        if self._store is not None:
            return
        try:
            self._store = self._opened()
        except (sqlite3.OperationalError, OSError) as error:
            self._trouble(error)
        except sqlite3.DatabaseError as error:
            self._damaged(error)

    def _damaged(self, error: sqlite3.DatabaseError) -> None:
        _log.info("the journal is damaged: %s", error)
        aside = set_aside(self._path)
        if aside is None:
            self._trouble(error)
            return
        self._on_notice(f"The journal was damaged and is kept as {aside.name}. A new one begins.")
        try:
            self._store = self._opened()
        except (sqlite3.Error, OSError) as again:
            self._trouble(again)

    def _opened(self) -> Store:
        store = Store(self._path)
        try:
            self._purge(store)
            self._adopt(store)
        except BaseException:
            store.close()
            raise
        return store

    def _adopt(self, store: Store) -> None:
        """Go on with rows that an earlier run left open. Calls whose end it did not see say so
        until more is known.
        """
        if self._adopted:
            return  # reopened in the middle of a run
        for row in store.ended_calls(MOST_CALLERS):
            self._last.put(row)
        since = self._now() - ADOPTED_FOR_S
        next_id, left = store.next_id(), store.unended()
        recent = store.calls_since(since, MOST_RECENT)
        self._adopted = True  # all has been read: from here on our numbers follow on those
        self._shift(next_id - 1)
        for row in recent:
            self._rows.adopt(row)
        for row in left:
            if row["kind"] == "state" or row["started"] > since:
                self._rows.adopt(dict(row))
        store.put([row | {"outcome": "unknown"} for row in left if row["kind"] == "call"])
        self._on_open()

    def _shift(self, count: int) -> None:
        """Renumber the rows made before the database could be opened, because it already uses their
        numbers.
        """
        self._rows.shift(count)
        waiting = [row | {"id": str(int(row["id"]) + count)} for row in self._unwritten.values()]
        self._unwritten = {row["id"]: row for row in waiting}

    # -- what is said

    def _trouble(self, error: Exception) -> None:
        if self.problem is not None:
            return
        _log.info("the journal cannot be written: %s", error)
        self._say(
            f"The journal cannot be written ({error}). Calls are not affected; what happens is "
            "kept in memory and written when that is possible again."
        )

    def _say(self, problem: str) -> None:
        if self.problem != problem:
            self.problem = problem
            self._on_notice(problem)

    def _recovered(self) -> None:
        if self.problem is not None:
            self.problem = None
            self._on_notice("The journal is written again.")

    def _say_not_all(self) -> None:
        if not self._not_all_said:
            self._not_all_said = True
            self._on_notice(NOT_ALL)
