from __future__ import annotations

from cti_desk.core import commands
from cti_desk.core.commands import Command
from cti_desk.core.model import Snapshot
from cti_desk.desktop.presenters.menu import state_menu
from cti_desk.desktop.strip.state_menu import add_states
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.menu import Menu
from scripts.situations import BUSY, READY, TABLE, UP


def test_lines_submit_their_command(theme: Theme) -> None:
    menu, submitted = Menu(theme), list[Command]()
    add_states(menu, state_menu(Snapshot(UP, READY), TABLE, ()), submitted.append)
    by_text = {action.text().split("\t")[0]: action for action in menu.actions()}
    by_text["Lunch"].trigger()
    by_text["Log out"].trigger()
    assert submitted == [commands.SetNotReady("2"), commands.LogOut()]
    assert by_text["Ready"].isChecked()
    assert not by_text["Calls ring at SIP/default_0001"].isEnabled()


def test_a_pause_after_the_call_has_a_menu_of_its_own(theme: Theme) -> None:
    menu, submitted = Menu(theme), list[Command]()
    add_states(menu, state_menu(Snapshot(UP, BUSY), TABLE, ()), submitted.append)
    (below,) = menu._below
    assert below.title() == "After this call…"
    below.actions()[1].trigger()
    assert submitted == [commands.SetNotReady("1")]
