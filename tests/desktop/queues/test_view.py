"""Keyboard, mouse, and a clock that runs only for times that can be seen."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cti_desk.core import commands
from cti_desk.core.model import Link, LinkState, Snapshot
from scripts.queue_situations import BILLING, COUNTED, FIGURES, LONG, NAMED, SUPPORT
from scripts.situations import NOW, READY, UP
from tests.desktop.queues.conftest import Rig

KEY = Qt.Key


def rect(rig: Rig, title: str) -> QRect:
    number = rig.titles().index(title)
    rig.view.scrollTo(rig.window.model.index(number))
    return rig.view.visualRect(rig.window.model.index(number))


def click(rig: Rig, point: QPoint) -> None:
    QTest.mouseClick(rig.view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def press(rig: Rig, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(rig.view, key)


@pytest.mark.parametrize("key", [KEY.Key_Space, KEY.Key_Return, KEY.Key_Enter])
def test_a_key_opens_and_closes_a_queue(opened: Rig, key: Qt.Key) -> None:
    opened.go_to("Support")
    press(opened, key)
    assert "Maria Souza" not in opened.titles()
    press(opened, key)
    assert "Maria Souza" in opened.titles()
    assert opened.current() == "Support"


def test_left_and_right_walk_as_in_a_tree(opened: Rig) -> None:
    opened.go_to("Maria Souza")
    press(opened, KEY.Key_Left)
    assert opened.current() == "Support"
    press(opened, KEY.Key_Left)
    assert "Maria Souza" not in opened.titles()
    press(opened, KEY.Key_Left, KEY.Key_Right)
    assert "Maria Souza" in opened.titles()
    press(opened, KEY.Key_Right, KEY.Key_Down)
    assert opened.current() == "Maria Souza"


def test_typing_searches(opened: Rig) -> None:
    opened.go_to("Sales")
    QTest.keyClicks(opened.view, "r")
    assert opened.window.search.text() == "r"
    opened.window.search.setText("rui")
    assert opened.titles() == ["Support", "Rui Alves", "Billing", "Rui Alves"]


def test_a_click_opens_a_queue_and_its_button_asks(opened: Rig) -> None:
    parts = opened.view.delegate.columns
    click(opened, parts.text(rect(opened, "Support"), False).center())
    assert "Maria Souza" not in opened.titles()
    click(opened, parts.toggle_box(rect(opened, "Support")).center())
    assert opened.asked == [commands.LeaveQueue("7012")]
    assert "Maria Souza" not in opened.titles()


def test_a_click_that_ends_elsewhere_or_on_a_caller_does_nothing(opened: Rig) -> None:
    before = opened.titles()
    click(opened, rect(opened, "Maria Souza").center())
    viewport, left = opened.view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, pos=rect(opened, "Support").center())
    QTest.mouseRelease(viewport, left, pos=rect(opened, "Maria Souza").center())
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, pos=rect(opened, "Support").center())
    assert opened.titles() == before
    assert opened.asked == []


def test_the_pointer_warms_the_button(opened: Rig) -> None:
    parts, view = opened.view.delegate.columns, opened.view
    where = QPointF(parts.toggle_box(rect(opened, "Sales")).center())
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, where, where, none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view.viewport(), moved)
    assert view.delegate.hot == opened.titles().index("Sales")
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.delegate.hot == -1


def test_a_tooltip_says_what_is_cut_or_not_possible(opened: Rig) -> None:
    parts, view = opened.view.delegate.columns, opened.view
    long = rect(opened, LONG)
    assert view.words_at(long.center()).startswith(LONG)
    assert view.words_at(rect(opened, "Maria Souza").center()) == ""
    assert view.words_at(QPoint(5, 5000)) == ""
    opened.show(table=COUNTED)
    why = view.words_at(parts.toggle_box(rect(opened, "Sales")).center())
    assert why == "Your queues are set by your administrator."


def test_the_menu_key_asks_where_the_keyboard_is(opened: Rig) -> None:
    opened.go_to("Support")
    asked: list[QPoint] = []
    opened.view.menu_asked.disconnect()
    opened.view.menu_asked.connect(asked.append)
    where = opened.view.viewport().mapToGlobal(rect(opened, "Support").center())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(opened.view.viewport(), event)
    assert asked == [where]


def test_seconds_are_counted_only_where_somebody_waits(opened: Rig) -> None:
    clock = opened.view.clock
    assert (clock.isActive(), clock.interval()) == (True, 1000)
    opened.show(Snapshot(UP, READY, queues=(replace(SUPPORT, waiting=()),)))
    opened.view.viewport().repaint()
    assert (clock.isActive(), clock.interval()) == (True, 15_000)
    opened.show(Snapshot(UP, READY, queues=(BILLING,)))
    opened.view.viewport().repaint()
    assert not clock.isActive()
    opened.show(Snapshot(UP, READY, queues=FIGURES))
    opened.view.viewport().repaint()
    assert not clock.isActive()


def test_a_waiting_caller_out_of_sight_needs_no_clock(opened: Rig) -> None:
    members = tuple(
        replace(member, agent_id=f"{member.agent_id}{number}", since=None)
        for number in range(20)
        for member in SUPPORT.members or ()
    )
    opened.show(Snapshot(UP, READY, queues=(replace(SUPPORT, members=members),)))
    opened.view.scrollToBottom()
    opened.view.viewport().repaint()
    assert not opened.view.clock.isActive()
    opened.view.scrollToTop()
    opened.view.viewport().repaint()
    assert opened.view.clock.isActive()


def test_the_clock_stands_while_nobody_looks_or_all_is_old(opened: Rig) -> None:
    opened.window.hide()
    assert not opened.view.clock.isActive()
    opened.panel.open()
    QApplication.processEvents()
    assert opened.view.clock.isActive()
    opened.show(replace(opened.snapshot, link=Link(LinkState.DOWN, NOW, lost_at=NOW)))
    opened.view.viewport().repaint()
    assert not opened.view.clock.isActive()


def test_a_second_paints_the_times_and_tells_the_model_nothing(
    opened: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    opened.window.model.dataChanged.connect(lambda *args: told.append(args))
    updated: list[QRect] = []
    monkeypatch.setattr(opened.view.viewport(), "update", updated.append)
    number = opened.titles().index("+55 31 3333-1010")
    assert opened.window.model.view(number).time.text == "1:12"
    opened.view._slow = int(NOW * 1000) // 15_000
    opened.at += 3
    opened.view.clock.timeout.emit()
    assert opened.window.model.view(number).time.text == "1:15"
    assert told == []
    ticking = [row for row in opened.view.visible_rows() if row < 12]
    assert len(updated) == len(ticking)
    left = opened.view.delegate.columns.right_part(
        opened.view.visualRect(opened.window.model.index(0))
    )
    assert all(rect.left() == left for rect in updated)


def spoken(view: QWidget) -> list[str]:
    """What a screen reader hears of a table's cells. The interfaces end here, with their table."""
    table = QAccessible.queryAccessibleInterface(view)
    children = [table.child(number) for number in range(table.childCount())]
    return [
        child.text(QAccessible.Text.Name)
        for child in children
        if child.role() == QAccessible.Role.Cell
    ]


def test_a_screen_reader_hears_whole_rows(opened: Rig) -> None:
    said = spoken(opened.view)
    assert len(said) == 25
    assert said[0].startswith("Sales, 0 ready")
    assert said[1] == "+55 31 3333-1000, 4:22, too long"


def test_it_has_a_name_and_takes_only_one_tab(opened: Rig) -> None:
    assert opened.view.accessibleName() == "Queues"
    assert not opened.view.tabKeyNavigation()
    assert opened.table is NAMED
