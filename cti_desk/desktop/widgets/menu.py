"""Menus in the theme's look. Shown with `popup`, never with a loop of their own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from cti_desk.desktop import platform
from cti_desk.desktop.theme import GRID, PADDING, PANEL_RADIUS, RADIUS, SMALL_ICON, Theme

_STYLE = """
QMenu {{ background: {window}; color: {text}; border: 1px solid {line};
         border-radius: {panel_radius}px; padding: {grid}px; icon-size: {icon}px; }}
QMenu::item {{ padding: {grid}px {padding}px {grid}px {grid}px; border-radius: {radius}px;
               min-height: {row}px; background: transparent; }}
QMenu::item:selected {{ background: {hover}; color: {text}; }}
QMenu::item:disabled {{ color: {dim}; }}
QMenu::icon {{ padding-left: {padding}px; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {grid}px {padding}px; }}
QMenu::right-arrow {{ width: {small}px; height: {small}px; padding-right: {grid}px; }}
"""


class Menu(QMenu):
    """A menu; a line with a one-character key is chosen by typing it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._keys: dict[str, QAction] = {}
        if platform.is_composited():
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
            self.setWindowFlags(
                Qt.WindowType.Popup
                | Qt.WindowType.FramelessWindowHint
                | Qt.WindowType.NoDropShadowWindowHint
            )
        theme.changed.connect(self._restyle)
        self._restyle()

    def line(
        self,
        text: str,
        call: Callable[[], None] | None = None,
        icon: QIcon | None = None,
        key: str = "",
        checked: bool | None = None,
    ) -> QAction:
        """Add a line; without something to call it only says something."""
        words = text.replace("&", "&&")
        action = self.addAction(f"{words}\t{key}" if key else words)
        if icon is not None:
            action.setIcon(icon)
            action.setIconVisibleInMenu(True)
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        if call is None:
            action.setEnabled(False)
        else:
            action.triggered.connect(lambda _checked=False: call())
            if len(key) == 1:
                self._keys[key] = action
        return action

    def section(self) -> None:
        """Begin a new group of lines."""
        if not self.isEmpty():
            self.addSeparator()

    def below(self, name: str, icon: QIcon | None = None) -> Menu:
        """Add a menu of its own under a line."""
        menu = Menu(self.theme, self)
        menu.setTitle(name.replace("&", "&&"))
        if icon is not None:
            menu.setIcon(icon)
        self.addMenu(menu)
        return menu

    def empty(self) -> None:
        """Take every line away."""
        self._keys.clear()
        for action in self.actions():
            below = action.menu()
            self.removeAction(action)
            if isinstance(below, QMenu):
                below.deleteLater()
            action.deleteLater()

    def popup_at(self, control: QWidget) -> None:
        """Show the menu beneath a control, above it where there is no room."""
        place = QRect(control.mapToGlobal(QPoint(0, 0)), control.size())
        screen = control.screen() or QGuiApplication.primaryScreen()
        size, gap = self.sizeHint(), self.theme.px(GRID)
        top = place.bottom() + 1 + gap
        if top + size.height() > screen.availableGeometry().bottom():
            top = place.top() - gap - size.height()
        self.popup(QPoint(place.left(), top))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._keys.get(event.text())
        if action is None:
            super().keyPressEvent(event)
            return
        self.close()
        action.trigger()

    def _restyle(self) -> None:
        colours, px = self.theme.colours, self.theme.px
        self.setFont(self.theme.font("text"))
        if self.theme.high_contrast:
            self.setStyleSheet("")
            return
        self.setStyleSheet(
            _STYLE.format(
                window=colours.window.name(),
                text=colours.text.name(),
                line=colours.line.name(),
                hover=colours.hover.name(),
                dim=colours.dim.name(),
                grid=px(GRID),
                padding=px(PADDING),
                radius=px(RADIUS),
                panel_radius=px(PANEL_RADIUS),
                icon=px(20),
                row=px(24),
                small=px(SMALL_ICON),
            )
        )
