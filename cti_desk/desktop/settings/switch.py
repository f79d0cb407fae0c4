"""On or off."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from cti_desk.desktop.theme import CONTROL, SWITCH, SWITCH_HEIGHT, Theme

_DISABLED = 0.45


class Switch(QCheckBox):
    """A check box, drawn as a switch: to screen readers it is one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(SWITCH) + 4, self._theme.px(CONTROL))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours, px = QPainter(self), self._theme.colours, self._theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(_DISABLED)
        width, height = px(SWITCH), px(SWITCH_HEIGHT)
        track = QRectF(2, (self.height() - height) / 2, width, height)
        hairline = 1 / self.devicePixelRatioF()
        on = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen if on else QPen(colours.dim, hairline))
        painter.setBrush(colours.accent if on else colours.field)
        painter.drawRoundedRect(track, height / 2, height / 2)
        radius = height / 2 - px(4)
        x = track.right() - height / 2 if on else track.left() + height / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.on_accent if on else colours.dim)
        painter.drawEllipse(QPointF(x, track.center().y()), radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.accent, 1.5))
            around = track.adjusted(-1, -3, 1, 3)
            painter.drawRoundedRect(around, around.height() / 2, around.height() / 2)
        painter.end()
