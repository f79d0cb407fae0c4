from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from cti_desk.core.causes import Cause
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Agent, AgentState, Call, ConnectionState, Direction, Remote
from cti_desk.core.moment import Moment
from cti_desk.journal import SqliteJournal
from cti_desk.journal.rows import COLUMNS, Row
from cti_desk.journal.store import Store, read
from cti_desk.journal.writer import NOT_ALL, STOPPED
from tests.support.full_disk import fill_disk, make_room
from tests.support.waiting import wait_for

NOW = 1_795_298_371.0
RING = Call(
    "7.1",
    direction=Direction.INBOUND,
    local_state=ConnectionState.ALERTING,
    remote=Remote(number="2198765456", e164="+552198765456"),
    since=NOW,
)
RINGING = Event(EventType.DELIVERED, call=RING)
MISSED = Event(EventType.CONNECTION_CLEARED, call=RING, cause="QUEUEMISSED")
READY = Event(EventType.AGENT_READY, agent=Agent(id="a", state=AgentState.READY))

Make = Callable[..., SqliteJournal]


def at(stamp: float) -> Moment:
    """A moment of which both clocks tell the same."""
    return Moment(stamp, stamp)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal.sqlite"


@pytest.fixture
def notices() -> list[str]:
    return []


@pytest.fixture
def make(file: Path, notices: list[str]) -> Iterator[Make]:
    made: list[SqliteJournal] = []

    def make_one(**options: object) -> SqliteJournal:
        options = {"on_notice": notices.append, "now": lambda: NOW} | options
        made.append(SqliteJournal(file, **options))  # type: ignore[arg-type]
        return made[-1]

    yield make_one
    for journal in made:
        journal.close()


def test_calls_and_states_are_kept_over_a_restart(make: Make, notices: list[str]) -> None:
    journal = make()
    journal.record(READY, at(NOW - 5))
    journal.record(RINGING, at(NOW))
    journal.record(MISSED, at(NOW + 10))
    journal.record(Event(EventType.LINK_UP), at(NOW))
    assert journal.flush()
    rows = journal.list()
    assert [(row["kind"], row["outcome"], row["state"]) for row in rows] == [
        ("call", "missed", None),
        ("state", None, "READY"),
    ]
    journal.close()
    again = make()
    assert again.flush()
    assert again.list() == rows
    last = again.last_with("02198765456")
    assert last is not None
    assert last == {name: rows[0][name] for name in last}
    assert notices == []


def test_pages(make: Make) -> None:
    journal = make()
    for number in range(5):
        call = replace(RING, id=str(number), since=NOW + number)
        journal.record(Event(EventType.DELIVERED, call=call), at(NOW + number))
    journal.flush()
    first = journal.list(limit=2)
    assert [row["call_id"] for row in first] == ["4", "3"]
    assert [row["call_id"] for row in journal.list(10, before=first[-1]["started"])] == [
        "2",
        "1",
        "0",
    ]


def test_a_call_that_is_up_is_not_the_last_one(make: Make) -> None:
    journal = make()
    journal.record(RINGING, at(NOW))
    journal.flush()
    assert journal.last_with("2198765456") is None


def test_a_call_that_outlives_the_desk_goes_on_in_its_row(make: Make) -> None:
    journal = make()
    journal.record(RINGING, at(NOW))
    journal.close()
    journal = make()
    journal.flush()
    assert journal.list()[0]["outcome"] == "unknown"
    journal.record(MISSED, at(NOW + 60))
    journal.flush()
    assert [row["outcome"] for row in journal.list()] == ["missed"]


def test_an_old_unended_call_is_not_continued(make: Make) -> None:
    journal = make()
    journal.record(RINGING, at(NOW))
    journal.close()
    journal = make(now=lambda: NOW + 2 * 86_400)
    journal.record(RINGING, at(NOW))
    journal.flush()
    assert len(journal.list()) == 2


def test_retention(make: Make) -> None:
    journal = make()
    journal.record(RINGING, at(NOW))
    journal.close()
    kept = make(retention_days=10, now=lambda: NOW + 9 * 86_400)
    kept.flush()
    assert len(kept.list()) == 1
    kept.close()
    purged = make(retention_days=10, now=lambda: NOW + 11 * 86_400)
    purged.flush()
    assert purged.list() == []


