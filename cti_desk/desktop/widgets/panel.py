"""A frameless window with rounded corners and a hairline, with or without a compositor."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from cti_desk.desktop import platform
from cti_desk.desktop.theme import PANEL_RADIUS, Theme


class Panel(QWidget):
    """Rounded by transparency where windows are composited, else by a mask.

    A mask has hard edges; the hairline under it hides them.
    """

    def __init__(self, theme: Theme, flags: Qt.WindowType, parent: QWidget | None = None) -> None:
        super().__init__(parent, flags | Qt.WindowType.FramelessWindowHint)
        self.theme = theme
        self._composited = platform.is_composited()
        if self._composited:
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setPalette(self.theme.palette())
        self.setFont(self.theme.font("text"))
        self.update()

    def paint_inside(self, painter: QPainter, inside: QPainterPath) -> None:
        """Draw more on the background; a subclass's place."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (
            QEvent.Type.ApplicationPaletteChange,
            QEvent.Type.ApplicationFontChange,
            QEvent.Type.ThemeChange,
        ):
            self.theme.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._composited:
            path = QPainterPath()
            radius = self.theme.px(PANEL_RADIUS)
            path.addRoundedRect(QRectF(self.rect()), radius, radius)
            self.setMask(QRegion(path.toFillPolygon().toPolygon()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, radius = self.theme.colours, self.theme.px(PANEL_RADIUS)
        hairline = 1 / self.devicePixelRatioF()
        if not self._composited:
            painter.fillRect(self.rect(), colours.line)
        rect = QRectF(self.rect()).adjusted(
            hairline / 2, hairline / 2, -hairline / 2, -hairline / 2
        )
        path = QPainterPath()
        path.addRoundedRect(rect, radius, radius)
        painter.fillPath(path, colours.window)
        painter.save()
        painter.setClipPath(path)
        self.paint_inside(painter, path)
        painter.restore()
        painter.setPen(QPen(colours.line, hairline))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.end()
