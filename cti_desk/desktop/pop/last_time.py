"""What happened last time, on a panel of its own in the pop."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from cti_desk.desktop.presenters.pop import LastView
from cti_desk.desktop.theme import GRID, PADDING, RADIUS, Theme

_SEMIBOLD = 600


class LastTime(QWidget):
    """The moment in bold, the rest after it, on as many lines as they need.

    Laid out here, letter by letter: a label can set a part in bold only by markup.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._last: LastView | None = None
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_last(self, last: LastView | None) -> None:
        """Show what is known."""
        self.setVisible(last is not None)
        if last is not None and last != self._last:
            self._last = last
            self.setAccessibleName(self.text())
            self.update()

    def text(self) -> str:
        """The words shown."""
        return " · ".join(filter(None, (self._last.when, self._last.rest))) if self._last else ""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        px = self._theme.px
        room = width - 2 * px(PADDING)
        return round(self._laid_out(room).boundingRect().height()) + 4 * px(GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self._theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colours.panel)
        radius = px(RADIUS)
        painter.drawRoundedRect(self.rect(), radius, radius)
        painter.setPen(self._theme.colours.text)
        layout = self._laid_out(self.width() - 2 * px(PADDING))
        layout.draw(painter, QPointF(px(PADDING), px(2 * GRID)))
        painter.end()

    def _laid_out(self, width: int) -> QTextLayout:
        layout = QTextLayout(self.text(), self._theme.font("small"))
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        if self._last is not None:
            bold = QTextLayout.FormatRange()
            bold.start, bold.length = 0, len(self._last.when.encode("utf-16-le")) // 2
            bold.format = QTextCharFormat()
            bold.format.setFontWeight(_SEMIBOLD)
            layout.setFormats([bold])
        y = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, y))
            y += line.height()
        layout.endLayout()
        return layout

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
