"""The agent's state: shape, word, clock. Opens the state menu."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cti_desk.desktop.icons import paint_disc, paint_icon
from cti_desk.desktop.presenters.state import StateView, Symbol
from cti_desk.desktop.theme import (
    DISC,
    GRID,
    LONGEST_STATE,
    PADDING,
    PANEL_RADIUS,
    RADIUS,
    SMALL_ICON,
    STRIP,
    Theme,
)
from cti_desk.desktop.widgets.buttons import Button
from cti_desk.desktop.widgets.plain import show_tooltip
from cti_desk.desktop.widgets.text import width_of
from cti_desk.desktop.words import tr


class StateButton(Button):
    """Press it, or Alt+Down, for the state menu."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "flat", parent)
        self._view = StateView(Symbol.UNKNOWN, tr("Starting…"), "")
        self.show_view(self._view)

    def show_view(self, view: StateView) -> None:
        """Show a state."""
        size = self.sizeHint()
        self._view = view
        words = tr("State: {state}", state=view.spoken)
        self.setAccessibleName(words)
        show_tooltip(self, words)
        if self.sizeHint() != size:
            self.updateGeometry()
        self.update()

    def view(self) -> StateView:
        """What is shown."""
        return self._view

    def sizeHint(self) -> QSize:
        px, (strong, small) = self.theme.px, self._metrics()
        text = max(width_of(strong, self._view.word), width_of(small, self._view.line))
        text = min(text, px(LONGEST_STATE))
        parts = PADDING + DISC + 2 * GRID + 2 * GRID + SMALL_ICON + PADDING
        return QSize(px(parts) + text, px(STRIP))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self.theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isDown() or self.underMouse():
            inset = px(GRID) - 0.5
            radius = px(RADIUS)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colours.hover)
            box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(box, radius, radius)
        disc = px(DISC)
        box = QRectF(px(PADDING), (self.height() - disc) / 2, disc, disc)
        paint_disc(painter, self._view.symbol, box, self.theme.colours.dim)
        self._paint_words(painter, px(PADDING + DISC + 2 * GRID))
        side = px(SMALL_ICON)
        left, top = self.width() - px(PADDING) - side, (self.height() - side) / 2
        arrow = QRectF(left + px(2), top, side, side)
        paint_icon(painter, "chevron-down", self.theme.colours.dim, arrow)
        if self._ringed and self.hasFocus():
            self._paint_ring(painter)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _paint_words(self, painter: QPainter, left: int) -> None:
        strong, small = self._metrics()
        width = self.width() - left - self.theme.px(GRID + SMALL_ICON + PADDING)
        height = strong.height() + (small.height() if self._view.line else 0)
        base = (self.height() - height) // 2 + strong.ascent()
        painter.setFont(self.theme.font("strong"))
        painter.setPen(self.theme.colours.text)
        painter.drawText(left, base, _cut(strong, self._view.word, width))
        painter.setFont(self.theme.font("small"))
        painter.setPen(self.theme.colours.dim)
        base += strong.descent() + small.ascent()
        painter.drawText(left, base, _cut(small, self._view.line, width))

    def _paint_ring(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colours.accent, 2))
        radius = self.theme.px(PANEL_RADIUS) - 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), radius, radius)

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(self.theme.font("strong")), QFontMetrics(self.theme.font("small"))


def _cut(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
