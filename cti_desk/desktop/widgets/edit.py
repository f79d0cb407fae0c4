"""A field for one line of text, in the theme's shape."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from cti_desk.desktop.theme import CONTROL, FIELD, GRID, RADIUS, Theme


class Edit(QLineEdit):
    """Frame and background are drawn here, one device pixel wide; ``wide`` is its usual width."""

    def __init__(
        self, theme: Theme, placeholder: str, parent: QWidget | None = None, wide: int = FIELD
    ) -> None:
        super().__init__(parent)
        self._theme, self._wide, self._wrong = theme, wide, False
        self.setFrame(False)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def mark_wrong(self, wrong: bool) -> None:
        """Whether the frame says that something is wrong with the text."""
        if wrong != self._wrong:
            self._wrong = wrong
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(self._wide), self._theme.px(CONTROL))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        focused, quiet = self.hasFocus(), self.isReadOnly() or not self.isEnabled()
        paint_field(painter, self._theme, self, focused, self._wrong, quiet)
        painter.end()
        super().paintEvent(event)

    def _restyle(self) -> None:
        self.setFont(self._theme.font("text"))
        palette = self._theme.palette()
        palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        margin = self._theme.px(2 * GRID) - 2
        self.setTextMargins(margin, 0, margin, 0)
        self.updateGeometry()


def paint_field(
    painter: QPainter,
    theme: Theme,
    widget: QWidget,
    focused: bool,
    wrong: bool = False,
    quiet: bool = False,
) -> None:
    """Frame and background of anything that is typed into; ``quiet``: nothing can be typed."""
    colours, radius = theme.colours, theme.px(RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hairline = 1 / widget.devicePixelRatioF()
    width = 2 * hairline if focused or wrong else hairline
    half = width / 2
    colour = colours.danger if wrong else colours.accent if focused else colours.line
    painter.setPen(QPen(colour, width))
    painter.setBrush(colours.panel if quiet else colours.field)
    box = QRectF(widget.rect()).adjusted(half, half, -half, -half)
    painter.drawRoundedRect(box, radius, radius)
