"""Calls as lines of a menu, for those folded away and for the tray."""

from __future__ import annotations

from collections.abc import Callable

from cti_desk.desktop.icons import svg_icon
from cti_desk.desktop.presenters.call_buttons import ButtonView
from cti_desk.desktop.presenters.calls import CallView
from cti_desk.desktop.presenters.direction import beside
from cti_desk.desktop.theme import ICON, MENU_ICON
from cti_desk.desktop.widgets.menu import Menu

Press = Callable[[str, ButtonView], None]


def add_calls(menu: Menu, views: tuple[CallView, ...], press: Press, more: str = "") -> None:
    """Add a line for each call, with its buttons in a menu of their own; ``more`` ends the list."""
    colours = menu.theme.colours
    for view in views:
        arrow = "arrow-down-left" if view.arrow == "in" else "arrow-up-right"
        icon = svg_icon(arrow, colours.accent, menu.theme.px(ICON), menu.theme.px(MENU_ICON))
        parts = (view.who, view.line, view.status)
        name = beside(parts)
        if view.buttons or view.more:
            add_call(menu.below(name, icon), view, press)
        else:
            menu.line(name, icon=icon)
    if more:
        menu.line(more)


def add_call(menu: Menu, view: CallView, press: Press) -> None:
    """Add what can be done with one call."""
    for button in view.buttons:
        _add_button(menu, view.id, button, press)
    menu.section()
    for button in view.more:
        _add_button(menu, view.id, button, press)


def _add_button(menu: Menu, call_id: str, button: ButtonView, press: Press) -> None:
    colours = menu.theme.colours
    colour = colours.danger if button.tone == "danger" else colours.text
    icon = svg_icon(button.icon, colour, menu.theme.px(ICON), menu.theme.px(MENU_ICON))
    menu.line(button.label, lambda: press(call_id, button), icon)
