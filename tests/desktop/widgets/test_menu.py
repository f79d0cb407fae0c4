from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.menu import Menu


def texts(menu: Menu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_a_line_calls_and_a_line_without_a_call_only_says(theme: Theme) -> None:
    menu, called = Menu(theme), []
    menu.line("Lunch & tea", lambda: called.append("lunch"), key="2")
    said = menu.line("Calls ring at SIP/1")
    menu.actions()[0].trigger()
    assert called == ["lunch"]
    assert texts(menu)[0] == "Lunch && tea\t2"
    assert not said.isEnabled()


def test_a_one_character_key_chooses_while_the_menu_is_open(theme: Theme, qtbot: QtBot) -> None:
    menu, called = Menu(theme), []
    menu.line("Break", lambda: called.append("break"), key="1")
    menu.line("Lunch", lambda: called.append("lunch"), key="2")
    control = QWidget()
    qtbot.addWidget(control)
    control.show()
    menu.popup_at(control)
    qtbot.keyClicks(menu, "2")
    assert called == ["lunch"]
    assert not menu.isVisible()


def test_sections_never_begin_or_double(theme: Theme) -> None:
    menu = Menu(theme)
    menu.section()
    menu.line("One")
    menu.section()
    menu.section()
    assert [action.isSeparator() for action in menu.actions()] == [False, True]


def test_emptied_menus_can_be_filled_again(theme: Theme) -> None:
    menu, called = Menu(theme), []
    for _ in range(3):
        menu.empty()
        below = menu.below("Place")
        below.line("Left edge", lambda: called.append(1), key="l", checked=True)
        menu.line("Quit")
    assert texts(menu) == ["Place", "Quit"]
    below.actions()[0].trigger()
    assert called == [1]


@pytest.mark.parametrize("top", [0, 790])
def test_a_menu_opens_where_there_is_room(theme: Theme, qtbot: QtBot, top: int) -> None:
    menu, control = Menu(theme), QWidget()
    for number in range(6):
        menu.line(f"Line {number}")
    qtbot.addWidget(control)
    area = control.screen().availableGeometry()
    control.setGeometry(area.right() - 30, min(top, area.bottom() - 30), 28, 28)
    control.show()
    menu.popup_at(control)
    assert area.contains(menu.geometry())
    assert not menu.geometry().intersects(control.geometry())
    menu.close()