def test_retention_can_change(make: Make) -> None:
    times = [NOW]
    journal = make(retention_days=10, now=lambda: times[-1])
    journal.record(RINGING, at(NOW))
    journal.flush()
    journal.keep_for(1)
    times.append(NOW + 2 * 86_400)
    journal.flush()
    assert journal.list() == []


CHILD = """
import sys
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, ConnectionState, Direction
from cti_desk.core.moment import Moment
from cti_desk.journal import SqliteJournal
import pathlib
journal = SqliteJournal(pathlib.Path(sys.argv[1]))
call = Call("7.1", direction=Direction.INBOUND, local_state=ConnectionState.ALERTING)
journal.record(Event(EventType.DELIVERED, call=call), Moment(5.0e9, 1.0))
journal.flush()
print("written", flush=True)
sys.stdin.read()
"""


def test_a_kill_loses_nothing(make: Make, file: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == b"written\n"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    journal = make()
    journal.flush()
    assert [row["call_id"] for row in journal.list()] == ["7.1"]


def test_a_damaged_database_is_set_aside_and_told(
    make: Make, file: Path, notices: list[str]
) -> None:
    file.parent.mkdir()
    file.write_bytes(b"SQLite format 3\0" + b"\xff" * 8000)
    journal = make()
    journal.record(RINGING, at(NOW))
    journal.flush()
    assert len(journal.list()) == 1
    assert len(notices) == 1
    assert "damaged" in notices[0]
    assert len(list(file.parent.glob("*.damaged-*"))) == 1


def test_damage_in_the_middle_of_a_run(make: Make, file: Path, notices: list[str]) -> None:
    journal = make()
    for number in range(200):
        call = replace(RING, id=str(number))
        journal.record(Event(EventType.DELIVERED, call=call), at(NOW))
    journal.close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    journal = make()
    journal.record(MISSED, at(NOW))
    journal.flush()
    assert len(journal.list()) == 1
    assert len(notices) == 1


def test_a_place_that_cannot_be_written_is_told_once_and_comes_back(
    make: Make, file: Path, notices: list[str]
) -> None:
    with_rows = Store(file)
    with_rows.put([{**dict.fromkeys(COLUMNS), "id": "7", "kind": "call", "started": NOW}])
    with_rows.close()
    away = file.parent.rename(file.parent.with_name("away"))
    file.parent.write_text("in the way")
    journal = make()
    journal.record(RINGING, at(NOW))
    journal.flush()
    journal.record(MISSED, at(NOW + 1))
    journal.flush()
    assert len(notices) == 1
    assert "cannot be written" in notices[0]
    assert journal.last_with("2198765456") is not None
    file.parent.unlink()
    away.rename(file.parent)
    journal.record(READY, at(NOW + 2))
    journal.flush()
    assert [row["id"] for row in read(file, 9, None)] == ["9", "8", "7"]
    assert notices[1:] == ["The journal is written again."]


def test_a_full_disk_is_told_once_and_what_happened_is_written_later(
    make: Make, notices: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stores: list[Store] = []
    before = Store._prepare

    def prepare(store: Store) -> None:
        before(store)
        stores.append(store)
        fill_disk(store)

    monkeypatch.setattr(Store, "_prepare", prepare)
    monkeypatch.setattr("cti_desk.journal.writer._LONGEST_BATCH", 1)
    journal = make()
    for number in range(50):
        call = replace(RING, id=str(number), remote=Remote(number="9" * 15, name="x" * 500))
        journal.record(Event(EventType.DELIVERED, call=call), at(NOW))
    journal.flush()
    assert len(notices) == 1
    assert "full" in notices[0]
    written = len(journal.list(1000))
    assert written < 50
    monkeypatch.setattr(stores[0], "put", lifted(stores[0]))
    journal.record(RINGING, at(NOW))
    journal.flush()
    assert len(journal.list(1000)) == 51
    assert notices[1:] == ["The journal is written again."]


def lifted(store: Store) -> Callable[..., None]:
    """The store's own ``put``, after somebody made room; on the journal's thread."""
    put = store.put

    def lift(rows: object) -> None:
        make_room(store)
        put(rows)  # type: ignore[arg-type]

    return lift


@pytest.mark.expected_log("could not be noted")
def test_an_event_that_cannot_be_noted_stops_nothing_and_is_told(
    make: Make, notices: list[str]
) -> None:
    journal = make()
    journal.record(Event(EventType.DELIVERED, call="nonsense"), at(NOW))  # type: ignore[arg-type]
    journal.record(RINGING, at(NOW))
    journal.flush()
    assert len(journal.list()) == 1
    assert notices == [NOT_ALL]


@pytest.mark.parametrize("name", ["\ud800", "Maria \udfff Souza", "a\x00b"])
def test_half_a_character_costs_nothing(make: Make, notices: list[str], name: str) -> None:
    journal = make()
    odd = replace(RING, remote=Remote(number=name, name=name), id="7.0", called=name)
    journal.record(Event(EventType.DELIVERED, call=odd), at(NOW))
    journal.record(RINGING, at(NOW))
    journal.record(READY, at(NOW + 1))
    assert journal.flush()
    assert {row["call_id"] for row in journal.list()} == {"7.0", "7.1", None}
    assert (notices, journal.problem) == ([], None)


@pytest.mark.expected_log("could not be written")
def test_a_row_that_cannot_be_written_costs_no_other(make: Make, notices: list[str]) -> None:
    journal = make()
    odd = replace(RING, id="7.0", called=object())
    journal.record(Event(EventType.DELIVERED, call=odd), at(NOW))
    journal.record(RINGING, at(NOW))
    journal.flush()
    assert [row["call_id"] for row in journal.list()] == ["7.1"]
    assert notices == [NOT_ALL]


@pytest.mark.expected_log("the journal stopped")
def test_whatever_ends_its_thread_is_told_and_it_goes_on(
    make: Make, notices: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cti_desk.journal.journal.BACK_AFTER_S", (0.0, 0.0))
    faults = iter([RuntimeError("a fault"), SystemExit(1)])
    put = Store.put

    def fail_twice(store: Store, rows: Iterable[Row]) -> None:
        for fault in faults:
            raise fault
        put(store, rows)

    monkeypatch.setattr(Store, "put", fail_twice)
    journal = make()
    journal.record(RINGING, at(NOW))
    journal.record(MISSED, at(NOW + 10))
    journal.record(READY, at(NOW + 10))
    assert journal.flush()
    assert {row["outcome"] for row in journal.list()} == {"missed", None}
    assert notices == [STOPPED, "The journal is written again."]
    assert journal.problem is None


@pytest.mark.expected_log("the journal stopped")
def test_while_it_is_stopped_it_says_so(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(store: Store, rows: Iterable[Row]) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(Store, "put", fail)
    monkeypatch.setattr("cti_desk.journal.journal.BACK_AFTER_S", (0.0, 30.0))
    journal = make()
    journal.record(RINGING, at(NOW))
    wait_for(lambda: journal.problem == STOPPED)
    journal.close()
    assert not journal._thread.is_alive()


def test_a_call_of_an_earlier_run_is_remembered(make: Make) -> None:
    journal = make()
    journal.record(RINGING, at(NOW))
    journal.close()
    opened = threading.Event()
    journal = make(on_open=opened.set)
    assert opened.wait(5)
    known = journal.remembered("7.1")
    assert known is not None
    assert (known["number"], known["direction"]) == ("2198765456", "INBOUND")
    assert journal.remembered("7.2") is None


def test_a_caller_offered_again_after_a_restart_is_the_same_row(make: Make) -> None:
    journal = make()
    journal.record(RINGING, at(NOW))
    journal.record(MISSED, at(NOW + 10))
    journal.close()
    journal = make()
    again = replace(RING, id="7.2", parent="7.1", since=NOW + 20)
    journal.record(Event(EventType.DELIVERED, call=again), at(NOW + 20))
    answered = replace(again, local_state=ConnectionState.CONNECTED, answered_at=NOW + 25)
    journal.record(Event(EventType.ESTABLISHED, call=answered), at(NOW + 25))
    ended = Event(EventType.CONNECTION_CLEARED, call=answered, csta_cause=Cause.NORMAL_CLEARING)
    journal.record(ended, at(NOW + 35))
    journal.flush()
    (row,) = journal.list()
    assert (row["outcome"], row["duration_s"]) == ("answered", 10.0)
    assert [each["outcome"] for each in row["attempts"]] == ["missed", "answered"]


def test_close_is_the_end_of_its_thread(make: Make) -> None:
    journal = make()
    journal.close()
    wait_for(lambda: not journal._thread.is_alive())
    journal.close()
