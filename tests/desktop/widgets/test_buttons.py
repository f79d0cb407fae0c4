from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFocusEvent
from pytestqt.qtbot import QtBot

from cti_desk.desktop.theme import CONTROL, CONTROL_WIDTH, Theme
from cti_desk.desktop.widgets.buttons import IconButton, TextButton, Tone


@pytest.mark.parametrize("tone", ["plain", "primary", "danger", "flat"])
def test_every_tone_draws_itself_and_has_words(theme: Theme, tone: Tone) -> None:
    button = IconButton(theme, "phone", "Dial", tone)
    assert button.accessibleName() == button.toolTip() == "Dial"
    assert not button.grab().isNull()
    button.setEnabled(False)
    assert not button.grab().isNull()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_button_is_pressed_by_keyboard(theme: Theme, qtbot: QtBot, key: Qt.Key) -> None:
    button, pressed = IconButton(theme, "phone", "Dial"), []
    button.clicked.connect(lambda: pressed.append(key))
    qtbot.keyClick(button, key)
    assert pressed == [key]


def test_a_screen_reader_finds_a_button(theme: Theme) -> None:
    button = TextButton(theme, "Open in CRM")  # the interface does not keep it alive
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.role() == QAccessible.Role.Button
    assert interface.text(QAccessible.Text.Name) == "Open in CRM"


def test_the_ring_is_for_the_keyboard_not_for_the_mouse(theme: Theme) -> None:
    button = IconButton(theme, "phone", "Dial")
    for reason, ringed in (
        (Qt.FocusReason.MouseFocusReason, False),
        (Qt.FocusReason.TabFocusReason, True),
    ):
        button.focusInEvent(QFocusEvent(QFocusEvent.Type.FocusIn, reason))
        assert button._ringed is ringed


def test_sizes_are_the_themes(theme: Theme) -> None:
    assert IconButton(theme, "x", "Close", "flat").sizeHint().width() == theme.px(CONTROL)
    plain = IconButton(theme, "x", "Close").sizeHint()
    assert (plain.width(), plain.height()) == (theme.px(CONTROL_WIDTH), theme.px(CONTROL))
    longer = TextButton(theme, "Transfer all 2 calls").sizeHint().width()
    assert longer > TextButton(theme, "Quit").sizeHint().width()


def test_a_picture_changes_with_its_colour(theme: Theme) -> None:
    button = IconButton(theme, "link-2", "Link", "flat")
    calm = button.grab().toImage()
    button.picture("link-2-off", theme.colours.warning)
    assert button.grab().toImage() != calm
