"""A small picture that is not a button: a call's arrow, a warning."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cti_desk.desktop.icons import paint_icon
from cti_desk.desktop.theme import ICON, Theme
from cti_desk.desktop.widgets.breath import Breath
from cti_desk.desktop.widgets.text import Colour


class Mark(QWidget):
    """A picture in one of the theme's colours; it breathes when given a breath."""

    def __init__(
        self, theme: Theme, icon: str, colour: Colour = "accent", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._colour = theme, icon, colour
        self._breath: Breath | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    def picture(self, icon: str, colour: Colour = "accent") -> None:
        """Show another picture."""
        if (icon, colour) != (self._icon, self._colour):
            self._icon, self._colour = icon, colour
            self.update()

    def breathe(self, breath: Breath | None) -> None:
        """Follow a breath, or stand still."""
        if breath is self._breath:
            return
        if self._breath is not None:
            self._breath.moved.disconnect(self.update)
        self._breath = breath
        if breath is not None:
            breath.moved.connect(self.update)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(ICON), self._theme.px(ICON))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._breath is not None:
            painter.setOpacity(self._breath.opacity())
        colour = getattr(self._theme.colours, self._colour)
        paint_icon(painter, self._icon, colour, QRectF(self.rect()))
        painter.end()
