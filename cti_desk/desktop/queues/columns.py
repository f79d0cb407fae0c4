"""Where the parts of a row stand, so that figures and times are below each other."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics

from cti_desk.desktop.theme import CONTROL, GRID, ICON, PADDING, SMALL_ICON, Theme
from cti_desk.desktop.widgets.text import width_of
from cti_desk.desktop.words import tr, trn

ROW = 36
BUTTON = CONTROL - GRID


class Columns(Struct, frozen=True):
    """Widths and heights in logical pixels, for one theme."""

    row: int
    pad: int
    chevron: int
    mark: int
    figure: int
    time: int
    toggle: int
    button: int

    def text(self, row: QRect, indented: bool) -> QRect:
        """Title and second line."""
        left = row.left() + self.text_left(indented)
        return QRect(left, row.top(), self.right_part(row) - self.pad - left, row.height())

    def text_left(self, indented: bool) -> int:
        """Where words begin; what is below a queue stands further right."""
        inset = self.pad + self.chevron + self.mark + self.pad
        return inset + self.mark if indented else inset

    def symbol(self, row: QRect, indented: bool) -> QRect:
        """The picture before the words."""
        left = row.left() + self.pad + self.chevron + (self.mark if indented else 0)
        return QRect(left, row.center().y() - self.mark // 2, self.mark, self.mark)

    def right_part(self, row: QRect) -> int:
        """Where the figures begin: left of it nothing changes from second to second."""
        return row.right() + 1 - 3 * self.pad - self.toggle - self.time - self.figure

    def figure_box(self, row: QRect) -> QRect:
        return QRect(self.right_part(row), row.top(), self.figure, row.height())

    def time_box(self, row: QRect) -> QRect:
        left = self.right_part(row) + self.figure + self.pad
        return QRect(left, row.top(), self.time, row.height())

    def toggle_box(self, row: QRect) -> QRect:
        left = row.right() + 1 - self.pad - self.toggle
        return QRect(left, row.center().y() - self.button // 2 + 1, self.toggle, self.button)


def columns(theme: Theme) -> Columns:
    """Measure with the widest words there are."""
    px = theme.px
    text = QFontMetrics(theme.font("text"))
    counts = [trn("{count} waiting", "{count} waiting", 88), tr("too many")]
    counts.append(tr("{length} old", length=tr("{minutes} min", minutes=88)))
    times = ["8:88:88", tr("{hours} h {minutes} min", hours=8, minutes=88), tr("just now")]
    words = [tr("Join"), tr("Leave"), tr("Member"), tr("Joining…"), tr("Leaving…")]
    return Columns(
        row=max(px(ROW), text.height() + QFontMetrics(theme.font("small")).height() + px(GRID)),
        pad=px(PADDING),
        chevron=px(SMALL_ICON + GRID),
        mark=px(ICON + 2),
        figure=max(width_of(text, words) for words in counts),
        time=max(width_of(text, words) for words in times),
        toggle=max(width_of(text, words) for words in words) + px(PADDING),
        button=px(BUTTON),
    )
