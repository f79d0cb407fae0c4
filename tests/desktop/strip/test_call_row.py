from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from cti_desk.core.model import Snapshot
from cti_desk.desktop.presenters.calls import CallView, call_views
from cti_desk.desktop.strip.call_entry import CallEntry
from cti_desk.desktop.strip.call_row import CallRow
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.breath import Breath
from scripts.situations import MARIA, NOW, TABLE, Actions

ENOUGH = 4000


@pytest.fixture
def row(theme: Theme, actions: Actions, still: Breath, qapp: QApplication) -> Iterator[CallRow]:
    made = CallRow(theme, actions, still)
    made.show()
    yield made
    made.close()


def views(count: int, first: int = 0) -> tuple[CallView, ...]:
    calls = tuple(replace(MARIA, id=f"c{number}") for number in range(first, first + count))
    return call_views(Snapshot(calls=calls), TABLE, NOW)


def ids(row: CallRow) -> list[str]:
    return [entry.call_id() for entry in row.entries()]


def test_each_call_is_an_entry_that_stays_while_its_call_lives(row: CallRow) -> None:
    row.show_views(views(2))
    row.fit(ENOUGH)
    second = row.entry("c1")
    row.show_views(views(2, first=1))
    row.fit(ENOUGH)
    assert ids(row) == ["c1", "c2"]
    assert row.entry("c1") is second
    assert row.entry("c0") is None


def test_what_does_not_fit_folds(row: CallRow) -> None:
    row.show_views(views(5))
    row.fit(ENOUGH)
    one = row.width_needed() // 5
    row.fit(one * 3)
    assert ids(row) == ["c0", "c1"]
    assert row.fold.button.text() == "+3"
    assert row.width_needed() <= one * 3
    row.fit(ENOUGH)
    assert len(ids(row)) == 5
    assert row.fold.isHidden()


def test_the_call_being_typed_for_never_folds(row: CallRow) -> None:
    row.show_views(views(5))
    entry = row.entry("c4")
    assert entry is not None
    entry.open_field(views(5)[4].buttons[0])
    row.fit(500)
    assert "c4" in ids(row)


def test_without_calls_it_takes_no_room(row: CallRow) -> None:
    row.show_views(())
    row.fit(ENOUGH)
    assert row.isHidden()


def test_presses_come_from_entries_and_from_the_fold(row: CallRow) -> None:
    pressed: list[str] = []
    row.pressed.connect(lambda call, _button: pressed.append(call))
    row.show_views(views(2))
    row.fit(3000)
    row.entries()[0].buttons()[0].click()
    row.fold._press("c1", views(2)[1].buttons[0])
    assert pressed == ["c0", "c1"]


def test_entries_are_built_only_for_calls_that_have_room(row: CallRow) -> None:
    row.show_views(views(12), 288)
    row.fit(900)
    built = row.findChildren(CallEntry)
    assert 0 < len(row.entries()) <= len(built) <= len(row.entries()) + 2
    assert row.fold.button.text() == f"+{300 - len(row.entries())}"
    assert row.width_needed() <= 900


def test_a_call_that_is_folded_away_has_an_entry_when_one_is_needed(row: CallRow) -> None:
    row.show_views(views(12))
    row.fit(500)
    entry = row.entry("c11")
    assert entry is not None
    assert entry.call_id() == "c11"
    assert row.entry("c12") is None


def test_calls_that_are_only_counted_show_in_the_fold(row: CallRow) -> None:
    row.show_views(views(1), 5)
    row.fit(3000)
    assert len(row.entries()) == 1
    assert not row.fold.isHidden()
    assert row.fold.button.accessibleName() == "5 more calls"


def test_the_entry_of_a_call_that_is_over_shows_another_one(row: CallRow) -> None:
    row.show_views(views(2))
    row.fit(ENOUGH)
    before = set(row.entries())
    row.show_views(views(2, first=5))
    row.fit(ENOUGH)
    assert ids(row) == ["c5", "c6"]
    assert set(row.entries()) == before
    pressed: list[str] = []
    row.pressed.connect(lambda call, _button: pressed.append(call))
    row.entries()[0].buttons()[0].click()
    assert pressed == ["c5"]


def test_an_entry_that_was_typed_into_goes_with_its_call(row: CallRow) -> None:
    row.show_views(views(1))
    row.fit(ENOUGH)
    (typed,) = row.entries()
    typed.open_field(typed.buttons()[0].about)  # type: ignore[arg-type]
    row.show_views(views(1, first=5))
    row.fit(ENOUGH)
    (entry,) = row.entries()
    assert entry is not typed
    assert entry.field is None
