"""Journals of version 1, which had a row for each ring."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cti_desk.journal import migration
from cti_desk.journal.store import Store, read

V1 = (
    "id INTEGER PRIMARY KEY, kind TEXT, started REAL, answered REAL, ended REAL, duration_s REAL, "
    "direction TEXT, number TEXT, e164 TEXT, display TEXT, name TEXT, called TEXT, queue TEXT, "
    "queue_name TEXT, call_id TEXT, root_id TEXT, correlation_id TEXT, cause TEXT, outcome TEXT, "
    "agent TEXT, device TEXT, state TEXT, reason_code TEXT, reason TEXT"
)


def write_v1(file: Path, *rows: dict[str, Any]) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute(f"CREATE TABLE entries ({V1})")
        db.execute("CREATE INDEX entries_started ON entries (started)")
        for row in rows:
            names = ", ".join(row)
            marks = ", ".join("?" for _ in row)
            db.execute(f"INSERT INTO entries ({names}) VALUES ({marks})", tuple(row.values()))
        db.execute("PRAGMA user_version=1")
        db.commit()


def ring(row_id: int, outcome: str, **more: Any) -> dict[str, Any]:
    return {
        "id": row_id,
        "kind": "call",
        "started": 100.0 + row_id,
        "ended": 105.0 + row_id,
        "direction": "INBOUND",
        "number": "2198765456",
        "call_id": f"7~{row_id}",
        "root_id": "7",
        "cause": "QUEUEMISSED",
        "outcome": outcome,
        "agent": "default_1001",
    } | more


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def test_the_rings_of_a_caller_become_one_row(file: Path) -> None:
    state = {"id": 9, "kind": "state", "started": 90.0, "ended": 300.0, "state": "READY"}
    other = ring(6, "missed", root_id="8", number="777")
    answered = ring(5, "answered", answered=106.0, duration_s=4.0, cause="BYCALLER", name="Maria")
    write_v1(file, *(ring(n, "missed") for n in (1, 2, 3, 4)), answered, other, state)
    Store(file).close()
    by_id = {row["id"]: row for row in read(file, 99, None)}
    assert set(by_id) == {"1", "6", "9"}
    row = by_id["1"]
    assert (row["started"], row["ended"], row["answered"]) == (101.0, 110.0, 106.0)
    assert (row["outcome"], row["duration_s"], row["name"]) == ("answered", 4.0, "Maria")
    assert [each["outcome"] for each in row["attempts"]] == ["missed"] * 4 + ["answered"]
    assert row["attempts"][0] == {
        "call_id": "7~1",
        "started": 101.0,
        "ended": 106.0,
        "outcome": "missed",
        "cause": "QUEUEMISSED",
        "csta_cause": None,
    }
    assert by_id["6"]["outcome"] == "missed"
    assert (by_id["9"]["state"], by_id["9"]["attempts"]) == ("READY", None)


def test_two_agents_of_one_caller_stay_two_rows(file: Path) -> None:
    write_v1(file, ring(1, "missed"), ring(2, "answered", agent="default_1002"))
    Store(file).close()
    assert {row["outcome"] for row in read(file, 9, None)} == {"missed", "answered"}


def test_a_call_that_is_up_stays_open(file: Path) -> None:
    write_v1(file, ring(1, "missed"), ring(2, "unknown", ended=None))
    with closing(Store(file)) as store:
        (row,) = store.unended()
    assert (row["id"], row["outcome"], row["call_id"]) == ("1", "unknown", "7~2")


def test_it_happens_once_and_wholly_or_not_at_all(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_v1(file, ring(1, "missed"), ring(2, "answered"))

    def fail(db: sqlite3.Connection, rows: list[Any]) -> None:
        raise sqlite3.OperationalError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(migration, "_merge", fail)
        with pytest.raises(sqlite3.OperationalError):
            Store(file)
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM entries").fetchone() == (2,)
    Store(file).close()
    Store(file).close()
    assert [row["outcome"] for row in read(file, 9, None)] == ["answered"]
