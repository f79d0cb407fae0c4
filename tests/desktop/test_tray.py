from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from cti_desk.core import commands
from cti_desk.core.commands import Command
from cti_desk.core.model import Snapshot
from cti_desk.desktop.presenters.call_buttons import ButtonView
from cti_desk.desktop.presenters.calls import call_views
from cti_desk.desktop.presenters.menu import state_menu
from cti_desk.desktop.presenters.state import StateView, Symbol
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.tray import Tray
from scripts.situations import BUSY, MARIA, NOW, TABLE, UP

# The offscreen platform has no tray, so Qt looks in vain for its signal.
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)

STATE = StateView(Symbol.BUSY, "On a call", "02:17", True)
SNAPSHOT = Snapshot(UP, BUSY, (MARIA,))


class Rig:
    """A tray icon in a tray that comes and goes."""

    def __init__(self, theme: Theme) -> None:
        self.there = False
        self.submitted: list[Command] = []
        self.pressed: list[tuple[str, str]] = []
        self.tray = Tray(
            theme, "CTI Desk", self.submitted.append, self._press, None, lambda: self.there
        )

    def _press(self, call_id: str, button: ButtonView) -> None:
        self.pressed.append((call_id, button.label))

    def line(self, words: str) -> Callable[[], None]:
        menu = self.tray.menu()
        assert menu is not None
        for one in (menu, *menu._below):
            for action in one.actions():
                if action.text().split("\t")[0] == words:
                    return action.trigger
        raise AssertionError(words)


@pytest.fixture
def rig(theme: Theme, qapp: QApplication) -> Iterator[Rig]:
    made = Rig(theme)
    yield made
    made.tray.close()


def test_a_tray_that_comes_later_is_found_and_then_no_longer_looked_for(rig: Rig) -> None:
    appeared: list[int] = []
    rig.tray.appeared.connect(lambda: appeared.append(1))
    rig.tray.look()
    assert rig.tray._timer.isActive()
    rig.there = True
    rig.tray._timer.timeout.emit()
    rig.tray.look()
    assert appeared == [1]
    assert not rig.tray._timer.isActive()


def test_the_words_do_not_change_with_the_clock(rig: Rig) -> None:
    rig.there = True
    rig.tray.show_state(STATE)
    rig.tray.look()
    assert rig.tray.tooltip() == "CTI Desk: On a call"
    rig.tray.show_state(StateView(Symbol.BUSY, "On a call", "02:18", True))
    assert rig.tray.tooltip() == "CTI Desk: On a call"
    rig.tray.show_state(StateView(Symbol.READY, "Ready", ""))
    assert rig.tray.tooltip() == "CTI Desk: Ready"


def test_every_action_is_in_its_menu(rig: Rig) -> None:
    rig.there = True
    rig.tray.look()
    rig.tray.show_menu(state_menu(SNAPSHOT, TABLE, ()), call_views(SNAPSHOT, TABLE, NOW, crm=True))
    rig.line("Lunch")()
    rig.line("Log out")()
    rig.line("Hang up")()
    rig.line("Open in CRM")()
    assert rig.submitted == [commands.SetNotReady("2"), commands.LogOut()]
    assert rig.pressed == [(MARIA.id, "Hang up"), (MARIA.id, "Open in CRM")]


@pytest.mark.parametrize(
    ("words", "signal"),
    [
        ("Show the strip", "raise_asked"),
        ("Dial…", "dial_asked"),
        ("Queues", "queues_asked"),
        ("Settings…", "settings_asked"),
        ("Debug log", "log_asked"),
        ("Quit…", "quit_asked"),
    ],
)
def test_the_desk_is_reached_from_its_menu(rig: Rig, words: str, signal: str) -> None:
    asked: list[str] = []
    getattr(rig.tray, signal).connect(lambda: asked.append(words))
    rig.there = True
    rig.tray.look()
    rig.line(words)()
    assert asked == [words]


def test_a_click_raises_the_strip_and_the_menu_does_not(rig: Rig) -> None:
    raised: list[int] = []
    rig.tray.raise_asked.connect(lambda: raised.append(1))
    reasons = QSystemTrayIcon.ActivationReason
    rig.tray._activated(reasons.Trigger)
    rig.tray._activated(reasons.Context)
    assert raised == [1]


def test_a_tray_that_is_needed_is_watched(rig: Rig) -> None:
    gone: list[int] = []
    rig.tray.vanished.connect(lambda: gone.append(1))
    rig.there = True
    rig.tray.look()
    rig.tray.watch(needed=True)
    rig.tray._timer.timeout.emit()
    assert gone == []
    rig.there = False
    rig.tray._timer.timeout.emit()
    assert gone == [1]
    rig.tray.watch(needed=False)
    assert not rig.tray._timer.isActive()


def test_without_a_tray_nothing_is_shown_and_nothing_fails(rig: Rig) -> None:
    rig.tray.show_state(STATE)
    rig.tray.show_menu((), ())
    assert not rig.tray.is_shown()
    assert rig.tray.menu() is None
    assert rig.tray.tooltip() == ""


def test_of_many_calls_the_menu_has_the_first_and_says_where_the_others_are(rig: Rig) -> None:
    rig.there = True
    rig.tray.look()
    calls = tuple(replace(MARIA, id=f"c{number}") for number in range(12))
    views = call_views(Snapshot(UP, BUSY, calls), TABLE, NOW)
    rig.tray.show_menu(state_menu(SNAPSHOT, TABLE, ()), views)
    menu = rig.tray.menu()
    assert menu is not None
    lines = [action.text() for action in menu.actions()]
    assert sum("Maria Souza" in line for line in lines) == 5
    assert "More calls in the strip" in lines
