"""Small facts in rounded frames, as many lines of them as they need."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cti_desk.desktop.theme import CHIP, GRID, Theme


class Chips(QWidget):
    """Drawn in one go; a chip longer than a line is cut with "…"."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts: tuple[str, ...] = ()
        theme.changed.connect(self.update)

    def show_texts(self, texts: tuple[str, ...]) -> None:
        """Show these facts."""
        self._texts = texts
        self.setAccessibleName(", ".join(texts))
        self.setVisible(bool(texts))
        self.update()

    def height_for(self, width: int) -> int:
        """The height these facts need in a width."""
        boxes = self._boxes(width)
        return round(boxes[-1][1].bottom()) if boxes else 0

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.height_for(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), self._theme.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thin = 1 / self.devicePixelRatioF()
        painter.setFont(self._theme.font("small"))
        for text, box in self._boxes(self.width()):
            painter.setPen(QPen(colours.line, thin))
            painter.setBrush(colours.panel)
            radius = box.height() / 2
            half = thin / 2
            painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
            painter.setPen(colours.text)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    def _boxes(self, width: int) -> list[tuple[str, QRectF]]:
        metrics, px = QFontMetrics(self._theme.font("small")), self._theme.px
        gap, height, inside = px(2 * GRID), px(CHIP), px(2 * GRID + 2)
        x = y = 0
        boxes = []
        for text in self._texts:
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 2 * inside)
            wide = metrics.horizontalAdvance(cut) + 2 * inside
            if x and x + wide > width:
                x, y = 0, y + height + px(GRID) + 2
            boxes.append((cut, QRectF(x, y, wide, height)))
            x += wide + gap
        return boxes
