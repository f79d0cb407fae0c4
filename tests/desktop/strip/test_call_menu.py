from __future__ import annotations

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import Snapshot
from cti_desk.desktop.presenters.calls import call_views
from cti_desk.desktop.strip.call_menu import add_call, add_calls
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.menu import Menu
from scripts.situations import MARIA, NOW, TABLE


def test_a_call_without_anything_to_do_only_says_that_it_is_there(theme: Theme) -> None:
    menu = Menu(theme)
    add_calls(menu, call_views(Snapshot(calls=(MARIA,)), CapabilityTable(), NOW), _nobody)
    (line,) = menu.actions()
    assert not line.isEnabled()
    assert line.text() == "Maria Souza · +55 21 98765-4321 · Support · 02:17"


def test_buttons_come_first_then_what_the_menu_has_more(theme: Theme) -> None:
    menu, pressed = Menu(theme), []
    view = call_views(Snapshot(calls=(MARIA,)), TABLE, NOW, crm=True)[0]
    add_call(menu, view, lambda call, button: pressed.append((call, button.label)))
    for line in menu.actions():
        line.trigger()
    assert pressed == [
        (MARIA.id, "Transfer"),
        (MARIA.id, "Hang up"),
        (MARIA.id, "Open in CRM"),
    ]


def _nobody(call_id: str, button: object) -> None:
    raise AssertionError(call_id)
