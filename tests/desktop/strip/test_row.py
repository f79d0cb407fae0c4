from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QWidget

from cti_desk.core.model import AgentState, Snapshot
from cti_desk.desktop.presenters.strip import StripView, strip_view
from cti_desk.desktop.strip.row import Row
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.breath import Breath
from scripts.situations import BUSY, MARIA, NOW, READY, TABLE, UP, Actions

OUT = replace(READY, state=AgentState.LOGGED_OUT, underlying=AgentState.LOGGED_OUT)


@pytest.fixture
def row(theme: Theme, actions: Actions, still: Breath, qapp: QApplication) -> Iterator[Row]:
    parent = QWidget()
    made = Row(theme, actions, still, parent)
    parent.show()
    yield made
    parent.close()


def view(snapshot: Snapshot) -> StripView:
    return strip_view(snapshot, TABLE, NOW)


def show(row: Row, snapshot: Snapshot, before: Snapshot | None = None) -> None:
    row.show_view(view(snapshot), None if before is None else view(before))
    row.calls.fit(2000)
    row.resize(row.width_needed(), 44)


def test_calls_make_the_row_longer_by_what_they_need(row: Row) -> None:
    show(row, Snapshot(UP, READY))
    short = row.width_needed()
    assert row.width_without_calls() == short
    show(row, Snapshot(UP, READY, (MARIA,)), Snapshot(UP, READY))
    assert row.width_needed() > short
    assert row.width_without_calls() == short


def test_where_nothing_can_be_dialled_the_button_says_why(row: Row) -> None:
    show(row, Snapshot(UP, OUT))
    assert not row.dial.go.isEnabled()
    assert row.dial.go.toolTip() == row.dial.go.accessibleDescription() == "You are not logged in."
    show(row, Snapshot(UP, READY), Snapshot(UP, OUT))
    assert row.dial.go.isEnabled()
    assert row.dial.go.toolTip() == "Dial"


def test_a_message_knows_where_its_control_is(row: Row) -> None:
    show(row, Snapshot(UP, BUSY, (MARIA,)))
    entry = row.calls.entry(MARIA.id)
    assert entry is not None
    row.layout().activate()
    assert row.control_x(None, of_agent=True) == 0
    assert row.control_x(MARIA.id, of_agent=False) < row.control_x(None, of_agent=False)
