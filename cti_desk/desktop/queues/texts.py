"""Words that are cut to their room and laid out once: a frame paints a hundred of them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QStaticText

from cti_desk.desktop.theme import Role, Theme
from cti_desk.desktop.widgets.plain import plain_static

_MOST: Final = 4000
"""Kept at once; running times come and go every second."""


class Texts:
    """Draws single lines, in the middle of their boxes' height."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._metrics: dict[Role, QFontMetrics] = {}
        self._kept: dict[tuple[str, Role, int], tuple[QStaticText, float]] = {}
        theme.changed.connect(self._forget)

    def metrics(self, role: Role) -> QFontMetrics:
        """The measures of one of the theme's fonts."""
        if role not in self._metrics:
            self._metrics[role] = QFontMetrics(self._theme.font(role))
        return self._metrics[role]

    def draw(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        role: Role,
        colour: QColor,
        across: float = 0.0,
    ) -> None:
        """Draw a line; ``across``: 0 at the left of its box, 0.5 in the middle, 1 at the right."""
        key = (text, role, box.width())
        kept = self._kept.get(key)
        if kept is None:
            kept = self._lay_out(*key)
        static, width = kept
        painter.setFont(self._theme.font(role))
        painter.setPen(colour)
        left = box.left() + round((box.width() - width) * across)
        top = box.top() + (box.height() - self.metrics(role).height()) // 2
        painter.drawStaticText(left, top, static)

    def _lay_out(self, text: str, role: Role, room: int) -> tuple[QStaticText, float]:
        if len(self._kept) >= _MOST:
            self._kept.clear()
        metrics, font = self.metrics(role), self._theme.font(role)
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        static = plain_static(cut)
        static.prepare(font=font)
        kept = static, static.size().width()  # as it is drawn: metrics may say otherwise
        self._kept[text, role, room] = kept
        return kept

    def _forget(self) -> None:
        self._metrics.clear()
        self._kept.clear()
