"""Pictures, drawn sharp at any scale: the icon set recoloured at run time, and the state discs."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cti_desk.desktop.presenters.state import Symbol
from cti_desk.desktop.theme import SYMBOL_COLOURS
from cti_desk.installation.resources import resource_path

_WHITE: Final = QColor("#FFFFFF")
_HANG_UP_DEGREES: Final = 135.0
_FILLED: Final = frozenset({"phone", "hang-up", "pause", "play", "pen"})
_GLYPHS: Final[dict[Symbol, tuple[str, float, float]]] = {
    # the picture on the disc, its share of the diameter, its line width of 24
    Symbol.READY: ("check", 0.62, 3.4),
    Symbol.NOT_READY: ("pause", 0.52, 1.0),
    Symbol.BUSY: ("phone", 0.52, 1.0),
    Symbol.WORKING: ("pen", 0.50, 1.0),
    Symbol.UNKNOWN: ("link-2-off", 0.62, 2.6),
}
_RATIOS: Final = (1.0, 1.5, 2.0)
APP_SIZES: Final = (16, 32, 48, 64, 128, 256)
TRAY_SIZES: Final = (16, 22, 24, 32, 44, 48, 64)


def paint_icon(painter: QPainter, name: str, colour: QColor, rect: QRectF) -> None:
    """Draw a picture of the set (or our "hang-up") into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if name == "hang-up":
        painter.translate(rect.center())
        painter.rotate(_HANG_UP_DEGREES)
        painter.translate(-rect.center())
    _renderer(name, colour.name(), 2.0).render(painter, rect)
    painter.restore()


def paint_disc(painter: QPainter, symbol: Symbol, rect: QRectF, ring: QColor) -> None:
    """Draw a state: its shape in white on its colour; logged out is a ring of ``ring``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if symbol is Symbol.LOGGED_OUT:
        width = max(1.25, rect.width() / 11)
        painter.setPen(QPen(ring, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = width / 2 + rect.width() / 22
        painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(SYMBOL_COLOURS[symbol])
        painter.drawEllipse(rect)
        name, share, stroke = _GLYPHS[symbol]
        side = rect.width() * share
        glyph = QRectF(0, 0, side, side)
        glyph.moveCenter(QPointF(rect.center()))
        _renderer(name, _WHITE.name(), stroke).render(painter, glyph)
    painter.restore()


def disc_icon(symbol: Symbol, ring: QColor, sizes: tuple[int, ...] = TRAY_SIZES) -> QIcon:
    """A state as an icon, drawn anew for each size in device pixels."""
    icon = QIcon()
    for size in sizes:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        margin = size / 22
        paint_disc(painter, symbol, QRectF(0, 0, size, size).adjusted(*_inset(margin)), ring)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def app_icon() -> QIcon:
    """The program's own icon, for task bars and window lists."""
    icon = QIcon()
    for size in APP_SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(SYMBOL_COLOURS[Symbol.BUSY])
        corner = size * 0.22
        painter.drawRoundedRect(QRectF(0, 0, size, size), corner, corner)
        margin = size * 0.2
        box = QRectF(0, 0, size, size).adjusted(*_inset(margin))
        _renderer("headset", _WHITE.name(), 2.2).render(painter, box)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def svg_icon(name: str, colour: QColor, size: int, room: int = 0) -> QIcon:
    """A picture of the set as an icon of ``size`` logical pixels, in the middle of ``room``."""
    icon = QIcon()
    room = max(room, size)
    for ratio in _RATIOS:
        side, margin = round(room * ratio), (room - size) / 2 * ratio
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        box = QRectF(0, 0, side, side).adjusted(*_inset(margin))
        paint_icon(painter, name, colour, box)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        icon.addPixmap(pixmap)
    return icon


def _inset(margin: float) -> tuple[float, float, float, float]:
    return margin, margin, -margin, -margin


@lru_cache(maxsize=128)
def _renderer(name: str, colour: str, stroke: float) -> QSvgRenderer:
    file = resource_path("icons", f"{'phone' if name == 'hang-up' else name}.svg")
    text = file.read_text(encoding="utf-8")
    text = text.replace("currentColor", colour)
    text = text.replace('stroke-width="2"', f'stroke-width="{stroke:g}"')
    if name in _FILLED:
        text = text.replace('fill="none"', f'fill="{colour}"', 1)
    return QSvgRenderer(QByteArray(text.encode()))
