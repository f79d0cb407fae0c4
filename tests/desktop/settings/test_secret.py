from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cti_desk.desktop.settings.port import Stored
from cti_desk.desktop.settings.secret import Secret
from cti_desk.desktop.theme import Theme


def made(theme: Theme) -> tuple[Secret, list[Any]]:
    secret, told = Secret(theme), list[Any]()
    secret.changed.connect(told.append)
    return secret, told


def test_it_says_whether_one_is_kept_and_never_which(theme: Theme) -> None:
    secret, _ = made(theme)
    said = []
    for stored in (None, Stored("stored"), Stored("missing"), Stored("unknown", "locked")):
        secret.show_stored(stored)
        said.append(secret.edit.placeholderText())
    assert said == [
        "asking your keyring…",
        "stored in your keyring",
        "not stored",
        "not known whether it is stored",
    ]
    assert secret.edit.text() == ""


def test_what_is_typed_is_hidden_and_told(theme: Theme, qtbot: QtBot) -> None:
    secret, told = made(theme)
    qtbot.keyClicks(secret.edit, "abc")
    assert secret.edit.echoMode() == QLineEdit.EchoMode.Password
    assert told == ["a", "ab", "abc"]
    secret.edit.selectAll()
    qtbot.keyClicks(secret.edit, "\b")
    assert told[-1] == ""


def test_a_kept_one_can_be_forgotten_and_kept_after_all(theme: Theme) -> None:
    secret, told = made(theme)
    assert secret.forget.isHidden()
    secret.show_stored(Stored("stored"))
    assert not secret.forget.isHidden()
    secret.forget.click()
    assert "forgotten" in secret.edit.placeholderText()
    secret.forget.click()
    assert told == [None, ""]
    assert secret.edit.placeholderText() == "stored in your keyring"


def test_what_was_typed_is_shown_again(theme: Theme) -> None:
    secret, told = made(theme)
    secret.show_stored(Stored("stored"))
    secret.show_typed("abc")
    assert secret.edit.text() == "abc"
    assert secret.forget.isHidden()
    secret.show_typed(None)
    assert secret.edit.text() == ""
    assert "forgotten" in secret.edit.placeholderText()
    assert told == []


def test_a_simulators_cannot_be_typed(theme: Theme) -> None:
    secret, _ = made(theme)
    secret.fix("comes from the simulator")
    secret.show_stored(Stored("missing"))
    assert secret.edit.isReadOnly()
    assert secret.edit.placeholderText() == "comes from the simulator"
