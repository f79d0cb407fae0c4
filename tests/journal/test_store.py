from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from cti_desk.journal.rows import COLUMNS, Row
from cti_desk.journal.store import Store, read, set_aside
from tests.support.full_disk import fill_disk, make_room


def row(n: int, **more: object) -> Row:
    base = {"id": str(n), "kind": "call", "started": float(n), "attempts": [], "parties": []}
    return dict.fromkeys(COLUMNS) | base | more


def read_all(file: Path) -> list[Row]:
    """Every row, oldest first."""
    return read(file, 1000, None)[::-1]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal.sqlite"


def test_rows_are_kept_as_they_are(file: Path) -> None:
    rows = [row(1, name="Maria ☎", number="1", ended=2.5), row(2, direction="INBOUND")]
    with closing(Store(file)) as store:
        store.put(rows)
        assert store.next_id() == 3
        assert list(store.ended_calls(10)) == rows[:1]
        assert store.unended() == rows[1:]
        assert read_all(file) == rows
    assert read(file, 10, None) == rows[::-1]
    assert read(file, 1, None) == rows[1:]
    assert read(file, 10, 2.0) == rows[:1]


def test_lists_and_what_is_yes_or_no_come_back_as_such(file: Path) -> None:
    attempts = [{"call_id": "7.1", "outcome": "missed"}]
    rows = [row(1, attempts=attempts, parties=[], withheld=True), row(2, withheld=False)]
    with closing(Store(file)) as store:
        store.put(rows)
    assert read_all(file) == rows


def test_a_state_has_no_lists(file: Path) -> None:
    state = row(1, kind="state", attempts=None, parties=None)
    with closing(Store(file)) as store:
        store.put([state])
    assert read_all(file) == [state]


def test_a_list_that_is_none_is_empty(file: Path) -> None:
    with closing(Store(file)) as store:
        store.put([row(1)])
        store._db.execute("UPDATE entries SET attempts='[1', parties='{}'")
        assert (read_all(file)[0]["attempts"], read_all(file)[0]["parties"]) == ([], [])


def test_the_last_calls_that_are_over(file: Path) -> None:
    rows = [row(n, ended=n + 1.0, number=str(n), root_id=str(n)) for n in range(1, 6)]
    with closing(Store(file)) as store:
        store.put([*rows, row(6), row(7, kind="state", ended=8.0)])
        assert [each["number"] for each in store.ended_calls(2)] == ["4", "5"]
        assert [each["number"] for each in store.calls_since(2.0, 3)] == ["3", "4", "5"]
        assert [each["number"] for each in store.calls_since(5.0, 3)] == ["5"]


def test_a_row_written_again_is_changed(file: Path) -> None:
    with closing(Store(file)) as store:
        store.put([row(1)])
        store.put([row(1, ended=5.0)])
        assert read_all(file) == [row(1, ended=5.0)]


def test_purge_forgets_what_is_older(file: Path) -> None:
    with closing(Store(file)) as store:
        store.put([row(1), row(2), row(3)])
        assert store.purge(2.5) == 2
        assert read_all(file) == [row(3)]


def test_all_or_none_when_the_disk_is_full(file: Path) -> None:
    with closing(Store(file)) as store:
        fill_disk(store)
        with pytest.raises(sqlite3.OperationalError, match="full"):
            store.put([row(number, name="x" * 1000) for number in range(1, 50)])
        make_room(store)
        assert read_all(file) == []
        store.put([row(1)])
        assert read_all(file) == [row(1)]


def test_only_the_owner_may_read(file: Path) -> None:
    with closing(Store(file)) as store:
        store.put([row(1)])
        assert {stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()} == {0o600}


def test_what_is_no_database_is_an_error_and_can_be_set_aside(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("this is no database, but long enough to be looked at as one" * 50)
    with pytest.raises(sqlite3.DatabaseError):
        Store(file)
    assert read(file, 10, None) == []
    aside = set_aside(file)
    assert aside is not None
    assert aside.exists()
    with closing(Store(file)) as store:
        assert store.next_id() == 1


def test_another_versions_database_is_left_alone(file: Path) -> None:
    with closing(Store(file)), closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version=99")
    with pytest.raises(sqlite3.DatabaseError, match="another version"):
        Store(file)


def test_no_database_has_no_rows(file: Path) -> None:
    assert read(file, 10, None) == []
    assert read_all(file) == []
    assert set_aside(file) is None
