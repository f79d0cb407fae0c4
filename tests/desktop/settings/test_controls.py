from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cti_desk.declarations.fields import Field, Kind
from cti_desk.desktop.settings.controls import (
    ChoiceControl,
    Control,
    LinesControl,
    SwitchControl,
    TextControl,
    control_for,
)
from cti_desk.desktop.theme import Theme


def made(theme: Theme, kind: Kind, default: Any = None) -> tuple[Control, list[Any]]:
    field = Field("x", kind, "X", "Help.", default, choices=("tls", "none"))
    control, told = control_for(theme, field), list[Any]()
    control.changed.connect(told.append)
    return control, told


def test_text_and_numbers_tell_what_is_typed(theme: Theme, qtbot: QtBot) -> None:
    control, told = made(theme, "integer", 61613)
    assert isinstance(control, TextControl)
    assert control.edit.placeholderText() == "61613"
    control.show_value(12)
    assert told == []
    qtbot.keyClicks(control.edit, "9")
    control.edit.selectAll()
    qtbot.keyClicks(control.edit, "\bx")
    assert told[-2:] == [None, "x"]


def test_lists_and_tables_are_lines(theme: Theme, qtbot: QtBot) -> None:
    control, told = made(theme, "table", {})
    assert isinstance(control, LinesControl)
    control.show_value({"1": "Break"})
    assert control.lines.text.toPlainText() == "1 = Break"
    assert told == []
    control.lines.text.moveCursor(control.lines.text.textCursor().MoveOperation.End)
    qtbot.keyClicks(control.lines.text, "s")
    assert told == [{"1": "Breaks"}]


def test_a_cursor_stays_where_the_value_is_the_same(theme: Theme, qtbot: QtBot) -> None:
    control, told = made(theme, "list", ())
    assert isinstance(control, LinesControl)
    qtbot.keyClicks(control.lines.text, "a")
    qtbot.keyClick(control.lines.text, Qt.Key.Key_Return)
    control.show_value(told[-1])
    qtbot.keyClicks(control.lines.text, "b")
    assert told[-1] == ["a", "b"]


def test_what_cannot_be_typed_is_left_alone(theme: Theme) -> None:
    control, told = made(theme, "list", ())
    assert isinstance(control, LinesControl)
    control.show_value(["a\nb"])
    assert "settings file" in control.fixed
    assert control.lines.text.isReadOnly()
    assert told == []


def test_a_switch_and_its_default(theme: Theme) -> None:
    control, told = made(theme, "boolean", True)
    assert isinstance(control, SwitchControl)
    control.show_value(None)
    assert control.switch.isChecked()
    control.switch.click()
    assert told == [False]


def test_a_choice_marks_the_default(theme: Theme) -> None:
    control, told = made(theme, "choice", "tls")
    assert isinstance(control, ChoiceControl)
    control.show_value(None)
    assert control.choice.currentText() == "tls (usual)"
    control.choice.setCurrentIndex(1)
    assert told == ["none"]


@pytest.mark.parametrize("kind", ["text", "integer", "number", "list", "table"])
def test_a_locked_text_can_be_read_and_not_typed(theme: Theme, qtbot: QtBot, kind: Kind) -> None:
    control, told = made(theme, kind)
    control.lock()
    target = control.edit if isinstance(control, TextControl) else control.lines.text  # type: ignore[attr-defined]
    qtbot.keyClicks(target, "x")
    assert told == []
    assert target.isEnabled()


@pytest.mark.parametrize("kind", ["boolean", "choice"])
def test_a_locked_switch_does_not_turn(theme: Theme, kind: Kind) -> None:
    control, _ = made(theme, kind)
    control.lock()
    assert not control.target.isEnabled()
