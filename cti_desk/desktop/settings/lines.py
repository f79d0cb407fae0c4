"""Several texts, one on each line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from cti_desk.desktop.theme import FORM_FIELD, GRID, Theme
from cti_desk.desktop.widgets.edit import paint_field
from cti_desk.desktop.widgets.scroll_bar import style_scroll_bar

_FEWEST, _MOST = 2, 6


class _Text(QPlainTextEdit):
    focused = Signal()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().lineSpacing())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()


class Lines(QWidget):
    """A small text box: as high as its lines, within bounds. Tab leaves it."""

    def __init__(self, theme: Theme, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._wrong = theme, False
        self.text = _Text(self)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setPlaceholderText(placeholder)
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.text.document().setDocumentMargin(0)
        self.text.textChanged.connect(self.updateGeometry)
        self.text.focused.connect(self.update)
        self.setFocusProxy(self.text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._box = QVBoxLayout(self)
        self._box.addWidget(self.text)
        theme.changed.connect(self._restyle)
        self._restyle()

    def mark_wrong(self, wrong: bool) -> None:
        """Whether the frame says that something is wrong with the text."""
        if wrong != self._wrong:
            self._wrong = wrong
            self.update()

    def sizeHint(self) -> QSize:
        lines = min(max(_FEWEST, self.text.blockCount()), _MOST)
        height = lines * self.text.fontMetrics().lineSpacing()
        return QSize(self._theme.px(FORM_FIELD), height + 2 * self._theme.px(GRID) + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        quiet = self.text.isReadOnly() or not self.isEnabled()
        paint_field(painter, self._theme, self, self.text.hasFocus(), self._wrong, quiet)
        painter.end()

    def _restyle(self) -> None:
        self.text.setFont(self._theme.font("text"))
        palette = self._theme.palette()
        palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.text.setPalette(palette)
        self.text.viewport().setAutoFillBackground(False)
        for bar in (self.text.verticalScrollBar(), self.text.horizontalScrollBar()):
            style_scroll_bar(bar, self._theme)
        across, down = self._theme.px(2 * GRID) + 1, self._theme.px(GRID) + 2
        self._box.setContentsMargins(across, down, self._theme.px(GRID), down)
        self.updateGeometry()
