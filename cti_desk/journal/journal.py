"""The journal: events go in by a queue, one thread writes, nobody waits for the disk."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cti_desk.core.events import Event
from cti_desk.journal.last_calls import LastCalls
from cti_desk.journal.rows import OpenRows, Row
from cti_desk.journal.store import Store, read, set_aside

_log = logging.getLogger(__name__)

DAY_S: Final = 86_400.0
ADOPTED_FOR_S: Final = DAY_S
"""An unended call of an earlier run may still be up for so long; then its id may mean another."""

_KEPT_UNWRITTEN: Final = 10_000
_LONGEST_BATCH: Final = 500

Given = tuple[Event, float] | threading.Event | None


class SqliteJournal:
    """Implements `cti_desk.core.ports.Journal`. Rows: `cti_desk.journal.rows`.

    ``on_notice(sentence)`` is called on the journal's thread when rows cannot be kept.
    """

    def __init__(
        self,
        path: Path,
        retention_days: int = 90,
        on_notice: Callable[[str], None] = lambda sentence: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._path = path
        self._last = LastCalls()
        self._given: queue.SimpleQueue[Given] = queue.SimpleQueue()
        self._writer = _Writer(path, self._last, on_notice, now)
        self._writer.retention_days = retention_days
        self._thread = threading.Thread(
            target=self._writer.run, args=(self._given,), name="journal", daemon=True
        )
        self._thread.start()

    def record(self, event: Event, at: float) -> None:
        """Note a call's or the agent's event; others are ignored. Returns at once."""
        if event.call is not None or event.agent is not None:
            self._given.put((event, at))

    def last_with(self, number: str) -> Row | None:
        """The last ended call with this number, from memory."""
        return self._last.find(number)

    def list(self, limit: int = 100, before: float | None = None) -> list[Row]:
        """The newest rows, newest first; ``before`` is the ``started`` of the last one seen."""
        return read(self._path, limit, before)

    def keep_for(self, days: int) -> None:
        """Use another retention from now on."""
        self._writer.retention_days = days

    def flush(self, timeout_s: float = 5.0) -> bool:
        """Wait until all that was recorded so far is written; for the end, and for tests."""
        done = threading.Event()
        self._given.put(done)
        return done.wait(timeout_s)

    def close(self, timeout_s: float = 5.0) -> None:
        """Write what is left and end the thread; a disk that hangs is not waited for."""
        self._given.put(None)
        self._thread.join(timeout_s)


class _Writer:
    """Everything that happens on the journal's thread."""

    def __init__(
        self,
        path: Path,
        last: LastCalls,
        on_notice: Callable[[str], None],
        now: Callable[[], float],
    ) -> None:
        self.retention_days = 90
        self._path = path
        self._last = last
        self._on_notice = on_notice
        self._now = now
        self._store: Store | None = None
        self._rows = OpenRows()
        self._unwritten: dict[str, Row] = {}
        self._in_trouble = False
        self._adopted = False
        self._purged_at = 0.0

    def run(self, given: queue.SimpleQueue[Given]) -> None:
        self._open()
        going = True
        while going:
            batch = [given.get()]
            while len(batch) < _LONGEST_BATCH and not given.empty():
                batch.append(given.get())
            for each in batch:
                if isinstance(each, tuple):
                    self._take(*each)
            self._write()
            for each in batch:
                if isinstance(each, threading.Event):
                    each.set()
            going = None not in batch
        if self._store is not None:
            self._store.close()

    def _take(self, event: Event, at: float) -> None:
        try:
            changed = self._rows.take(event, at)
        except Exception:  # whatever it was, the next call is still to be kept
            _log.exception("an event could not be noted")
            return
        for row in changed:
            self._unwritten[row["id"]] = dict(row)
            if row["kind"] == "call" and row["ended"] is not None:
                self._last.put(dict(row))
        while len(self._unwritten) > _KEPT_UNWRITTEN:
            del self._unwritten[next(iter(self._unwritten))]

    def _write(self) -> None:
        if self._store is None:
            self._open()
        if self._store is None:
            return
        try:
            if self._unwritten:
                self._store.put(self._unwritten.values())
                self._unwritten.clear()
            self._purge(self._store)
        except sqlite3.OperationalError as error:  # full, read-only, or an I/O error
            self._trouble(error)
        except sqlite3.DatabaseError as error:
            self._store.close()
            self._store = None
            self._damaged(error)
        else:
            self._recovered()

    def _purge(self, store: Store) -> None:
        now = self._now()
        if now - self._purged_at >= DAY_S / 24:
            self._purged_at = now
            store.purge(now - self.retention_days * DAY_S)

    def _open(self) -> None:
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
            for row in store.ended_calls():
                self._last.put(row)
        except sqlite3.Error:
            store.close()
            raise
        return store

    def _adopt(self, store: Store) -> None:
        """Go on with what an earlier run left open; calls it did not see end say so until then."""
        if self._adopted:
            return  # reopened in the middle of a run
        self._adopted = True
        self._shift(store.next_id() - 1)
        left = store.unended()
        for row in left:
            recent = row["kind"] == "state" or self._now() - row["started"] < ADOPTED_FOR_S
            if recent:
                self._rows.adopt(dict(row))
        store.put([row | {"outcome": "unknown"} for row in left if row["kind"] == "call"])

    def _shift(self, count: int) -> None:
        """Rows taken before the database could be opened give way to those it has."""
        self._rows.shift(count)
        waiting = [row | {"id": str(int(row["id"]) + count)} for row in self._unwritten.values()]
        self._unwritten = {row["id"]: row for row in waiting}

    def _trouble(self, error: Exception) -> None:
        if self._in_trouble:
            return
        self._in_trouble = True
        _log.info("the journal cannot be written: %s", error)
        self._on_notice(
            f"The journal cannot be written ({error}). Calls are not affected; what happens is "
            "kept in memory and written when that is possible again."
        )

    def _recovered(self) -> None:
        if self._in_trouble:
            self._in_trouble = False
            self._on_notice("The journal is written again.")
