from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAccessible

from cti_desk.declarations.fields import Field
from cti_desk.declarations.forms import FormField
from cti_desk.desktop.settings.controls import TextControl
from cti_desk.desktop.settings.row import Row
from cti_desk.desktop.settings.secret import Secret
from cti_desk.desktop.theme import Theme

PORT = Field("port", "integer", "Port", "Of `hosts` that name none.", 61613, group="Recorder")
PATH = ("profiles", "office", "port")


def test_it_can_be_heard(theme: Theme) -> None:
    row = Row(theme, FormField(PATH, PORT))
    heard = QAccessible.queryAccessibleInterface(row.focused)
    assert heard.text(QAccessible.Text.Name) == "Recorder: Port"
    assert heard.text(QAccessible.Text.Description) == "Of “hosts” that name none."
    assert heard.role() == QAccessible.Role.EditableText


def test_what_is_wrong_stands_beneath_and_is_heard(theme: Theme) -> None:
    row = Row(theme, FormField(PATH, PORT))
    assert row.note.isHidden()
    row.show_note("“Port” should be a whole number.")
    assert not row.note.isHidden()
    assert "whole number" in row.focused.accessibleDescription()
    row.show_note("")
    assert row.note.isHidden()
    assert "whole number" not in row.focused.accessibleDescription()


def test_what_is_locked_says_by_whom(theme: Theme) -> None:
    row = Row(theme, FormField(PATH, PORT, 4, locked=True))
    row.show_value(4)
    assert row.help.text().startswith("Set by your administrator.")
    assert "administrator" in row.focused.accessibleDescription()
    assert isinstance(row.control, TextControl)
    assert row.control.edit.isReadOnly()
    assert row.control.edit.text() == "4"


def test_it_tells_its_path_with_the_value(theme: Theme) -> None:
    row, told = Row(theme, FormField(PATH, PORT)), list[Any]()
    row.changed.connect(lambda path, value: told.append((path, value)))
    row.control.changed.emit(5)
    assert told == [(PATH, 5)]


def test_a_secret_is_no_text(theme: Theme) -> None:
    field = Field("password", "secret", "Password", "Passcode.")
    row = Row(theme, FormField(("profiles", "office", "password"), field))
    row.show_value("never")
    assert isinstance(row.control, Secret)
    assert row.control.edit.text() == ""
    row.show_note("The keyring is locked.")
    assert row.focused is row.control.edit


def test_help_says_what_a_control_does_not(theme: Theme) -> None:
    def words(field: Field) -> str:
        row = Row(theme, FormField(("desk", field.key), field))
        return row.help.text()

    assert words(Field("x", "boolean", "X", "Show it.", True)) == "Show it. Default: on."
    assert words(Field("x", "list", "X", "Hosts.")) == "Hosts. One on each line."
    assert "1 = Break" in words(Field("x", "table", "X", "Reasons."))
