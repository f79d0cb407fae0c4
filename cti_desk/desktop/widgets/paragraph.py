"""Words that take as many lines as they need."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from cti_desk.desktop.theme import Role, Theme
from cti_desk.desktop.widgets.plain import PlainLabel, wrappable
from cti_desk.desktop.widgets.text import Colour


class Paragraph(PlainLabel):
    """Plain text in one of the theme's fonts and colours; nothing at all when it is empty."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: Role = "text",
        colour: Colour = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._theme, self._role, self._colour = theme, role, colour
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.show_text(text)

    def show_text(self, text: str, colour: Colour | None = None) -> None:
        """Show a text, in another colour if one is given."""
        if colour is not None and colour != self._colour:
            self._colour = colour
            self._restyle()
        if wrappable(text) != self.text():
            self.setText(wrappable(text))
            self.setAccessibleName(text)
        # Without a parent `setVisible` would make a window of it for a moment.
        if self.parent() is not None or not text:
            self.setVisible(bool(text))

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._role))
        palette = self._theme.palette()
        palette.setColor(self.foregroundRole(), getattr(self._theme.colours, self._colour))
        self.setPalette(palette)
