from __future__ import annotations

from cti_desk.desktop.strip.main_menu import fill_main_menu
from cti_desk.desktop.strip.place import Dock
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.menu import Menu


class Controls:
    def __init__(self) -> None:
        self.done: list[str] = []

    def is_on_top(self) -> bool:
        return True

    def keep_on_top(self, on: bool) -> None:
        self.done.append(f"on top {on}")

    def dock(self) -> Dock:
        return "top"

    def dock_to(self, dock: Dock) -> None:
        self.done.append(dock)

    def hide_strip(self) -> None:
        self.done.append("hide")

    def open_queues(self) -> None:
        self.done.append("queues")

    def open_settings(self) -> None:
        self.done.append("settings")

    def open_log(self) -> None:
        self.done.append("log")

    def about(self) -> None:
        self.done.append("about")

    def ask_quit(self) -> None:
        self.done.append("quit")


def test_every_line_does_what_it_says(theme: Theme) -> None:
    menu, controls = Menu(theme), Controls()
    fill_main_menu(menu, controls, controls, can_place=True)
    for action in menu.actions():
        if action.menu() is None and not action.isSeparator():
            action.trigger()
    (places,) = menu._below
    for action in places.actions():
        action.trigger()
    assert controls.done == [
        *("on top False", "hide", "queues", "settings", "log", "about", "quit"),
        *("free", "left", "right", "top", "bottom"),
    ]


def test_the_place_in_use_is_ticked(theme: Theme) -> None:
    menu, controls = Menu(theme), Controls()
    fill_main_menu(menu, controls, controls, can_place=True)
    ticked = [one.text() for one in menu._below[0].actions() if one.isChecked()]
    assert ticked == ["Upper edge"]


def test_where_windows_cannot_be_placed_no_place_is_offered(theme: Theme) -> None:
    menu, controls = Menu(theme), Controls()
    fill_main_menu(menu, controls, controls, can_place=False)
    assert menu.actions()[0].text() == "Hide the strip"
