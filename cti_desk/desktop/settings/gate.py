"""The password that is asked before the form opens."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cti_desk.desktop import compat
from cti_desk.desktop.settings.port import FormPort
from cti_desk.desktop.theme import FORM_FIELD, GRID, POP_PADDING, Theme
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.widgets.edit import Edit
from cti_desk.desktop.widgets.paragraph import Paragraph
from cti_desk.desktop.words import tr


class Gate(QWidget):
    """`passed` once the password was right; `given_up` by whoever does not know it."""

    passed = Signal()
    given_up = Signal()

    def __init__(self, theme: Theme, port: FormPort, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._port = port
        px = theme.px
        title = Paragraph(theme, tr("The settings are protected"), "big", parent=self)
        self.edit = Edit(theme, "", self, FORM_FIELD)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setAccessibleName(tr("Password of the settings"))
        self.button = TextButton(theme, tr("Open"), "primary", self)
        self.cancel = TextButton(theme, tr("Cancel"), "flat", self)
        self.note = Paragraph(theme, "", "small", "danger", self)
        row = QHBoxLayout()
        row.setSpacing(px(2 * GRID))
        row.addWidget(self.edit)
        row.addWidget(self.button)
        row.addWidget(self.cancel)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*4 * [px(POP_PADDING)])
        column.setSpacing(px(3 * GRID))
        column.addWidget(title)
        column.addWidget(
            Paragraph(theme, tr("Type the password of the settings."), "text", "dim", self)
        )
        column.addLayout(row)
        column.addWidget(self.note)
        column.addStretch()
        self.edit.returnPressed.connect(self._try)
        self.button.clicked.connect(self._try)
        self.cancel.clicked.connect(self.given_up)

    def focus_first(self) -> None:
        """Give the keyboard to the field."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self) -> None:
        if not self.button.isEnabled() or not self.edit.text():
            return
        self.button.setEnabled(False)
        self._port.enter(self.edit.text(), self._tried)

    def _tried(self, wrong: str) -> None:
        self.button.setEnabled(True)
        self.edit.clear()
        if not wrong:
            self.passed.emit()
            return
        self.note.show_text(tr(wrong))
        self.edit.setAccessibleDescription(tr(wrong))
        self.edit.mark_wrong(True)
        self.edit.setFocus()
        compat.announce(self.note)
