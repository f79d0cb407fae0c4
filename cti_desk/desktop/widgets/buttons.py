"""The desktop's buttons: a picture, or words, in the theme's shape."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cti_desk.desktop.icons import paint_icon
from cti_desk.desktop.theme import (
    CONTROL,
    CONTROL_WIDTH,
    GRID,
    HANDSET,
    ICON,
    PADDING,
    RADIUS,
    Theme,
)
from cti_desk.desktop.widgets.plain import show_tooltip

Tone = Literal["plain", "primary", "danger", "flat"]
_DISABLED = 0.45
_HEAVY = frozenset({"phone", "hang-up"})  # filled: they look bigger than they are


class Button(QAbstractButton):
    """Base: shape, hover, press and a keyboard focus ring; subclasses draw what is on it.

    `told` carries ``about``, whatever that is: a parent that connects a method of its own to it
    needs no closure, which would keep the parent alive beyond its time.
    """

    told = Signal(object)

    def __init__(self, theme: Theme, tone: Tone = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.tone = theme, tone
        self.about: object = None
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self.clicked.connect(self._tell)

    def name(self, words: str) -> None:
        """Set the tooltip and accessible name."""
        show_tooltip(self, words)
        self.setAccessibleName(words)

    def foreground(self) -> QColor:
        """The colour of what is on the button."""
        colours = self.theme.colours
        if self.tone == "primary":
            return colours.on_accent
        if self.tone == "danger":
            return colours.danger
        return colours.dim if self.tone == "flat" else colours.text

    def draw(self, painter: QPainter) -> None:
        """Draw what is on the button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(_DISABLED)
        hairline = 1 / self.devicePixelRatioF()
        half = hairline / 2
        rect = QRectF(self.rect()).adjusted(half, half, -half, -half)
        radius = self.theme.px(RADIUS)
        painter.setBrush(self._background())
        painter.setPen(self._border(hairline))
        painter.drawRoundedRect(rect, radius, radius)
        self.draw(painter)
        if self._ringed and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.colours.accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() not in (
            Qt.FocusReason.MouseFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        )
        super().focusInEvent(event)

    def _tell(self) -> None:
        self.told.emit(self.about)

    def _background(self) -> QColor:
        colours = self.theme.colours
        over = self.isEnabled() and (self.isDown() or self.underMouse())
        if self.tone == "primary":
            return colours.accent.darker(112) if over else colours.accent
        if over:
            return colours.hover
        return QColor(Qt.GlobalColor.transparent) if self.tone == "flat" else colours.panel

    def _border(self, width: float) -> QPen:
        colours = self.theme.colours
        if self.tone in ("primary", "flat"):
            return QPen(Qt.PenStyle.NoPen)
        if self.tone == "danger":
            soft = QColor(colours.danger)
            soft.setAlphaF(0.55)
            return QPen(soft, width)
        return QPen(colours.line, width)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class IconButton(Button):
    """A picture; its words are tooltip and accessible name."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        words: str,
        tone: Tone = "plain",
        colour: QColor | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, tone, parent)
        self._icon, self._colour = icon, colour
        self.name(words)

    def picture(self, icon: str, colour: QColor | None = None) -> None:
        """Show another picture, in another colour than the tone's if one is given."""
        if (icon, colour) != (self._icon, self._colour):
            self._icon, self._colour = icon, colour
            self.update()

    def sizeHint(self) -> QSize:
        width = CONTROL if self.tone == "flat" else CONTROL_WIDTH
        return QSize(self.theme.px(width), self.theme.px(CONTROL))

    def draw(self, painter: QPainter) -> None:
        side = self.theme.px(HANDSET if self._icon in _HEAVY else ICON)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_icon(painter, self._icon, self._colour or self.foreground(), box)


class TextButton(Button):
    """Words on a button."""

    def __init__(
        self, theme: Theme, words: str, tone: Tone = "plain", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, tone, parent)
        self.setText(words)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        self.setFont(self.theme.font("text"))
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * self.theme.px(PADDING)
        return QSize(width + self.theme.px(GRID) // 2, self.theme.px(CONTROL))

    def stretch(self) -> None:
        """Be as wide as the column the button stands in."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def draw(self, painter: QPainter) -> None:
        painter.setFont(self.theme.font("text"))
        painter.setPen(self.foreground())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
