"""The small window that asks what becomes of the agent when the desk ends."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cti_desk.desktop.presenters.quit import QuitView
from cti_desk.desktop.theme import DIALOG, GRID, POP_PADDING, Theme
from cti_desk.desktop.widgets.buttons import TextButton, Tone
from cti_desk.desktop.widgets.panel import Panel
from cti_desk.desktop.widgets.plain import PlainLabel, wrappable
from cti_desk.desktop.widgets.text import Line
from cti_desk.desktop.words import tr


class QuitWindow(Panel):
    """``chosen`` carries "stay", "pause" or "logout"; Escape means not to quit."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, view: QuitView, parent: QWidget | None = None) -> None:
        super().__init__(theme, Qt.WindowType.Dialog | Qt.WindowType.WindowStaysOnTopHint, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(view.title)
        self.setAccessibleName(view.title)
        px = theme.px
        self._column = QVBoxLayout(self)
        margin = px(POP_PADDING)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(px(2 * GRID))
        title = Line(theme, "big")
        title.show_text(view.title)
        self._column.addWidget(title)
        self._words(view.text, "text")
        for warning in view.warnings:
            self._words(warning, "warning")
        self._column.addSpacing(px(2 * GRID))
        self._answers(view)
        self.setFixedWidth(px(DIALOG))
        self.setFixedHeight(self._column.heightForWidth(px(DIALOG)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _words(self, text: str, colour: str) -> None:
        label = PlainLabel(wrappable(text))
        label.setWordWrap(True)
        label.setFont(self.theme.font("text"))
        palette = self.theme.palette()
        palette.setColor(label.foregroundRole(), getattr(self.theme.colours, colour))
        label.setPalette(palette)
        self._column.addWidget(label)

    def _answers(self, view: QuitView) -> None:
        first: TextButton | None = None
        for choice, words, offered in (
            ("logout", tr("Log out and quit"), view.can_log_out),
            ("pause", tr("Pause and quit"), view.can_pause),
            ("stay", tr("Quit, stay logged in"), view.can_log_out or view.can_pause),
            ("stay", tr("Quit"), not (view.can_log_out or view.can_pause)),
        ):
            if offered:
                button = self._button(words, "plain" if first else "primary")
                button.about = choice
                button.told.connect(self._choose)
                first = first or button
        cancel = self._button(tr("Cancel"), "flat")
        cancel.clicked.connect(self.close)
        (first or cancel).setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, words: str, tone: Tone) -> TextButton:
        button = TextButton(self.theme, words, tone)
        button.stretch()
        self._column.addWidget(button)
        return button

    def _choose(self, choice: str) -> None:
        self.close()
        self.chosen.emit(choice)
