"""The list beneath a number field: what will be dialled, and who could be meant."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath
from PySide6.QtWidgets import QWidget

from cti_desk.desktop import compat
from cti_desk.desktop.icons import paint_icon
from cti_desk.desktop.theme import GRID, ICON, PADDING, RADIUS, SUGGESTIONS, Theme
from cti_desk.desktop.widgets.panel import Panel
from cti_desk.desktop.words import tr


class Suggestion(Struct, frozen=True):
    """``text`` is what is dialled when this row is chosen, ``title`` and ``side`` are shown."""

    icon: str
    title: str
    side: str
    text: str

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        return f"{self.title}, {self.side}" if self.side else self.title


def suggestions(typed: str, preview: str, contacts: list[tuple[str, str]]) -> list[Suggestion]:
    """The rows for what is typed: the number as it will be dialled, then contacts."""
    rows = []
    if preview:
        rows.append(Suggestion("phone", tr("Dials {number}", number=preview), "", typed))
    rows += [Suggestion("user-round", name, number, number) for name, number in contacts]
    return rows


class SuggestionList(Panel):
    """Never has the keyboard: the field above it moves its choice."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, compat.popup_flags(), parent)
        self.setAccessibleName(tr("Suggestions"))
        self.setMouseTracking(True)
        self.rows: list[Suggestion] = []
        self.current = 0

    def offer(self, rows: list[Suggestion], field: QWidget, above: bool) -> None:
        """Show rows beneath (or above) a field, or nothing."""
        self.rows, self.current = rows, 0
        if not rows:
            self.hide()
            return
        px = self.theme.px
        height = len(rows) * self._row_height() + 2 * px(GRID)
        self.setFixedSize(px(SUGGESTIONS), height)
        gap = px(3 * GRID)
        y = -height - gap if above else field.height() + gap
        self.move(field.mapToGlobal(QPoint(0, y)))
        self.show()
        self.update()

    def move_by(self, step: int) -> None:
        """Choose another row, around the ends."""
        if self.rows:
            self.current = (self.current + step) % len(self.rows)
            self.update()

    def paint_inside(self, painter: QPainter, inside: QPainterPath) -> None:
        for index, row in enumerate(self.rows):
            self._paint_row(painter, row, self._row_rect(index), index == self.current)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.current = self._row_at(event.position().y())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rows and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.rows[self._row_at(event.position().y())].text)

    def _paint_row(self, painter: QPainter, row: Suggestion, rect: QRect, current: bool) -> None:
        colours, px = self.theme.colours, self.theme.px
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.hover)
            painter.drawRoundedRect(rect, px(RADIUS), px(RADIUS))
        side = px(ICON) - 2
        icon = QRectF(rect.left() + px(2 * GRID), rect.center().y() - side / 2 + 0.5, side, side)
        paint_icon(painter, row.icon, colours.dim, icon)
        text = rect.adjusted(px(2 * GRID + ICON + 2 * GRID), 0, -px(PADDING), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self.theme.font("small"))
        painter.setPen(colours.dim)
        painter.drawText(text, middle | Qt.AlignmentFlag.AlignRight, row.side)
        used = painter.fontMetrics().horizontalAdvance(row.side) + px(PADDING) if row.side else 0
        painter.setFont(self.theme.font("text"))
        painter.setPen(colours.text)
        cut = painter.fontMetrics().elidedText(
            row.title, Qt.TextElideMode.ElideRight, text.width() - used
        )
        painter.drawText(text, middle | Qt.AlignmentFlag.AlignLeft, cut)

    def _row_height(self) -> int:
        return self.theme.px(8 * GRID)

    def _row_rect(self, index: int) -> QRect:
        grid, height = self.theme.px(GRID), self._row_height()
        return QRect(grid, grid + index * height, self.width() - 2 * grid, height)

    def _row_at(self, y: float) -> int:
        row = int((y - self.theme.px(GRID)) // self._row_height())
        return min(max(row, 0), len(self.rows) - 1)
