"""The list of pages at the left."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cti_desk.desktop.theme import FORM_SIDE, GRID, PADDING, RADIUS, Theme
from cti_desk.desktop.words import tr

_WRONG = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class Sidebar(QListWidget):
    """A list with one chosen line; a page on which something is wrong has a dot."""

    def __init__(self, theme: Theme, titles: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.addItems(titles)
        self.setAccessibleName(tr("Pages of the settings"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAutoFillBackground(True)
        self.setItemDelegate(_Lines(self))
        self.setFixedWidth(theme.px(FORM_SIDE))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        margin = theme.px(2 * GRID)
        self.setViewportMargins(margin, theme.px(3 * GRID), margin, margin)
        theme.changed.connect(self._restyle)
        self._restyle()

    def mark_wrong(self, row: int, wrong: bool) -> None:
        """Whether something on a page is wrong."""
        item = self.item(row)
        if item.data(_WRONG) != wrong:
            item.setData(_WRONG, wrong)
            words = tr("{page}: something is wrong there", page=item.text())
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words if wrong else item.text())

    def _restyle(self) -> None:
        palette = self.theme.palette()
        palette.setColor(palette.ColorRole.Base, self.theme.colours.panel)
        palette.setColor(palette.ColorRole.Window, self.theme.colours.panel)
        self.setPalette(palette)
        self.setFont(self.theme.font("text"))
        self.viewport().update()


class _Lines(QStyledItemDelegate):
    def __init__(self, side: Sidebar) -> None:
        super().__init__(side)
        self._side = side

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, self._side.theme.px(8 * GRID))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = self._side.theme
        colours, px = theme.colours, theme.px
        box: QRectF = QRectF(option.rect).adjusted(1, 1, -1, -1)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colours.line if chosen else colours.hover)
            painter.drawRoundedRect(box, px(RADIUS), px(RADIUS))
        if chosen and self._side.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.accent, 1.5))
            painter.drawRoundedRect(box, px(RADIUS), px(RADIUS))
        painter.setFont(theme.font("strong" if chosen else "text"))
        painter.setPen(colours.text)
        pad = px(PADDING)
        room = box.adjusted(pad, 0, -2 * pad, 0)
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(room.width())
        )
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, left, text)
        if index.data(_WRONG):
            side = px(2 * GRID) - 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.danger)
            painter.drawEllipse(
                QRectF(box.right() - pad - side / 2, box.center().y() - side / 2, side, side)
            )
        painter.restore()
