"""The control for each kind of setting: all show a value, and tell the one that is typed."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cti_desk.declarations.fields import Field
from cti_desk.desktop.presenters.field_text import can_be_typed, default_text, shown, typed
from cti_desk.desktop.settings.choice import Choice
from cti_desk.desktop.settings.lines import Lines
from cti_desk.desktop.settings.switch import Switch
from cti_desk.desktop.theme import FORM_FIELD, FORM_NUMBER, Theme
from cti_desk.desktop.widgets.edit import Edit
from cti_desk.desktop.words import tr


class Control(QWidget):
    """`changed` carries the new value, ``None`` when nothing is set. ``target`` has the keyboard.

    ``fixed`` says why the value cannot be changed here, beside a lock; usually it is empty.
    """

    changed = Signal(object)

    def __init__(self, field: Field, target: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.target, self.fixed = field, target, ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(target)
        row.addStretch()
        self.setFocusProxy(target)

    def show_value(self, value: Any) -> None:
        """Show a value without telling anybody."""
        raise NotImplementedError

    def lock(self) -> None:
        """The value can be seen and not changed."""
        self.target.setEnabled(False)

    def mark_wrong(self, wrong: bool) -> None:
        """Whether the control says that its value is wrong."""


class TextControl(Control):
    """Text and numbers; the default stands where nothing is typed."""

    def __init__(self, theme: Theme, field: Field, parent: QWidget | None = None) -> None:
        wide = FORM_NUMBER if field.kind in ("integer", "number") else FORM_FIELD
        self.edit = Edit(theme, default_text(field), wide=wide)
        super().__init__(field, self.edit, parent)
        self.edit.textEdited.connect(self._typed)

    def show_value(self, value: Any) -> None:
        text = shown(self.field, value)
        if text != self.edit.text():
            self.edit.setText(text)
            self.edit.setCursorPosition(0)

    def lock(self) -> None:
        self.edit.setReadOnly(True)  # it can still be read, selected and heard

    def mark_wrong(self, wrong: bool) -> None:
        self.edit.mark_wrong(wrong)

    def _typed(self, text: str) -> None:
        self.changed.emit(typed(self.field, text))


class LinesControl(Control):
    """Lists and tables: one entry on each line."""

    def __init__(self, theme: Theme, field: Field, parent: QWidget | None = None) -> None:
        self.lines = Lines(theme, default_text(field))
        super().__init__(field, self.lines, parent)
        self._showing = False
        self.lines.text.textChanged.connect(self._typed)

    def show_value(self, value: Any) -> None:
        if not can_be_typed(self.field, value):
            self.fixed = tr("This value can only be changed in the settings file.")
            self.lock()
        if typed(self.field, self.lines.text.toPlainText()) == value:
            return  # what was typed means the same: the cursor stays where it is
        self._showing = True
        self.lines.text.setPlainText(shown(self.field, value))
        self._showing = False

    def lock(self) -> None:
        self.lines.text.setReadOnly(True)
        self.lines.update()

    def mark_wrong(self, wrong: bool) -> None:
        self.lines.mark_wrong(wrong)

    def _typed(self) -> None:
        if not self._showing:
            self.changed.emit(typed(self.field, self.lines.text.toPlainText()))


class SwitchControl(Control):
    """Yes or no."""

    def __init__(self, theme: Theme, field: Field, parent: QWidget | None = None) -> None:
        self.switch = Switch(theme)
        super().__init__(field, self.switch, parent)
        self.switch.clicked.connect(self._turned)

    def show_value(self, value: Any) -> None:
        self.switch.setChecked(bool(self.field.default if value is None else value))

    def _turned(self, on: bool) -> None:
        self.changed.emit(on)


class ChoiceControl(Control):
    """One of the declared choices; the default is marked."""

    def __init__(self, theme: Theme, field: Field, parent: QWidget | None = None) -> None:
        self.choice = Choice(theme)
        super().__init__(field, self.choice, parent)
        self.choice.offer(
            (each, tr("{choice} (usual)", choice=each) if each == field.default else each)
            for each in field.choices
        )
        self.choice.currentIndexChanged.connect(self._chosen)

    def show_value(self, value: Any) -> None:
        self.choice.choose(str(self.field.default if value is None else value))

    def _chosen(self, index: int) -> None:
        if index >= 0:
            self.changed.emit(self.choice.itemData(index))


_KINDS: Final[dict[str, type[Any]]] = {
    "boolean": SwitchControl,
    "choice": ChoiceControl,
    "list": LinesControl,
    "table": LinesControl,
}


def control_for(theme: Theme, field: Field, parent: QWidget | None = None) -> Control:
    """The control for a field that is no secret."""
    made = _KINDS.get(field.kind, TextControl)(theme, field, parent)
    assert isinstance(made, Control)
    return made
