"""A journal that an earlier version wrote, brought to the present form.

Version 1 had a row for each ring: a caller whom a queue offered five times was in it five times.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from cti_desk.journal.outcomes import outcome_of_all

Row = dict[str, Any]

_NEW_IN_2: Final = {
    "withheld": "INTEGER",
    "csta_cause": "TEXT",
    "transferred_to": "TEXT",
    "attempts": "TEXT",
    "parties": "TEXT",
}
_ATTEMPT: Final = ("call_id", "started", "ended", "outcome", "cause")


def migrate(db: sqlite3.Connection, version: int) -> None:
    """Bring a journal of version 1 to the present one, within the caller's transaction."""
    for name, kind in _NEW_IN_2.items():
        db.execute(f"ALTER TABLE entries ADD COLUMN {name} {kind}")
    cursor = db.execute("SELECT * FROM entries WHERE kind='call' ORDER BY root_id, agent, id")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, values, strict=True)) for values in cursor]
    for _, group in groupby(rows, lambda row: (row["root_id"] or row["id"], row["agent"])):
        _merge(db, list(group))
    db.execute(f"PRAGMA user_version={version}")


def _merge(db: sqlite3.Connection, rows: list[Row]) -> None:
    """Keep the first row of a root call, with what the others say."""
    first, last = rows[0], rows[-1]
    spoken = [row["duration_s"] for row in rows if row["duration_s"] is not None]
    outcomes = [row["outcome"] for row in rows if row["outcome"]]
    merged = {
        "answered": _first(row["answered"] for row in rows),
        "ended": last["ended"],
        "duration_s": round(sum(spoken), 3) if spoken else None,
        "number": _first(row["number"] for row in reversed(rows)),
        "name": _first(row["name"] for row in reversed(rows)),
        "call_id": last["call_id"],
        "cause": last["cause"],
        "outcome": outcome_of_all(outcomes) if outcomes and last["ended"] else last["outcome"],
        "attempts": json.dumps(
            [{name: row[name] for name in _ATTEMPT} | {"csta_cause": None} for row in rows]
        ),
        "parties": "[]",
    }
    changes = ", ".join(f"{name}=:{name}" for name in merged)
    db.execute(f"UPDATE entries SET {changes} WHERE id=:id", merged | {"id": first["id"]})  # noqa: S608 - our own names
    for row in rows[1:]:
        db.execute("DELETE FROM entries WHERE id=?", (row["id"],))


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value is not None), None)
