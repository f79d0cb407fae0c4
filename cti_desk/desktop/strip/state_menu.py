"""The state menu's lines, shared by the strip and the tray."""

from __future__ import annotations

from collections.abc import Callable

from cti_desk.core.commands import Command
from cti_desk.desktop.icons import disc_icon
from cti_desk.desktop.presenters.menu import Entry, Section
from cti_desk.desktop.theme import MENU_ICON
from cti_desk.desktop.widgets.menu import Menu

Submit = Callable[[Command], None]


def add_states(menu: Menu, sections: tuple[Section, ...], submit: Submit) -> None:
    """Add the sections to a menu."""
    for section in sections:
        menu.section()
        for entry in section:
            _add(menu, entry, submit)


def _add(menu: Menu, entry: Entry, submit: Submit) -> None:
    side = menu.theme.px(MENU_ICON)
    sizes = (side, 2 * side)
    icon = disc_icon(entry.symbol, menu.theme.colours.dim, sizes) if entry.symbol else None
    if entry.children:
        below = menu.below(entry.text, icon)
        for child in entry.children:
            _add(below, child, submit)
        return
    command = entry.command
    call = None if command is None else (lambda: submit(command))
    menu.line(entry.text, call, icon, entry.key, entry.checked)
