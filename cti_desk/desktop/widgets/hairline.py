"""A line of one device pixel between the parts of a panel."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cti_desk.desktop.theme import Theme


class Hairline(QWidget):
    """Vertical, or horizontal for ``across``."""

    def __init__(self, theme: Theme, across: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._across = theme, across
        stretch, fixed = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self.setSizePolicy(*((stretch, fixed) if across else (fixed, stretch)))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        thin = 1 / self.devicePixelRatioF()
        across = QRectF(0, 0, self.width(), thin)
        rect = across if self._across else QRectF(0, 0, thin, self.height())
        painter.fillRect(rect, self._theme.colours.line)
        painter.end()
