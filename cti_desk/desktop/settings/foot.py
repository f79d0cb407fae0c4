"""The foot of the form: the result of saving, or a question, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cti_desk.desktop import compat
from cti_desk.desktop.theme import GRID, PADDING, POP_PADDING, Theme
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.widgets.paragraph import Paragraph
from cti_desk.desktop.widgets.text import Colour
from cti_desk.desktop.words import tr


class Foot(QWidget):
    """`save` and `close_asked`; while it asks about unsaved changes also `discard`."""

    save = Signal()
    discard = Signal()
    close_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asking = False
        self.words = Paragraph(theme, "", parent=self)
        self.save_button = TextButton(theme, tr("Save"), "primary", self)
        self.discard_button = TextButton(theme, tr("Discard"), "danger", self)
        self.close_button = TextButton(theme, tr("Close"), parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(POP_PADDING), theme.px(PADDING), *2 * [theme.px(PADDING)])
        row.setSpacing(theme.px(2 * GRID))
        row.addWidget(self.words, 100)
        row.addStretch(1)  # where there are no words
        for button in (self.save_button, self.discard_button, self.close_button):
            row.addWidget(button)
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.discard)
        self.close_button.clicked.connect(self._closed)
        self.discard_button.hide()

    def say(self, words: str, colour: Colour = "dim") -> None:
        """Say something beside the buttons."""
        self.words.show_text(words, colour)
        if words:
            compat.announce(self.words)

    def ask(self) -> None:
        """Ask what becomes of unsaved changes."""
        self._turn(True)
        self.say(tr("There are changes that are not saved."), "warning")
        self.save_button.setFocus()

    def can_save(self, can: bool) -> None:
        """Whether there is anything to save."""
        self.save_button.setEnabled(can)

    def calm(self) -> None:
        """Remove the question."""
        if self._asking:
            self._turn(False)
            self.say("")

    def _closed(self) -> None:
        if self._asking:
            self.calm()
        else:
            self.close_asked.emit()

    def _turn(self, asking: bool) -> None:
        self._asking = asking
        self.discard_button.setVisible(asking)
        words = tr("Keep editing") if asking else tr("Close")
        self.close_button.setText(words)
        self.close_button.setAccessibleName(words)
        self.close_button.updateGeometry()
