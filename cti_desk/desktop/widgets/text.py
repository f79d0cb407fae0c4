"""One line of text that is cut with "…" where it is too long, never clipped."""

from __future__ import annotations

import re
from typing import Final, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from cti_desk.desktop.theme import Role, Theme
from cti_desk.desktop.widgets.plain import PlainLabel

Colour = Literal["text", "dim", "accent", "warning", "danger"]
_DIGIT: Final = re.compile(r"\d")


def width_of(metrics: QFontMetrics, text: str) -> int:
    """The width to reserve: every digit as wide as the widest, so that clocks stand still."""
    return metrics.horizontalAdvance(_DIGIT.sub("0", text)) + 1


class Line(PlainLabel):
    """A line in one of the theme's fonts and colours, plain text only."""

    def __init__(
        self,
        theme: Theme,
        role: Role = "text",
        colour: Colour = "text",
        longest: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._theme, self._role, self._colour = theme, role, colour
        self._longest, self._full = longest, ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_text(self, text: str) -> None:
        """Show a text, or nothing at all when it is empty."""
        if text != self._full:
            self._full = text
            self.setAccessibleName(text)
            self._fit()
        self.setVisible(bool(text))

    def full_text(self) -> str:
        """The text as it was given."""
        return self._full

    def colour(self, colour: Colour) -> None:
        """Change the colour."""
        if colour != self._colour:
            self._colour = colour
            self._restyle()

    def sizeHint(self) -> QSize:
        width = width_of(self.fontMetrics(), self._full)
        if self._longest:
            width = min(width, self._theme.px(self._longest))
        return QSize(width, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _fit(self) -> None:
        metrics, mode = self.fontMetrics(), Qt.TextElideMode.ElideRight
        longest = self._theme.px(self._longest) if self._longest else 1 << 20
        self.setText(metrics.elidedText(self._full, mode, longest))
        self.updateGeometry()

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._role))
        palette = self._theme.palette()
        palette.setColor(self.foregroundRole(), getattr(self._theme.colours, self._colour))
        self.setPalette(palette)
        self._fit()
