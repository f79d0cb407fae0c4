"""A field for a number or a name, with its button and what will be dialled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cti_desk.desktop.actions import DeskActions
from cti_desk.desktop.strip.suggestions import SuggestionList, suggestions
from cti_desk.desktop.theme import GRID, Theme
from cti_desk.desktop.widgets.buttons import IconButton
from cti_desk.desktop.widgets.edit import Edit

_PAUSE_MS = 80  # after the last key, before contacts are searched


class NumberField(QWidget):
    """``submitted`` carries what was typed or chosen; the text stays until it was taken."""

    submitted = Signal(str)
    cancelled = Signal()

    def __init__(
        self,
        theme: Theme,
        actions: DeskActions,
        placeholder: str,
        icon: str,
        words: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self.above = False
        self.edit = Edit(theme, placeholder, self)
        self.go = IconButton(theme, icon, words, parent=self)
        self._list: SuggestionList | None = None
        self._theme = theme
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._offer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(2 * GRID))
        row.addWidget(self.edit)
        row.addWidget(self.go)
        self.edit.textEdited.connect(self._edited)
        self.go.clicked.connect(self._submit)
        self.edit.installEventFilter(self)

    def text(self) -> str:
        """What is typed."""
        return self.edit.text()

    def clear(self) -> None:
        """Empty the field: what was typed has been taken."""
        self.edit.clear()
        self._hide_list()

    def offer_now(self) -> None:
        """Show the suggestions without waiting for the typing to pause."""
        self._pause.stop()
        self._offer()

    def list_shown(self) -> SuggestionList | None:
        """The suggestions on the screen, if any."""
        return self._list if self._list is not None and self._list.isVisible() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and self._key(event):
                return True
        elif watched is self.edit and event.type() == QEvent.Type.FocusOut:
            self._hide_list()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        shown = self.list_shown()
        if event.key() == Qt.Key.Key_Escape:
            if shown is not None:
                self._hide_list()
            else:
                self.cancelled.emit()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._submit()
            return True  # QLineEdit would pass it on, and the call's entry would open its menu
        steps = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_Up.value: -1}
        step = steps.get(event.key())
        if shown is None or step is None:
            return False
        shown.move_by(step)
        self.edit.setAccessibleDescription(shown.rows[shown.current].spoken)
        return True

    def _edited(self) -> None:
        self._pause.start()

    def _offer(self) -> None:
        typed = self.text().strip()
        rows = []
        if typed and self.edit.isVisible():
            rows = suggestions(
                typed, self._actions.preview_dial(typed), self._actions.suggest(typed)
            )
        if not rows and self._list is None:
            return
        if self._list is None:
            self._list = SuggestionList(self._theme, self)
            self._list.chosen.connect(self._choose)
        self._list.offer(rows, self.edit, self.above)
        self.edit.setAccessibleDescription(rows[0].spoken if rows else "")

    def _submit(self) -> None:
        typed = self.text().strip()
        if not typed:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._pause.isActive():
            self.offer_now()
        shown = self.list_shown()
        self._choose(shown.rows[shown.current].text if shown else typed)

    def _choose(self, text: str) -> None:
        self._pause.stop()
        self._hide_list()
        self.submitted.emit(text)

    def _hide_list(self) -> None:
        if self._list is not None:
            self._list.hide()
        self.edit.setAccessibleDescription("")
