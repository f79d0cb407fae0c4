from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cti_desk.desktop.presenters.call_buttons import CONSULT, DIGITS, TRANSFER, ButtonView
from cti_desk.desktop.strip.inline_field import InlineField
from cti_desk.desktop.theme import Theme
from scripts.situations import Actions


@pytest.mark.parametrize(
    ("command", "asks"),
    [(TRANSFER, "Transfer to"), (CONSULT, "Ask whom"), (DIGITS, "Digits")],
)
def test_it_asks_for_what_the_button_needs(
    theme: Theme, actions: Actions, qtbot: QtBot, command: str, asks: str
) -> None:
    button = ButtonView(command, "users", "Label")
    field, submitted = InlineField(theme, actions, button), []
    field.submitted.connect(lambda asked, text: submitted.append((asked, text)))
    field.show()
    assert field.number.edit.accessibleName() == asks
    qtbot.keyClicks(field.number.edit, "12")
    field.number.go.click()
    assert submitted == [(button, "12")]
    field.close()


def test_escape_closes_it(theme: Theme, actions: Actions, qtbot: QtBot) -> None:
    field, closed = InlineField(theme, actions, ButtonView(TRANSFER, "users", "Transfer")), []
    field.closed.connect(lambda: closed.append(1))
    field.show()
    field.take_keyboard()
    qtbot.keyClick(field.number.edit, Qt.Key.Key_Escape)
    assert closed == [1]
    field.close()
