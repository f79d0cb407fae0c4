"""How a line of a menu is drawn: picture, words, key at the right, a tick on what holds now."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QAction, QFont, QFontMetrics, QPainter

from cti_desk.desktop.icons import paint_icon
from cti_desk.desktop.theme import GRID, LONGEST_LINE, MENU_ICON, PADDING, RADIUS, SMALL_ICON, Theme


class Columns(Struct, frozen=True):
    """The widths that the lines of one menu share, in logical pixels."""

    icon: int
    words: int
    key: int
    mark: int

    def width(self, theme: Theme) -> int:
        """What a line needs."""
        return self.icon + self.words + self.key + self.mark + 2 * theme.px(PADDING)


def columns(actions: list[QAction], theme: Theme) -> Columns:
    """Measure the lines."""
    px = theme.px
    text, small = QFontMetrics(theme.font("strong")), QFontMetrics(theme.font("small"))
    parts = [split(action) for action in actions if not action.isSeparator()]
    words = max((text.horizontalAdvance(words) for words, _ in parts), default=0)
    words = min(words, px(LONGEST_LINE))
    key = max((small.horizontalAdvance(key) for _, key in parts if key), default=0)
    has_icon = any(not action.icon().isNull() for action in actions)
    has_mark = any(action.isChecked() or action.menu() is not None for action in actions)
    return Columns(
        icon=px(MENU_ICON + 2 * GRID) if has_icon else 0,
        words=words + px(GRID),
        key=key + px(4 * GRID) if key else 0,
        mark=px(SMALL_ICON + 2 * GRID) if has_mark else 0,
    )


def split(action: QAction) -> tuple[str, str]:
    """A line's words and its key."""
    words, _, key = action.text().partition("\t")
    return words.replace("&&", "&"), key


def paint_line(
    painter: QPainter, theme: Theme, action: QAction, box: QRect, parts: Columns, chosen: bool
) -> None:
    """Draw one line into its box."""
    if action.isSeparator():
        _paint_rule(painter, theme, box)
        return
    px, colours = theme.px, theme.colours
    if chosen and action.isEnabled():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.hover)
        painter.drawRoundedRect(box, px(RADIUS), px(RADIUS))
    x, middle = box.left() + px(PADDING - GRID), box.top() + (box.height() + 1) // 2
    side = px(MENU_ICON)
    if not action.icon().isNull():
        action.icon().paint(painter, QRect(x, middle - side // 2, side, side))
    words, key = split(action)
    painter.setPen(colours.text if action.isEnabled() else colours.dim)
    painter.setFont(_words_font(theme, action))
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, parts.words)
    painter.drawText(box.adjusted(x - box.left() + parts.icon, 0, 0, 0), left, cut)
    edge = px(PADDING - GRID)
    painter.setPen(colours.dim)
    painter.setFont(theme.font("small"))
    painter.drawText(box.adjusted(0, 0, -edge - parts.mark, 0), right, key)
    mark = "chevron-down" if action.menu() is not None else "check"
    if action.menu() is not None or action.isChecked():
        _paint_mark(painter, theme, mark, box, edge)


def _paint_mark(painter: QPainter, theme: Theme, name: str, box: QRect, edge: int) -> None:
    side = theme.px(SMALL_ICON)
    square = QRectF(box.right() + 1 - edge - side, box.center().y() + 0.5 - side / 2, side, side)
    painter.save()
    if name == "chevron-down":
        painter.translate(square.center())
        painter.rotate(-90)
        painter.translate(-square.center())
    paint_icon(painter, name, theme.colours.dim, square)
    painter.restore()


def _paint_rule(painter: QPainter, theme: Theme, box: QRect) -> None:
    device = painter.device()
    thin = 1 / device.devicePixelRatioF()
    inset = theme.px(PADDING - GRID)
    y = box.center().y()
    rule = QRectF(box.left() + inset, y, box.width() - 2 * inset, thin)
    painter.fillRect(rule, theme.colours.line)


def _words_font(theme: Theme, action: QAction) -> QFont:
    return theme.font("strong" if action.isChecked() else "text")
