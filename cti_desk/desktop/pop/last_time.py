"""What happened last time, on a panel of its own in the pop."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from cti_desk.desktop.presenters.pop import LastView
from cti_desk.desktop.theme import GRID, PADDING, RADIUS, Theme


class LastTime(QLabel):
    """The moment in bold, the rest after it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_last(self, last: LastView | None) -> None:
        """Show what is known; the words come from outside and are never read as markup."""
        self.setVisible(last is not None)
        if last is not None:
            rest = f" · {escape(last.rest)}" if last.rest else ""
            self.setText(f'<span style="font-weight:600">{escape(last.when)}</span>{rest}')
            self.setAccessibleName(f"{last.when} · {last.rest}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colours.panel)
        radius = self._theme.px(RADIUS)
        painter.drawRoundedRect(self.rect(), radius, radius)
        painter.end()
        super().paintEvent(event)

    def _restyle(self) -> None:
        px = self._theme.px
        self.setFont(self._theme.font("small"))
        self.setPalette(self._theme.palette())
        self.setContentsMargins(px(PADDING), px(2 * GRID), px(PADDING), px(2 * GRID))
