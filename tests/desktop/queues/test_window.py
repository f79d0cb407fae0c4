"""Search, order, what stays chosen, and what is said around the list."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cti_desk.core import commands
from cti_desk.core.model import Link, LinkState, Snapshot, Waiting
from cti_desk.desktop.presenters.queue_rows import Wish
from scripts.queue_situations import COUNTED, FIGURES, SUPPORT
from scripts.situations import NOW, READY, UP
from tests.desktop.queues.conftest import Rig


def lines(rig: Rig) -> dict[str, bool]:
    """The menu's lines, and whether they are checked."""
    actions = rig.window.menu.actions()
    return {
        each.text().split("\t")[0]: each.isChecked() for each in actions if not each.isSeparator()
    }


def choose(rig: Rig, words: str) -> None:
    for action in rig.window.menu.actions():
        if action.text().split("\t")[0] == words:
            action.trigger()
            return
    raise AssertionError(f"no line {words}: {list(lines(rig))}")


def test_it_is_named_and_the_keyboard_begins_in_the_list(opened: Rig) -> None:
    window = opened.window
    assert window.accessibleName() == "Queues"
    assert window.windowTitle() == "Queues – CTI Desk"
    assert window.search.accessibleName() == "Search queues, callers and members"
    assert window.order.accessibleName() == "Order"
    assert window.focusWidget() is opened.view
    assert opened.current() == "Sales"


def test_tab_goes_through_everything(opened: Rig) -> None:
    window, reached = opened.window, []
    window.search.setFocus()
    for _ in range(5):
        reached.append(window.focusWidget())
        window.focusNextChild()
    assert set(reached) >= {window.search, window.order, opened.view, window.foot.button}


def test_escape_ends_the_search_and_then_closes(opened: Rig) -> None:
    window = opened.window
    window.search.setText("rui")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.search.text() == ""
    assert len(opened.titles()) == 25
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_nothing_found_says_so_in_place_of_the_list(opened: Rig) -> None:
    opened.window.search.setText("zz")
    assert opened.window.nothing.text() == "No queue, caller or member fits “zz”."
    assert not opened.view.isVisible()
    opened.window.search.clear()
    assert opened.view.isVisible()


def test_the_order_is_chosen_in_its_menu(opened: Rig) -> None:
    opened.window.open_order_menu()
    assert lines(opened) == {
        "Queues by name": True,
        "Most waiting first": False,
        "Longest wait first": False,
        "Members by name": True,
        "Members by state": False,
        "Expand all": False,
        "Collapse all": False,
    }
    choose(opened, "Members by state")
    opened.window.open_order_menu()
    choose(opened, "Longest wait first")
    assert opened.window.wish == Wish(sort="longest", by_state=True)
    rows = opened.titles()
    assert rows.index("Rui Alves") < rows.index("João Pereira")


def test_all_queues_open_and_close_at_once(opened: Rig) -> None:
    opened.window.open_order_menu()
    choose(opened, "Collapse all")
    assert len(opened.titles()) == 4
    opened.window.open_order_menu()
    choose(opened, "Expand all")
    assert len(opened.titles()) == 28
    opened.window.menu.close()


def test_what_is_chosen_stays_chosen(opened: Rig) -> None:
    opened.go_to("Rui Alves")
    assert SUPPORT.waiting is not None
    new = Waiting("61", NOW, None, "w9")
    opened.change(replace(SUPPORT, waiting=(*SUPPORT.waiting, new)))
    assert opened.current() == "Rui Alves"


def test_a_caller_that_goes_leaves_the_keyboard_on_the_next(opened: Rig) -> None:
    opened.go_to("Maria Souza")
    opened.change(replace(SUPPORT, waiting=(SUPPORT.waiting or ())[1:]))
    assert opened.current() == "+55 11 4002-8922"


def test_a_change_elsewhere_does_not_scroll(opened: Rig) -> None:
    opened.window.resize(520, 300)
    opened.go_to("Maria Souza")
    opened.view.scrollToTop()
    opened.change(replace(SUPPORT, waiting=(SUPPORT.waiting or ())[1:]))
    assert opened.view.verticalScrollBar().value() == 0


def test_the_foot_follows_the_keyboard(opened: Rig) -> None:
    opened.go_to("Billing")
    assert opened.window.foot.text() == "You are not in Billing."
    assert opened.window.foot.button.accessibleName() == "Join Billing"
    opened.window.foot.button.click()
    assert opened.asked == [commands.JoinQueue("7014")]
    opened.go_to("Rui Alves")
    assert opened.window.foot.text() == "You are in Support."


def test_membership_changes_by_keyboard_and_row_menu(opened: Rig) -> None:
    opened.go_to("Support")
    opened.window.activateWindow()
    QTest.keyClick(opened.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    opened.go_to("Billing")
    opened.window.open_row_menu(QPoint(0, 0))
    assert list(lines(opened)) == ["Expand", "Join"]
    choose(opened, "Join")
    assert opened.asked == [commands.LeaveQueue("7012"), commands.JoinQueue("7014")]
    opened.window.menu.close()


def test_the_row_menu_says_why_where_nothing_can_be_done(opened: Rig) -> None:
    opened.show(table=COUNTED)
    opened.go_to("Support")
    opened.window.open_row_menu(QPoint(0, 0))
    assert list(lines(opened)) == ["Collapse", "Your queues are set by your administrator."]
    choose(opened, "Collapse")
    assert "Maria Souza" not in opened.titles()
    opened.window.menu.close()


def test_what_is_old_is_marked(opened: Rig) -> None:
    assert opened.window.banner.isHidden()
    opened.show(replace(opened.snapshot, link=Link(LinkState.DOWN, NOW, lost_at=NOW - 5)))
    assert opened.window.banner.text().startswith("The link is lost. You see what was known at ")
    assert opened.view.delegate.stale
    banner, colours = opened.window.banner, opened.window.theme.colours
    assert banner.palette().color(banner.foregroundRole()) == colours.warning
    opened.show(replace(opened.snapshot, link=UP))
    assert opened.window.banner.isHidden()
    assert not opened.view.delegate.stale


def test_a_vendor_of_figures_is_shown_plainly(opened: Rig) -> None:
    opened.show(Snapshot(UP, READY, queues=FIGURES), COUNTED)
    assert opened.titles() == [
        "Sales",
        "InstantVoice tells neither who waits nor who the members are",
        "Support",
        "InstantVoice tells neither who waits nor who the members are",
    ]
    banner, colours = opened.window.banner, opened.window.theme.colours
    assert "does not tell when figures change" in banner.text()
    assert banner.palette().color(banner.foregroundRole()) == colours.dim


def test_back_from_the_task_bar_it_shows_the_present(opened: Rig) -> None:
    opened.window.showMinimized()
    QApplication.sendEvent(opened.window, QEvent(QEvent.Type.WindowStateChange))
    opened.show(Snapshot(UP, READY, queues=(SUPPORT,)))
    assert len(opened.titles()) == 25
    opened.window.take_keyboard()
    assert len(opened.titles()) == 9
