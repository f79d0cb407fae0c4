from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from cti_desk.desktop.settings.switch import Switch
from cti_desk.desktop.theme import Theme


def test_it_turns_by_mouse_and_space_and_is_a_check_box(theme: Theme, qtbot: QtBot) -> None:
    switch = Switch(theme)
    switch.setAccessibleName("Always on top")
    switch.show()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert switch.isChecked()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.isChecked()
    heard = QAccessible.queryAccessibleInterface(switch)
    assert heard.role() == QAccessible.Role.CheckBox
    assert heard.text(QAccessible.Text.Name) == "Always on top"


def test_on_and_off_look_different(theme: Theme) -> None:
    switch = Switch(theme)
    off = switch.grab().toImage()
    switch.setChecked(True)
    on = switch.grab().toImage()
    assert on != off
    middle = on.height() // 2
    assert on.pixelColor(on.width() // 3, middle).name() == theme.colours.accent.name()
