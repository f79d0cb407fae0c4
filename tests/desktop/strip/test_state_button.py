from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cti_desk.desktop.presenters.state import StateView, Symbol
from cti_desk.desktop.strip.state_button import StateButton
from cti_desk.desktop.theme import LONGEST_STATE, STRIP, Theme

READY = StateView(Symbol.READY, "Ready", "12:34", True)


def test_the_state_is_shown_and_spoken(theme: Theme) -> None:
    button = StateButton(theme)
    button.show_view(READY)
    assert button.accessibleName() == button.toolTip() == "State: Ready, 12:34"
    assert button.sizeHint().height() == theme.px(STRIP)
    assert button.view() == READY


def test_a_running_clock_does_not_move_the_strip(theme: Theme) -> None:
    button = StateButton(theme)
    widths = set()
    for line in ("11:11", "12:34", "28:46"):
        button.show_view(StateView(Symbol.READY, "Go", line, True))
        widths.add(button.sizeHint().width())
    assert len(widths) == 1


def test_a_long_note_is_cut_not_clipped(theme: Theme) -> None:
    button = StateButton(theme)
    button.show_view(StateView(Symbol.WORKING, "After-call work", "note " * 60))
    assert button.sizeHint().width() < theme.px(LONGEST_STATE) + 100
    assert not button.grab().isNull()


@pytest.mark.parametrize("symbol", list(Symbol))
def test_every_state_looks_different(theme: Theme, symbol: Symbol) -> None:
    button, other = StateButton(theme), StateButton(theme)
    button.show_view(StateView(symbol, "Same", "words"))
    others = [one for one in Symbol if one is not symbol]
    for one in others:
        other.show_view(StateView(one, "Same", "words"))
        assert button.grab().toImage() != other.grab().toImage()


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_keyboard_opens_its_menu(theme: Theme, qtbot: QtBot, key: Qt.Key) -> None:
    button, opened = StateButton(theme), []
    button.clicked.connect(lambda: opened.append(key))
    qtbot.keyClick(button, key)
    assert opened == [key]
