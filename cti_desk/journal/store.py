"""The journal's database: one table, each batch of rows committed at once."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from cti_desk.journal.migration import migrate
from cti_desk.journal.rows import COLUMNS, LISTS, Row

VERSION: Final = 2

CACHE_KB: Final = 256
"""SQLite's own memory for the writer: it reads little, and would keep 2 MB of it."""

_NUMBERS: Final = frozenset({"started", "answered", "ended", "duration_s"})
_TYPES: Final = {"id": "INTEGER PRIMARY KEY", "withheld": "INTEGER"}
_SCHEMA: Final = ", ".join(
    f"{name} {_TYPES.get(name, 'REAL' if name in _NUMBERS else 'TEXT')}" for name in COLUMNS
)
_COLUMNS: Final = ", ".join(COLUMNS)
_PUT: Final = (
    f"INSERT OR REPLACE INTO entries ({_COLUMNS}) "  # noqa: S608 - our own names
    f"VALUES ({', '.join(':' + name for name in COLUMNS)})"
)
_LIST: Final = (
    f"SELECT {_COLUMNS} FROM entries WHERE started < ? "  # noqa: S608
    "ORDER BY started DESC, id DESC LIMIT ?"
)
_ALL: Final = f"SELECT {_COLUMNS} FROM entries ORDER BY started, id"  # noqa: S608


class Store:
    """The writer's connection. Made, used and closed on one thread; raises `sqlite3.Error`."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # SQLite's own files follow its mode
        self._db = sqlite3.connect(path, isolation_level=None, timeout=5)
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise

    def _prepare(self) -> None:
        found = self._db.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, 1, VERSION):
            raise sqlite3.DatabaseError(f"written by another version ({found})")
        self._db.execute("PRAGMA journal_mode=WAL")
        # A killed desk loses nothing; only a power failure may cost the last calls.
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute(f"PRAGMA cache_size=-{CACHE_KB}")
        result = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if result != "ok":
            raise sqlite3.DatabaseError(result)
        if found == 1:
            self._in_one_step(lambda: migrate(self._db, VERSION))
            return
        self._db.execute(f"CREATE TABLE IF NOT EXISTS entries ({_SCHEMA})")
        self._db.execute("CREATE INDEX IF NOT EXISTS entries_started ON entries (started)")
        self._db.execute(f"PRAGMA user_version={VERSION}")

    def put(self, rows: Iterable[Row]) -> None:
        """Write rows, new or changed, all or none."""
        self._in_one_step(lambda: self._db.executemany(_PUT, map(_stored, rows)))

    def _in_one_step(self, work: Callable[[], object]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            work()
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def purge(self, before: float) -> int:
        """Forget what started earlier; returns how many rows."""
        return self._db.execute("DELETE FROM entries WHERE started < ?", (before,)).rowcount

    def next_id(self) -> int:
        highest = self._db.execute("SELECT max(id) FROM entries").fetchone()[0]
        return int(highest or 0) + 1

    def ended_calls(self, limit: int) -> Iterator[Row]:
        """The last calls with a number, in the order of their ends."""
        newest = (
            "SELECT id FROM entries WHERE kind='call' AND ended IS NOT NULL AND number IS NOT NULL "
            "ORDER BY ended DESC, id DESC LIMIT ?"
        )
        query = _ALL.replace("ORDER BY", f"WHERE id IN ({newest}) ORDER BY ended,")
        return map(_row, self._db.execute(query, (limit,)))

    def unended(self) -> list[Row]:
        """Rows without an end, oldest first."""
        return [
            _row(each)
            for each in self._db.execute(_ALL.replace("ORDER BY", "WHERE ended IS NULL ORDER BY"))
        ]

    def calls_since(self, started: float, limit: int) -> list[Row]:
        """The last calls that began since then and are over, oldest first."""
        query = _LIST.replace("started < ?", "started >= ? AND kind='call' AND ended IS NOT NULL")
        return [_row(each) for each in self._db.execute(query, (started, limit))][::-1]

    def close(self) -> None:
        self._db.close()


def read(path: Path, limit: int, before: float | None) -> list[Row]:
    """The newest rows, newest first, by a connection of the caller's own; none if not possible."""
    given = (float("inf") if before is None else before, max(0, limit))
    try:
        with closing(_reader(path)) as db:
            return [_row(each) for each in db.execute(_LIST, given)]
    except sqlite3.Error:
        return []


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0.2)


def _row(found: tuple[Any, ...]) -> Row:
    row: Row = dict(zip(COLUMNS, found, strict=True))
    row["id"] = str(row["id"])
    if row["withheld"] is not None:
        row["withheld"] = bool(row["withheld"])
    if row["kind"] == "call":
        row.update({name: _list(row[name]) for name in LISTS})
    return row


def _list(text: str | None) -> list[Any]:
    """A list. One that is not stored, or that somebody has written badly, is empty."""
    if text is None:
        return []
    try:
        found = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def _stored(row: Row) -> Row:
    """A row as the table has it: lists are JSON."""
    lists = {name: row[name] and json.dumps(row[name], separators=(",", ":")) for name in LISTS}
    return row | {name: text or None for name, text in lists.items()}


def set_aside(path: Path) -> Path | None:
    """Move a damaged database out of the way; returns where it is now."""
    aside = path.with_name(f"{path.name}.damaged-{int(time.time())}")
    try:
        path.replace(aside)
    except OSError:
        return None
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return aside
