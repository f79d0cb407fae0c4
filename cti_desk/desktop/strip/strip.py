"""The strip: puts the parts together, grows with the calls, stays where it was put."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QPainter, QPainterPath, QShowEvent

from cti_desk.core.ports import Memory
from cti_desk.desktop import platform
from cti_desk.desktop.actions import DeskActions
from cti_desk.desktop.options import DesktopOptions
from cti_desk.desktop.presenters.strip import StripView
from cti_desk.desktop.shown_desk import ShownDesk
from cti_desk.desktop.strip.call_control import CallControl
from cti_desk.desktop.strip.dragging import Drag
from cti_desk.desktop.strip.message_bar import MessageBar
from cti_desk.desktop.strip.place import Dock
from cti_desk.desktop.strip.placer import Placer
from cti_desk.desktop.strip.row import Row
from cti_desk.desktop.theme import GRID, STRIP, Theme
from cti_desk.desktop.widgets.breath import Breath
from cti_desk.desktop.widgets.panel import Panel
from cti_desk.desktop.words import tr

_ON_TOP = "strip.on_top"


class Strip(Panel):
    """A frameless window. Closing or hiding it never ends the desk.

    It is an ordinary window to the window manager, so that Alt+Tab reaches it.
    """

    shown_or_hidden = Signal()

    def __init__(
        self,
        theme: Theme,
        actions: DeskActions,
        memory: Memory,
        options: DesktopOptions,
        breath: Breath,
        desk: ShownDesk,
    ) -> None:
        super().__init__(theme, Qt.WindowType.Window)
        self._memory, self._options = memory, options
        self._view: StripView | None = None
        self.can_hide: Callable[[], bool] = _never
        self.row = Row(theme, actions, breath, self)
        self.bar = MessageBar(theme, options.failure_s, self)
        self.placer = Placer(self, memory)
        self.calls = CallControl(self.row, self.bar, actions, desk)
        self._drag = Drag(self)
        self._drag.moved.connect(self._dragged)
        self.row.calls.resized.connect(self.lay_out)
        self.row.marks.asked.connect(self._say_mark)
        self.bar.changed.connect(self.lay_out)
        self.bar.changed.connect(self.update)
        self.placer.screens_changed.connect(self.lay_out)
        theme.changed.connect(self.lay_out)
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, self.is_on_top())
        self.setAccessibleName(options.title)
        self.setWindowTitle(options.title)

    def show_view(self, view: StripView) -> None:
        """Show the desk as it is now; only what changed is touched."""
        before, self._view = self._view, view
        self.calls.update()
        if before == view:
            return
        self.row.show_view(view, before)
        if before is None or before.state.word != view.state.word:
            self.setWindowTitle(
                tr("{title} – {state}", title=self._options.title, state=view.state.word)
            )
        self.lay_out()

    def use(self, options: DesktopOptions) -> None:
        """Follow other options."""
        self._options = options
        self.bar.stay(options.failure_s)
        on = bool(self.windowFlags() & Qt.WindowType.WindowStaysOnTopHint)
        if on != self.is_on_top():
            self.keep_on_top(not on)

    def lay_out(self) -> None:
        """Take the size everything needs and stand where the strip belongs."""
        px, area = self.theme.px, self.placer.area()
        height, margin = px(STRIP), px(2 * GRID)
        most = area.width() - 2 * margin
        self.row.calls.fit(most - self.row.width_without_calls())
        width = min(most, self.row.width_needed())
        below = 0 if self.bar.isHidden() else self.bar.lay_out(width)
        upwards = self.placer.opens_upwards()
        self.row.dial.above = upwards
        self.row.setGeometry(0, below if upwards else 0, width, height)
        self.bar.setGeometry(0, 0 if upwards else height, width, below)
        self.placer.put(QSize(width, height + below), height, 2 * margin)

    def is_on_top(self) -> bool:
        """Whether the strip stays above other windows."""
        return bool(self._memory.get(_ON_TOP, self._options.always_on_top))

    def keep_on_top(self, on: bool) -> None:
        """Stay above other windows, or not."""
        self._memory.set(_ON_TOP, on)
        shown = self.isVisible()
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on)
        if shown:
            self.show()

    def dock(self) -> Dock:
        """The edge the strip stands at."""
        return self.placer.place.dock

    def dock_to(self, dock: Dock) -> None:
        """Stand at an edge, or free."""
        self.placer.dock_to(dock, self.row.y())
        self.lay_out()

    def hide_strip(self) -> None:
        """Hide the strip: into the tray where there is one, otherwise to the task bar."""
        if self.can_hide():
            self.hide()
        else:
            self.showMinimized()

    def raise_strip(self) -> None:
        """Come to the front and take the keyboard: somebody asked for the strip."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.lay_out()
        self.show()
        self.raise_()
        self.activateWindow()

    def paint_inside(self, painter: QPainter, inside: QPainterPath) -> None:
        if self.bar.isHidden():
            return
        y = self.bar.height() if self.row.y() else self.row.height()
        thin = 1 / self.devicePixelRatioF()
        painter.fillRect(QRectF(0, y, self.width(), thin), self.theme.colours.line)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide, or go to the task bar where nothing else brings the strip back.

        The event is accepted all the same: refusing it would refuse the end of the program.
        """
        super().closeEvent(event)
        if not self.can_hide():
            QTimer.singleShot(0, self.showMinimized)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.lay_out()
        self.shown_or_hidden.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shown_or_hidden.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.shown_or_hidden.emit()

    def _say_mark(self, text: str) -> None:
        self.bar.say("notice", text, self.width())

    def _dragged(self) -> None:
        if not platform.is_native_wayland():
            self.placer.moved(self.row.y())
        self.lay_out()


def _never() -> bool:
    """The answer until a tray is known: there is none."""
    return False
