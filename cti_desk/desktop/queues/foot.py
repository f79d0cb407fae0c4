"""Below the list: the own membership of the chosen queue in words, with a real button."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cti_desk.desktop import compat
from cti_desk.desktop.presenters.queue_panel import FootView
from cti_desk.desktop.theme import GRID, PADDING, Theme
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.widgets.paragraph import Paragraph
from cti_desk.desktop.words import tr

FAILURE_MS: Final = 20_000


class Foot(QWidget):
    """``pressed``: join or leave. A failure stands here until the next action, or for a while."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._view, self._failure = FootView(), ""
        self._while = QTimer(self, singleShot=True, interval=FAILURE_MS)
        self._while.timeout.connect(self._forget)
        self._text = Paragraph(theme, role="small", colour="dim", parent=self)
        self.button = TextButton(theme, "", parent=self)
        self.button.clicked.connect(self.pressed)
        px = theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(PADDING), px(2 * GRID), px(PADDING), px(2 * GRID))
        row.setSpacing(px(PADDING))
        row.addWidget(self._text, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self._show()

    def show_view(self, view: FootView) -> None:
        """Say what is known of the chosen queue."""
        if view != self._view:
            self._view = view
            self._show()

    def say_failure(self, text: str) -> None:
        """Say what did not happen; "" ends it."""
        if text != self._failure:
            self._failure = text
            self._show()
            self._while.stop()
            if text:
                self._while.start()
                compat.announce(self._text)

    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def _forget(self) -> None:
        self.say_failure("")

    def _show(self) -> None:
        failure, view = self._failure, self._view
        self._text.show_text(failure or view.text, "warning" if failure else "dim")
        can = view.toggle.command is not None
        self.button.setVisible(can)
        if can:
            self.button.setText(view.toggle.words)
            spoken = tr("{verb} {queue}", verb=view.toggle.words, queue=view.name)
            self.button.name(spoken)
            self.button.updateGeometry()
        self.setVisible(bool(failure or view.text))
