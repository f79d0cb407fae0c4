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
from cti_desk.desktop.widgets.plain import show_tooltip
from cti_desk.desktop.words import trn


class FoldButton(QWidget):
    """Its menu has a line for each folded call, its buttons beneath."""

    pressed = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: tuple[CallView, ...] = ()
        self._more = 0
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

    def show_views(self, views: tuple[CallView, ...], more: int = 0) -> None:
        """Show calls that are folded away, and how many ``more`` there are."""
        self._views, self._more = views, more
        words = _more_calls(len(views) + more)
        names = [view.spoken for view in views]
        if names and more:
            names.append(_more_calls(more))
        self.button.setText(f"+{len(views) + more}")
        self.button.setAccessibleName(words)
        show_tooltip(self.button, "\n".join([words, *names]))
        self.button.updateGeometry()
        self.updateGeometry()

    def width_for(self, calls: int, more: int) -> int:
        """What the button needs for some of so many calls, and ``more``."""
        standing = self.button.text()
        self.button.setText(f"+{calls + more}")
        width = self.sizeHint().width()
        self.button.setText(standing)
        return width

    def open(self) -> None:
        """Show the menu."""
        self.menu.empty()
        add_calls(self.menu, self._views, self._press, _more_calls(self._more))
        self.menu.popup_at(self.button, self)

    def _press(self, call_id: str, button: ButtonView) -> None:
        self.pressed.emit(call_id, button)


def _more_calls(count: int) -> str:
    return trn("{count} more call", "{count} more calls", count) if count else ""
