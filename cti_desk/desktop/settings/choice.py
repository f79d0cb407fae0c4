"""One of a few."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from cti_desk.desktop.icons import paint_icon
from cti_desk.desktop.theme import CONTROL, FIELD, GRID, PADDING, SMALL_ICON, Theme
from cti_desk.desktop.widgets.edit import paint_field


class Choice(QComboBox):
    """A combo box in the theme's shape; its items carry their values as data."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        theme.changed.connect(self._restyle)
        self._restyle()

    def offer(self, items: Iterable[tuple[str, str]]) -> None:
        """Offer values, each with its words."""
        self.blockSignals(True)
        self.clear()
        for value, words in items:
            self.addItem(words, value)
        self.blockSignals(False)
        self.updateGeometry()

    def choose(self, value: str) -> None:
        """Show a value without telling anybody; one that is not offered shows nothing."""
        self.blockSignals(True)
        self.setCurrentIndex(self.findData(value))
        self.blockSignals(False)
        self.update()

    def sizeHint(self) -> QSize:
        px, metrics = self._theme.px, QFontMetrics(self._theme.font("text"))
        texts = [metrics.horizontalAdvance(self.itemText(n)) for n in range(self.count())]
        around = 2 * px(PADDING) + px(SMALL_ICON) + px(2 * GRID)
        return QSize(max(px(FIELD), max(texts, default=0) + around), px(CONTROL))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(FIELD), self._theme.px(CONTROL))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page is meant

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px, colours = QPainter(self), self._theme.px, self._theme.colours
        paint_field(painter, self._theme, self, self.hasFocus(), quiet=not self.isEnabled())
        painter.setFont(self._theme.font("text"))
        painter.setPen(colours.text)
        side, pad = px(SMALL_ICON), px(PADDING) - 2
        room = self.rect().adjusted(pad, 0, -(pad + side + px(GRID)), 0)
        text = painter.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, left, text)
        if self.isEnabled():
            box = QRectF(self.width() - pad - side, (self.height() - side) / 2, side, side)
            paint_icon(painter, "chevron-down", colours.dim, box)
        painter.end()

    def _restyle(self) -> None:
        self.setFont(self._theme.font("text"))
        self.setPalette(self._theme.palette())
        self.view().setPalette(self._theme.palette())
        self.view().setFont(self._theme.font("text"))
        self.updateGeometry()
