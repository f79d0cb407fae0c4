"""The strip's own menu: where it stands, settings, the log, about, quit."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtGui import QIcon

from cti_desk.desktop.icons import svg_icon
from cti_desk.desktop.strip.place import DOCKS, Dock
from cti_desk.desktop.theme import ICON, MENU_ICON
from cti_desk.desktop.widgets.menu import Menu
from cti_desk.desktop.words import tr

QUEUES_KEY: Final = "Alt+Q"
SETTINGS_KEY: Final = "Ctrl+,"


class Placed(Protocol):
    """What the menu changes of the strip."""

    def is_on_top(self) -> bool: ...

    def keep_on_top(self, on: bool) -> None: ...

    def dock(self) -> Dock: ...

    def dock_to(self, dock: Dock) -> None: ...


class DeskControls(Protocol):
    """What the menu asks of the desktop."""

    def hide_strip(self) -> None: ...

    def open_queues(self) -> None: ...
    def open_settings(self) -> None: ...

    def open_log(self) -> None: ...

    def about(self) -> None: ...

    def ask_quit(self) -> None: ...


def fill_main_menu(menu: Menu, strip: Placed, desk: DeskControls, can_place: bool) -> None:
    """Fill the menu for the strip as it is now."""
    menu.empty()
    if can_place:
        on = strip.is_on_top()
        menu.line(
            tr("Always on top"), lambda: strip.keep_on_top(not on), _icon(menu, "pin"), checked=on
        )
        below = menu.below(tr("Place"), _icon(menu, "move"))
        for dock in DOCKS:
            _add_dock(below, strip, dock)
    menu.line(tr("Hide the strip"), desk.hide_strip, _icon(menu, "eye-off"))
    menu.section()
    menu.line(tr("Queues"), desk.open_queues, _icon(menu, "users"), QUEUES_KEY)
    menu.section()
    menu.line(tr("Settings…"), desk.open_settings, _icon(menu, "settings"), SETTINGS_KEY)
    menu.line(tr("Debug log"), desk.open_log, _icon(menu, "file-text"))
    menu.line(tr("About CTI Desk"), desk.about, _icon(menu, "info"))
    menu.section()
    menu.line(tr("Quit…"), desk.ask_quit, _icon(menu, "power"), "Ctrl+Q")


def _add_dock(menu: Menu, strip: Placed, dock: Dock) -> None:
    words = {
        "free": tr("Free"),
        "left": tr("Left edge"),
        "right": tr("Right edge"),
        "top": tr("Upper edge"),
        "bottom": tr("Lower edge"),
    }[dock]
    menu.line(words, lambda: strip.dock_to(dock), checked=strip.dock() == dock)


def _icon(menu: Menu, name: str) -> QIcon:
    return svg_icon(name, menu.theme.colours.dim, menu.theme.px(ICON), menu.theme.px(MENU_ICON))
