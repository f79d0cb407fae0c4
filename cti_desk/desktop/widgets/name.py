"""A name on as many as two lines; only what is longer than those is cut with "…"."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from cti_desk.desktop.theme import Role, Theme
from cti_desk.desktop.widgets.plain import PlainLabel, show_tooltip

MOST_LINES: Final = 2


class Name(PlainLabel):
    """Plain text in a width of its own; what is cut shows in full under the pointer."""

    def __init__(
        self, theme: Theme, role: Role, longest: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._theme, self._role, self._longest = theme, role, longest
        self._full = ""
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_text(self, text: str) -> None:
        """Show a name, or nothing at all when it is empty."""
        if text != self._full:
            self._full = text
            self.setAccessibleName(text)
            self._fit()
        self.setVisible(bool(text))

    def full_text(self) -> str:
        """The name as it was given."""
        return self._full

    def sizeHint(self) -> QSize:
        lines = self.text().count("\n") + 1
        return QSize(self._theme.px(self._longest), lines * self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _fit(self) -> None:
        lines = broken(self._full, self.font(), self._theme.px(self._longest))
        self.setText("\n".join(lines))
        show_tooltip(self, self._full if lines and lines[-1].endswith("…") else "")
        self.updateGeometry()

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._role))
        self.setPalette(self._theme.palette())
        self._fit()


def broken(text: str, font: QFont, width: int, most: int = MOST_LINES) -> list[str]:
    """Break a text into at most ``most`` lines of ``width`` pixels; the last one is cut."""
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    units = text.encode("utf-16-le", "surrogatepass")  # what Qt counts in
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = 2 * line.textStart()
        if len(lines) == most - 1:
            rest = units[start:].decode("utf-16-le", "replace")
            lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
            break
        piece = units[start : start + 2 * line.textLength()]
        lines.append(piece.decode("utf-16-le", "replace").rstrip())
    layout.endLayout()
    return lines
