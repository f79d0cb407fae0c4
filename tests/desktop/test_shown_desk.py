"""The state that is shown: one for all, and whether it is another one."""

from __future__ import annotations

from cti_desk.core.model import Snapshot
from cti_desk.desktop.shown_desk import DeskState, ShownDesk
from scripts.situations import NOW, READY, TABLE, UP


def test_nothing_is_known_at_first() -> None:
    desk = ShownDesk()
    assert desk.snapshot == Snapshot()
    assert (desk.now, desk.changed) == (0.0, False)


def test_all_three_come_together() -> None:
    desk, snapshot = ShownDesk(), Snapshot(UP, READY)
    desk.show(DeskState(snapshot, TABLE, NOW))
    assert desk.snapshot is snapshot
    assert desk.table is TABLE
    assert desk.now == NOW


def test_a_state_of_which_only_the_time_differs_is_no_change() -> None:
    desk, snapshot = ShownDesk(), Snapshot(UP, READY)
    desk.show(DeskState(snapshot, TABLE, NOW))
    assert desk.changed
    desk.show(DeskState(snapshot, TABLE, NOW + 1))
    assert not desk.changed
    desk.show(DeskState(Snapshot(UP), TABLE, NOW + 1))
    assert desk.changed
