"""A password or key: typed, never shown again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from cti_desk.desktop.settings.port import Stored
from cti_desk.desktop.theme import FORM_FIELD, GRID, Theme
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.widgets.edit import Edit
from cti_desk.desktop.words import tr


class Secret(QWidget):
    """`changed` carries what is typed ("" for nothing), or ``None`` to forget what is kept."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = Edit(theme, "", self, FORM_FIELD)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.forget = TextButton(theme, tr("Forget"), "flat", self)
        self._stored: Stored | None = None
        self._forgetting = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(GRID))
        row.addWidget(self.edit)
        row.addWidget(self.forget)
        row.addStretch()
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._typed)
        self.forget.clicked.connect(self._forget_or_keep)
        self._show()

    def show_stored(self, stored: Stored | None) -> None:
        """Say whether one is kept; ``None`` while that is being asked."""
        self._stored = stored
        self._show()

    def show_typed(self, typed: str | None) -> None:
        """Show again what was typed before; ``None``: the kept one is to be forgotten."""
        self._forgetting = typed is None
        self.edit.setText(typed or "")
        self._show()

    def fix(self, words: str) -> None:
        """Nothing can be typed here; ``words`` say where the secret comes from."""
        self.edit.setReadOnly(True)
        self.edit.setPlaceholderText(words)
        self.forget.hide()

    def _typed(self, text: str) -> None:
        self._forgetting = False
        self._show()
        self.changed.emit(text)

    def _forget_or_keep(self) -> None:
        self._forgetting = not self._forgetting
        self.edit.clear()
        self._show()
        self.changed.emit(None if self._forgetting else "")

    def _show(self) -> None:
        if self.edit.isReadOnly():
            return
        state = self._stored.state if self._stored is not None else "asking"
        words = {
            "asking": tr("asking your keyring…"),
            "stored": tr("stored in your keyring"),
            "missing": tr("not stored"),
            "unknown": tr("not known whether it is stored"),
        }[state]
        self.edit.setPlaceholderText(tr("forgotten when you save") if self._forgetting else words)
        self.forget.setVisible(state == "stored" and not self.edit.text())
        self.forget.setText(tr("Keep") if self._forgetting else tr("Forget"))
        self.forget.setAccessibleName(self.forget.text())
        self.forget.updateGeometry()
