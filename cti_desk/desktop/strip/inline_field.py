"""The field that opens inside a call's entry: transfer to whom, which digits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cti_desk.desktop.actions import DeskActions
from cti_desk.desktop.presenters.call_buttons import CONSULT, TRANSFER, ButtonView
from cti_desk.desktop.strip.number_field import NumberField
from cti_desk.desktop.theme import GRID, Theme
from cti_desk.desktop.widgets.buttons import IconButton
from cti_desk.desktop.words import tr


class InlineField(QWidget):
    """``submitted`` carries the button and the text; Escape or × closes it."""

    submitted = Signal(object, str)
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        actions: DeskActions,
        button: ButtonView,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.button = button
        asks = {TRANSFER: tr("Transfer to"), CONSULT: tr("Ask whom")}.get(
            button.command, tr("Digits")
        )
        self.number = NumberField(theme, actions, asks, button.icon, button.label, self)
        cancel = IconButton(theme, "x", tr("Cancel"), "flat", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(GRID))
        row.addWidget(self.number)
        row.addWidget(cancel)
        self.number.submitted.connect(self._submit)
        self.number.cancelled.connect(self.closed)
        cancel.clicked.connect(self.closed)

    def take_keyboard(self) -> None:
        """The agent asked for this field: typing goes here."""
        self.number.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(self, text: str) -> None:
        self.submitted.emit(self.button, text)
