from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cti_desk.declarations.forms import Protection, Saved
from cti_desk.desktop.settings.protection import ProtectionBox
from cti_desk.desktop.theme import Theme
from scripts.form_situations import SettingsForm


@pytest.fixture
def port() -> SettingsForm:
    return SettingsForm()


@pytest.fixture
def box(theme: Theme, port: SettingsForm) -> ProtectionBox:
    box = ProtectionBox(theme, port)
    box.show_state(Protection())
    box.show()
    return box


def test_a_password_is_set_when_it_was_typed_twice(
    box: ProtectionBox, port: SettingsForm, qtbot: QtBot
) -> None:
    done = []
    box.done.connect(lambda: done.append(1))
    qtbot.keyClicks(box.first, "sesame")
    box.set_button.click()
    assert "not the same" in box.note.text()
    qtbot.keyClicks(box.again, "sesame")
    assert box.note.text() == ""
    qtbot.keyClick(box.again, Qt.Key.Key_Return)
    assert port.asked == [("protect", True)]
    assert done == [1]
    assert (box.first.text(), box.again.text()) == ("", "")


def test_a_short_one_is_refused(box: ProtectionBox, port: SettingsForm, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.first, "abc")
    qtbot.keyClicks(box.again, "abc")
    box.set_button.click()
    assert "at least 6" in box.note.text()
    assert port.asked == []


def test_it_is_removed(box: ProtectionBox, port: SettingsForm) -> None:
    assert box.remove_button.isHidden()
    box.show_state(Protection(on=True))
    assert box.state.text() == "A password is asked."
    box.remove_button.click()
    assert port.asked == [("protect", False)]


def test_what_could_not_be_written_is_told(box: ProtectionBox, port: SettingsForm) -> None:
    port.result = Saved("settings.toml was not changed.")
    box.show_state(Protection(on=True))
    box.remove_button.click()
    assert box.note.text() == "settings.toml was not changed."
    assert box.isEnabled()


def test_the_administrators_is_not_ones_own(box: ProtectionBox) -> None:
    box.show_state(Protection(on=True, locked=True))
    assert "administrator" in box.state.text()
    assert not box.first.isVisible()
