"""Draws a row: who, in which state, how many, how long, and the own membership."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cti_desk.desktop.presenters.queues import Cell, Level, RowView, Toggle
from cti_desk.desktop.queues.columns import Columns, columns
from cti_desk.desktop.queues.model import QueueModel
from cti_desk.desktop.queues.pictures import Pictures
from cti_desk.desktop.queues.texts import Texts
from cti_desk.desktop.theme import GRID, RADIUS, SMALL_ICON, Role, Theme

Index = QModelIndex | QPersistentModelIndex
_STALE: Final = 0.6


class QueueDelegate(QStyledItemDelegate):
    """``dirty_left`` is where the region to be painted begins: what is left of it is skipped.

    ``hot`` is the row whose button is under the pointer.
    """

    def __init__(self, theme: Theme, model: QueueModel, view: QWidget) -> None:
        super().__init__(view)
        self._theme, self._model, self._view = theme, model, view
        self._pictures, self._texts = Pictures(theme), Texts(theme)
        self.columns: Columns = columns(theme)
        self.dirty_left = 0
        self.hot = -1
        self.stale = False

    def measure(self) -> None:
        """Follow the theme's fonts."""
        self.columns = columns(self._theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.columns.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: QRect = option.rect
        state: QStyle.StateFlag = option.state
        view = self._model.view(index.row())
        painter.save()
        self._back(painter, row, view, state)
        if self.stale:
            painter.setOpacity(_STALE)
        parts = self.columns
        if self.dirty_left < parts.right_part(row):
            self._left(painter, row, view)
        self._cell(painter, parts.figure_box(row), view.figure)
        self._cell(painter, parts.time_box(row), view.time)
        if view.toggle.words:
            self._toggle(painter, parts.toggle_box(row), view.toggle, index.row())
        painter.restore()

    def is_cut(self, view: RowView, row: QRect) -> bool:
        """Whether not all of the words at the left can be read."""
        box = self._text_box(view, row)
        title = self._texts.metrics(_role(view)).horizontalAdvance(view.title)
        line = self._texts.metrics("small").horizontalAdvance(view.line)
        return max(title, line) > box.width()

    def _back(self, painter: QPainter, row: QRect, view: RowView, state: QStyle.StateFlag) -> None:
        colours, flags = self._theme.colours, QStyle.StateFlag
        if view.is_open is not None:
            painter.fillRect(row, colours.panel)
            thin = 1 / painter.device().devicePixelRatio()
            painter.fillRect(QRectF(row.left(), row.top(), row.width(), thin), colours.line)
        if not state & flags.State_Selected:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = self._theme.px(GRID) / 2
        ringed = bool(state & flags.State_HasFocus)
        painter.setPen(QPen(colours.accent, 1.5) if ringed else Qt.PenStyle.NoPen)
        painter.setBrush(colours.hover)
        box = QRectF(row).adjusted(gap + 1, gap, -gap - 1, -gap)
        painter.drawRoundedRect(box, self._theme.px(RADIUS), self._theme.px(RADIUS))

    def _left(self, painter: QPainter, row: QRect, view: RowView) -> None:
        parts, colours = self.columns, self._theme.colours
        ratio = painter.device().devicePixelRatio()
        if view.is_open is not None:
            side = self._theme.px(SMALL_ICON)
            turn = 0 if view.is_open else -90
            picture = self._pictures.icon("chevron-down", colours.dim, side, ratio, turn)
            painter.drawPixmap(row.left() + parts.pad // 2, row.center().y() - side // 2, picture)
        box = parts.symbol(row, view.is_open is None)
        if view.symbol is not None:
            painter.drawPixmap(box.topLeft(), self._pictures.disc(view.symbol, box.width(), ratio))
        elif view.icon:
            calls = view.icon == "arrow-down-left"
            colour = colours.accent if calls else colours.dim
            picture = self._pictures.icon(view.icon, colour, box.width(), ratio)
            painter.drawPixmap(box.topLeft(), picture)
        self._words(painter, self._text_box(view, row), view)

    def _text_box(self, view: RowView, row: QRect) -> QRect:
        """The room for words: a row without figures lets them run on."""
        box = self.columns.text(row, view.is_open is None)
        if not (view.figure.text or view.toggle.words):
            free = self.columns.time_box(row).left() if view.time.text else row.right()
            box.setRight(free - self.columns.pad)
        return box

    def _words(self, painter: QPainter, box: QRect, view: RowView) -> None:
        colours = self._theme.colours
        if not (view.title and view.line):
            title = bool(view.title)
            self._texts.draw(
                painter,
                box,
                view.title or view.line,
                _role(view) if title else "small",
                colours.text if title else colours.dim,
            )
            return
        upper, lower = self._halves(box)
        self._texts.draw(painter, upper, view.title, _role(view), colours.text)
        self._texts.draw(painter, lower, view.line, "small", colours.dim)

    def _cell(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        if not cell.text:
            return
        colours = self._theme.colours
        colour = (colours.text, colours.warning, colours.danger)[cell.level]
        role: Role = "text" if cell.level is Level.CALM else "strong"
        if not cell.word:
            self._texts.draw(painter, box, cell.text, role, colour, 1.0)
            return
        upper, lower = self._halves(box)
        self._texts.draw(painter, upper, cell.text, role, colour, 1.0)
        self._texts.draw(painter, lower, cell.word, "small", colour, 1.0)

    def _toggle(self, painter: QPainter, box: QRect, toggle: Toggle, row: int) -> None:
        colours = self._theme.colours
        if toggle.command is None:
            self._texts.draw(painter, box, toggle.words, "small", colours.dim, 0.5)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thin = 1 / painter.device().devicePixelRatio()
        painter.setPen(QPen(colours.line, thin))
        painter.setBrush(colours.hover if self.hot == row else colours.window)
        half = thin / 2
        frame = QRectF(box).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(frame, self._theme.px(RADIUS), self._theme.px(RADIUS))
        self._texts.draw(painter, box, toggle.words, "text", colours.text, 0.5)

    def _halves(self, box: QRect) -> tuple[QRect, QRect]:
        """The boxes of two lines that stand together in the middle of a row."""
        first, second = (self._texts.metrics(role).height() for role in ("text", "small"))
        top = box.top() + (box.height() - first - second) // 2
        upper = QRect(box.left(), top, box.width(), first)
        return upper, QRect(box.left(), top + first, box.width(), second)


def _role(view: RowView) -> Role:
    return "strong" if view.is_open is not None else "text"
