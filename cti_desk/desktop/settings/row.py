"""One setting: its label, its control, and beneath it what helps, what is wrong, who locked it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cti_desk.declarations.forms import FormField, Path
from cti_desk.desktop import compat
from cti_desk.desktop.presenters.field_text import default_text, help_text
from cti_desk.desktop.settings.controls import Control, control_for
from cti_desk.desktop.settings.secret import Secret
from cti_desk.desktop.theme import CONTROL, FORM_LABEL, GRID, Theme
from cti_desk.desktop.widgets.paragraph import Paragraph
from cti_desk.desktop.words import tr


class Row(QWidget):
    """`changed` carries path and value. ``focused`` has the keyboard in it."""

    changed = Signal(object, object)

    def __init__(self, theme: Theme, form_field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.path: Path = form_field.path
        self.form_field = form_field
        field = form_field.field
        # A label with a buddy takes "&" for a key.
        self._label = Paragraph(theme, tr(field.label).replace("&", "&&"), parent=self)
        self._label.setMinimumHeight(theme.px(CONTROL))
        self._label.setFixedWidth(theme.px(FORM_LABEL))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._label.setAlignment(left)
        self.control: Control | Secret = (
            Secret(theme, self) if field.kind == "secret" else control_for(theme, field, self)
        )
        self.control.changed.connect(self._changed)
        self.help = Paragraph(theme, _help(form_field), "small", "dim", self)
        self.note = Paragraph(theme, "", "small", "danger", self)
        self._label.setBuddy(self.focused)
        self._lay_out()
        self._name(form_field)
        if form_field.locked:
            self._lock()

    @property
    def focused(self) -> QWidget:
        """The widget that takes the keyboard."""
        proxy: Any = self.control
        while proxy.focusProxy() is not None:
            proxy = proxy.focusProxy()
        assert isinstance(proxy, QWidget)
        return proxy

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops in this row, in order."""
        more = (self.control.forget,) if isinstance(self.control, Secret) else ()
        return (self.focused, *more)

    def show_value(self, value: Any) -> None:
        """Show a value without telling anybody."""
        if isinstance(self.control, Control):
            self.control.show_value(value)
            if self.control.fixed:
                self.help.show_text(self.control.fixed)

    def show_note(self, words: str) -> None:
        """Say what is wrong, or nothing."""
        if words == self.note.text():
            return
        self.note.show_text(words)
        self._mark(bool(words))
        self.focused.setAccessibleDescription(" ".join(filter(None, (self.help.text(), words))))
        if words and self.focused.hasFocus():
            compat.announce(self.note)

    def _mark(self, wrong: bool) -> None:
        if isinstance(self.control, Secret):
            self.control.edit.mark_wrong(wrong)
        else:
            self.control.mark_wrong(wrong)

    def _lock(self) -> None:
        words = tr("Set by your administrator.")
        if isinstance(self.control, Control):
            self.control.lock()
        self.help.show_text(f"{words} {self.help.text()}".strip())
        self.focused.setAccessibleDescription(self.help.text())

    def _name(self, form_field: FormField) -> None:
        field = form_field.field
        name = tr(field.label)
        if field.group:
            name = f"{tr(field.group)}: {name}"
        self.focused.setAccessibleName(name)
        self.focused.setAccessibleDescription(self.help.text())

    def _lay_out(self) -> None:
        px = self._theme.px
        right = QVBoxLayout()
        right.setSpacing(px(GRID) // 2)
        right.addWidget(self.control)
        right.addWidget(self.note)
        right.addWidget(self.help)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4 * GRID))
        row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)

    def _changed(self, value: Any) -> None:
        self.changed.emit(self.path, value)


def _help(form_field: FormField) -> str:
    """The declared help; for what shows no default by itself, with it."""
    field = form_field.field
    words = help_text(tr(field.help))
    if field.kind == "list":
        words = f"{words} {tr('One on each line.')}"
    elif field.kind == "table":
        words = f"{words} {tr('One on each line, such as: 1 = Break')}"
    if field.kind == "boolean":
        words = f"{words} {tr('Default: {default}.', default=default_text(field))}"
    return words.strip()
