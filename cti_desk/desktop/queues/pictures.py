"""The small pictures of rows, drawn once: hundreds are painted while one scrolls."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from cti_desk.desktop.icons import paint_disc, paint_icon
from cti_desk.desktop.presenters.state import Symbol
from cti_desk.desktop.theme import Theme

Draw = Callable[[QPainter, QRectF], None]


class Pictures:
    """Pixmaps by name, colour, size and the screen's ratio."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: dict[tuple[str, str, int, float], QPixmap] = {}
        theme.changed.connect(self._kept.clear)

    def disc(self, symbol: Symbol, side: int, ratio: float) -> QPixmap:
        """A state."""
        ring = self._theme.colours.dim
        key = (symbol.value, ring.name(), side, ratio)
        return self._picture(key, lambda painter, box: paint_disc(painter, symbol, box, ring))

    def icon(self, name: str, colour: QColor, side: int, ratio: float, turn: int = 0) -> QPixmap:
        """A picture of the icon set, turned clockwise by some degrees."""

        def draw(painter: QPainter, box: QRectF) -> None:
            painter.translate(box.center())
            painter.rotate(turn)
            painter.translate(-box.center())
            paint_icon(painter, name, colour, box)

        return self._picture((f"{name}/{turn}", colour.name(), side, ratio), draw)

    def _picture(self, key: tuple[str, str, int, float], draw: Draw) -> QPixmap:
        if key not in self._kept:
            *_, side, ratio = key
            pixels = round(side * ratio)
            pixmap = QPixmap(pixels, pixels)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(painter, QRectF(0, 0, pixels, pixels))
            painter.end()
            pixmap.setDevicePixelRatio(ratio)
            self._kept[key] = pixmap
        return self._kept[key]
