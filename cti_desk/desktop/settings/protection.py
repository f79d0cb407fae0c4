"""The form's own password: set, changed, removed. Takes effect at once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cti_desk.declarations.forms import Protection, Saved
from cti_desk.desktop.settings.port import FormPort
from cti_desk.desktop.theme import FORM_FIELD, FORM_LABEL, GRID, Theme
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.widgets.edit import Edit
from cti_desk.desktop.widgets.paragraph import Paragraph
from cti_desk.desktop.words import tr

SHORTEST: Final = 6


class ProtectionBox(QWidget):
    """`done` once the password was set or removed."""

    done = Signal()

    def __init__(self, theme: Theme, port: FormPort, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._port = port
        self.state = Paragraph(theme, "", parent=self)
        self.first = self._edit(theme, tr("New password"))
        self.again = self._edit(theme, tr("Once more"))
        self.note = Paragraph(theme, "", "small", "danger", self)
        self.set_button = TextButton(theme, tr("Set password"), parent=self)
        self.remove_button = TextButton(theme, tr("Ask for no password"), "flat", self)
        self._fields = QWidget(self)
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(4 * GRID))
        grid.setVerticalSpacing(theme.px(2 * GRID))
        for line, edit in enumerate((self.first, self.again)):
            label = Paragraph(theme, edit.accessibleName(), parent=self._fields)
            label.setFixedWidth(theme.px(FORM_LABEL))
            label.setBuddy(edit)
            grid.addWidget(label, line, 0)
            grid.addWidget(edit, line, 1)
        grid.addWidget(self.note, 2, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(2 * GRID))
        buttons.addWidget(self.set_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch()
        grid.addLayout(buttons, 3, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3 * GRID))
        column.addWidget(self.state)
        column.addWidget(self._fields)
        self.set_button.clicked.connect(self._set)
        self.remove_button.clicked.connect(self._remove)

    def show_state(self, protection: Protection) -> None:
        """Say whether a password is asked."""
        words = tr("A password is asked.") if protection.on else tr("No password is asked.")
        if protection.locked:
            words = f"{words} {tr('Set by your administrator.')}"
        self.state.show_text(words)
        self._fields.setVisible(not protection.locked)
        self.remove_button.setVisible(protection.on)
        self.set_button.setText(tr("Change password") if protection.on else tr("Set password"))
        self.set_button.setAccessibleName(self.set_button.text())
        self.set_button.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._set()  # and not the form's saving
        else:
            super().keyPressEvent(event)

    def _edit(self, theme: Theme, name: str) -> Edit:
        edit = Edit(theme, "", self, FORM_FIELD)
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setAccessibleName(name)
        edit.textEdited.connect(self._quiet)
        return edit

    def _quiet(self) -> None:
        self.note.show_text("")

    def _set(self) -> None:
        password = self.first.text()
        if len(password) < SHORTEST:
            self.note.show_text(tr("Use at least {count} characters.", count=SHORTEST), "danger")
            self.first.setFocus()
        elif password != self.again.text():
            self.note.show_text(tr("The two passwords are not the same."), "danger")
            self.again.setFocus()
        else:
            self._ask(password)

    def _remove(self) -> None:
        self._ask(None)

    def _ask(self, password: str | None) -> None:
        self.setEnabled(False)
        self._port.protect(password, self._protected)

    def _protected(self, saved: Saved) -> None:
        self.setEnabled(True)
        if saved.failure:
            self.note.show_text(tr(saved.failure), "danger")
            return
        self.first.clear()
        self.again.clear()
        self.note.show_text(tr("In force."), "dim")
        self.done.emit()
