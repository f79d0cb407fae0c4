"""The "+2" of calls that found no room, with a menu that holds them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cti_desk.desktop.presenters.call_buttons import ButtonView
from cti_desk.desktop.presenters.calls import CallView
from cti_desk.desktop.strip.call_menu import add_calls
from cti_desk.desktop.theme import PADDING, Theme
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.widgets.hairline import Hairline
from cti_desk.desktop.widgets.menu import Menu
from cti_desk.desktop.words import trn


class FoldButton(QWidget):
    """Its menu has a line for each folded call, its buttons beneath."""

    pressed = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: tuple[CallView, ...] = ()
        self.menu = Menu(theme, self)
        self.button = TextButton(theme, "+0", parent=self)
        self.button.clicked.connect(self.open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Hairline(theme))
        row.addSpacing(theme.px(PADDING))
        row.addWidget(self.button)
        row.addSpacing(theme.px(PADDING))
        self.hide()

    def show_views(self, views: tuple[CallView, ...]) -> None:
        """Take the calls that are folded away."""
        self._views = views
        self.button.setText(f"+{len(views)}")
        words = trn("{count} more call", "{count} more calls", len(views))
        names = "\n".join(view.spoken for view in views)
        self.button.name(words)
        self.button.setToolTip(f"{words}\n{names}" if names else words)
        self.button.updateGeometry()

    def open(self) -> None:
        """Show the menu."""
        self.menu.empty()
        add_calls(self.menu, self._views, self._press)
        self.menu.popup_at(self.button, self)

    def _press(self, call_id: str, button: ButtonView) -> None:
        self.pressed.emit(call_id, button)
