from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cti_desk.desktop.settings.gate import Gate
from cti_desk.desktop.theme import Theme
from scripts.form_situations import SettingsForm


def test_only_the_password_opens(theme: Theme, qtbot: QtBot) -> None:
    port, passed = SettingsForm(), list[int]()
    gate = Gate(theme, port)
    gate.passed.connect(lambda: passed.append(1))
    gate.show()
    qtbot.keyClick(gate.edit, Qt.Key.Key_Return)
    assert port.asked == []
    port.wrong_password = "That is not the password of the settings."
    qtbot.keyClicks(gate.edit, "wrong")
    qtbot.keyClick(gate.edit, Qt.Key.Key_Return)
    assert passed == []
    assert gate.note.text() == port.wrong_password
    assert gate.edit.text() == ""
    assert gate.edit.accessibleDescription() == port.wrong_password
    port.wrong_password = ""
    qtbot.keyClicks(gate.edit, "right")
    gate.button.click()
    assert passed == [1]
    assert port.asked == [("enter", 5), ("enter", 5)]


def test_what_is_typed_is_hidden_and_who_does_not_know_it_may_go(theme: Theme) -> None:
    gate, gone = Gate(theme, SettingsForm()), list[int]()
    gate.given_up.connect(lambda: gone.append(1))
    assert gate.edit.echoMode() == QLineEdit.EchoMode.Password
    gate.cancel.click()
    assert gone == [1]
