from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cti_desk.core import commands
from cti_desk.desktop.presenters.queue_panel import FootView
from cti_desk.desktop.presenters.queues import Toggle
from cti_desk.desktop.queues.foot import Foot
from cti_desk.desktop.theme import Theme

LEAVES = FootView(
    "You are in Support.", Toggle("Leave", commands.LeaveQueue("7012")), name="Support"
)


def test_the_button_names_the_queue(theme: Theme) -> None:
    around = QWidget()
    foot, pressed = Foot(theme, around), []
    foot.pressed.connect(lambda: pressed.append(1))
    assert foot.isHidden()
    foot.show_view(LEAVES)
    assert (foot.button.text(), foot.button.accessibleName()) == ("Leave", "Leave Support")
    foot.button.click()
    assert pressed == [1]


def test_where_nothing_can_be_done_there_is_no_button(theme: Theme) -> None:
    around = QWidget()
    foot = Foot(theme, around)
    foot.show_view(FootView("You are in Support. Set by others.", Toggle("Member", why="…")))
    assert foot.button.isHidden()
    assert not foot.isHidden()


def test_a_failure_stands_for_a_while(theme: Theme) -> None:
    around = QWidget()
    foot = Foot(theme, around)
    foot.show_view(LEAVES)
    foot.say_failure("Queue not left: closed.")
    assert foot.text() == "Queue not left: closed."
    foot._while.timeout.emit()
    assert foot.text() == "You are in Support."
    foot.say_failure("Again.")
    foot.say_failure("")
    assert not foot._while.isActive()
    assert foot.text() == "You are in Support."
