"""Menus in the theme's look. Shown with `popup`, never with a loop of their own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QIcon,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from cti_desk.desktop import platform
from cti_desk.desktop.theme import GRID, PANEL_RADIUS, Theme
from cti_desk.desktop.widgets.menu_paint import columns, paint_line

# Only the measures are the style sheet's: everything is drawn here, sharp at any scale.
_MEASURES = """
QMenu {{ border: 0; padding: {grid}px; background: transparent; }}
QMenu::item {{ padding: 0; margin: 0; height: {row}px; width: {width}px; }}
QMenu::separator {{ height: {rule}px; }}
"""


class Menu(QMenu):
    """A menu; a line with a one-character key is chosen by typing it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._keys: dict[str, QAction] = {}
        self._below: list[Menu] = []
        self._measured = 0
        self._composited = platform.is_composited()
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        if self._composited:
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
            self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        theme.changed.connect(self._measure)
        self.aboutToShow.connect(self._measure)

    def line(
        self,
        text: str,
        call: Callable[[], None] | None = None,
        icon: QIcon | None = None,
        key: str = "",
        checked: bool = False,
    ) -> QAction:
        """Add a line; without something to call it only says something."""
        words = _words(text)
        action = self.addAction(f"{words}\t{key}" if key else words)
        if icon is not None:
            action.setIcon(icon)
            action.setIconVisibleInMenu(True)
        if checked:
            action.setCheckable(True)
            action.setChecked(True)
        if call is None:
            action.setEnabled(False)
        else:
            action.triggered.connect(lambda _checked=False: call())
            if len(key) == 1:
                self._keys[key] = action
        return action

    def section(self) -> None:
        """Begin a new group of lines."""
        lines = self.actions()
        if lines and not lines[-1].isSeparator():
            self.addSeparator()

    def below(self, name: str, icon: QIcon | None = None) -> Menu:
        """Add a menu of its own under a line."""
        menu = Menu(self.theme, self)
        menu.setTitle(_words(name))
        if icon is not None:
            menu.setIcon(icon)
        self.addMenu(menu)
        self._below.append(menu)
        return menu

    def empty(self) -> None:
        """Take every line away."""
        self._keys.clear()
        self.clear()
        for menu in self._below:
            menu.deleteLater()
        self._below.clear()

    def popup_at(self, control: QWidget, row: QWidget | None = None) -> None:
        """Show the menu beneath a control, and its row; above them where there is no room."""
        self._measure()
        place = QRect(control.mapToGlobal(QPoint(0, 0)), control.size())
        if row is not None:
            place.setTop(row.mapToGlobal(QPoint(0, 0)).y())
            place.setHeight(row.height())
        screen = control.screen() or QGuiApplication.primaryScreen()
        size, gap, area = self.sizeHint(), self.theme.px(GRID), screen.availableGeometry()
        top = place.bottom() + 1 + gap
        if top + size.height() > area.bottom():
            top = place.top() - gap - size.height()
        left = place.left()
        if left + size.width() > area.right():
            left = place.right() + 1 - size.width()
        self.popup(QPoint(left, top))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._keys.get(event.text())
        if action is None:
            super().keyPressEvent(event)
            return
        self.close()
        action.trigger()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._composited:
            polygon = self._outline(0).toFillPolygon().toPolygon()
            self.setMask(QRegion(polygon))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), self.theme.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hairline = 1 / self.devicePixelRatioF()
        if not self._composited:
            painter.fillRect(self.rect(), colours.line)
        outline = self._outline(hairline / 2)
        painter.fillPath(outline, colours.window)
        painter.setPen(QPen(colours.line, hairline))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        parts, chosen = columns(self.actions(), self.theme), self.activeAction()
        for action in self.actions():
            box = self.actionGeometry(action)
            paint_line(painter, self.theme, action, box, parts, action is chosen)
        painter.end()

    def _outline(self, inset: float) -> QPainterPath:
        path, radius = QPainterPath(), self.theme.px(PANEL_RADIUS)
        rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        path.addRoundedRect(rect, radius, radius)
        return path

    def _measure(self) -> None:
        """Have the lines as wide as they are drawn: Qt adds room for icons and keys of its own."""
        wanted = columns(self.actions(), self.theme).width(self.theme)
        if wanted == self._measured:
            return
        self._measured = wanted
        self._set_width(wanted)
        added = self.sizeHint().width() - wanted - 2 * self.theme.px(GRID)
        self._set_width(max(1, wanted - added))

    def _set_width(self, width: int) -> None:
        px = self.theme.px
        self.setStyleSheet(
            _MEASURES.format(grid=px(GRID), row=px(8 * GRID), width=width, rule=px(2 * GRID) + 1)
        )


def _words(text: str) -> str:
    """Words as a line shows them: an "&" is a letter, and a tab would begin the key's column."""
    return text.replace("&", "&&").replace("\t", " ")
