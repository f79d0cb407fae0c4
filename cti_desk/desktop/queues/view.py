"""The list on the screen: keyboard, mouse, and the clock of what is visible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QWidget,
)

from cti_desk.desktop.presenters.queue_rows import Head
from cti_desk.desktop.presenters.queues import ticking
from cti_desk.desktop.queues.delegate import QueueDelegate
from cti_desk.desktop.queues.model import QueueModel
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.widgets.plain import pop_up_tooltip
from cti_desk.desktop.widgets.scroll_bar import style_scroll_bar
from cti_desk.desktop.words import tr

SECONDS_MS: Final = 1000
MINUTES_MS: Final = 15_000
_TURNING: Final = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class QueueView(QTableView):
    """A table of one column: it never asks about rows that are not on the screen, as a tree does.

    `turned` carries the queue to open or close, `asked` the one whose membership was clicked,
    `typed` what belongs into the search field. The clock runs only while a time is visible.
    """

    turned = Signal(str)
    asked = Signal(str)
    typed = Signal(str)
    current_moved = Signal()
    menu_asked = Signal(QPoint)

    def __init__(
        self, theme: Theme, model: QueueModel, now: Callable[[], float], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._model, self._now = theme, model, now
        self.delegate = QueueDelegate(theme, model, self)
        self.clock = QTimer(self)
        self.clock.setTimerType(Qt.TimerType.CoarseTimer)
        self.clock.timeout.connect(self.tick)
        self._slow = 0
        self._pressed = -1
        self._set_up()
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.selectionModel().currentRowChanged.connect(self._moved)
        theme.changed.connect(self._restyle)
        self._restyle()

    def visible_rows(self) -> Iterator[int]:
        """The rows on the screen."""
        count = self._model.rowCount()
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return iter(range(max(0, first), count if last < 0 else last + 1))

    def tick(self) -> None:
        """Paint the running times that are visible, and nothing else."""
        self._model.scene = replace(self._model.scene, now=self._now())
        slow = int(self._model.scene.now * 1000) // MINUTES_MS
        both, self._slow = slow != self._slow, slow
        for number in self.visible_rows():
            runs = ticking(self._model.row(number))
            if runs == "seconds" or (both and runs == "minutes"):
                rect = self.visualRect(self._model.index(number))
                rect.setLeft(self.delegate.columns.right_part(rect))
                self.viewport().update(rect)

    def current_head(self) -> Head | None:
        """The queue that the keyboard is on, or in."""
        return self._model.head_of(self.currentIndex().row())

    def go_to(self, number: int) -> None:
        """Put the keyboard on a row."""
        if 0 <= number < self._model.rowCount():
            self.setCurrentIndex(self._model.index(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = self.currentIndex().row()
        head = self._model.head_of(number)
        row = self._model.row(number) if head is not None else None
        key, text = event.key(), event.text()
        if head is not None and row is head and key in _TURNING:
            self.turned.emit(head.id)
        elif head is not None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if row is not head:
                self.go_to(self._model.place(head.key))
            elif head.is_open != (key == Qt.Key.Key_Right):
                self.turned.emit(head.id)
        elif text.strip().isprintable() and text.strip() and not _commands(event):
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._heat(self._button_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._heat(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self.rowAt(event.position().toPoint().y()) if left else -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        number, self._pressed = self._pressed, -1
        if number < 0 or self.rowAt(point.y()) != number:
            return
        row = self._model.row(number)
        if not isinstance(row, Head):
            return
        if self._button_at(point) == number:
            self.asked.emit(row.id)
        else:
            self.turned.emit(row.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            point = self.visualRect(self.currentIndex()).center()
        self.menu_asked.emit(self.viewport().mapToGlobal(point))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            pop_up_tooltip(event.globalPos(), self.words_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def words_at(self, point: QPoint) -> str:
        """The tooltip: why nothing can be done, or words that are cut."""
        number = self.rowAt(point.y())
        if not 0 <= number < self._model.rowCount():
            return ""
        view, rect = self._model.view(number), self.visualRect(self._model.index(number))
        if view.toggle.why and self.delegate.columns.toggle_box(rect).contains(point):
            return view.toggle.why
        return view.spoken if self.delegate.is_cut(view, rect) else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        self.delegate.dirty_left = event.region().boundingRect().left()
        super().paintEvent(event)
        self._run_clock()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.rest()

    def rest(self) -> None:
        """Stop the clock until the next painting, because nobody looks."""
        self.clock.stop()

    def keyboardSearch(self, search: str) -> None:
        """Typing searches in the search field."""

    def _run_clock(self) -> None:
        runs = {ticking(self._model.row(number)) for number in self.visible_rows()}
        if self.delegate.stale or not runs & {"seconds", "minutes"}:
            self.clock.stop()
            return
        interval = SECONDS_MS if "seconds" in runs else MINUTES_MS
        if not self.clock.isActive() or self.clock.interval() != interval:
            self.clock.start(interval)

    def _button_at(self, point: QPoint) -> int:
        """The row whose button is at a point, else -1."""
        number = self.rowAt(point.y())
        if not 0 <= number < self._model.rowCount():
            return -1
        if not isinstance(self._model.row(number), Head):
            return -1
        box = self.delegate.columns.toggle_box(self.visualRect(self._model.index(number)))
        there = box.contains(point) and self._model.view(number).toggle.command is not None
        return number if there else -1

    def _heat(self, number: int) -> None:
        before, self.delegate.hot = self.delegate.hot, number
        if before != number:
            for each in (before, number):
                if each >= 0:
                    self.viewport().update(self.visualRect(self._model.index(each)))

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.current_moved.emit()

    def _set_up(self) -> None:
        self.setAccessibleName(tr("Queues"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setStretchLastSection(True)
        across.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.hide()

    def _restyle(self) -> None:
        self.delegate.measure()
        palette = self._theme.palette()
        palette.setColor(palette.ColorRole.Base, self._theme.colours.window)
        palette.setColor(palette.ColorRole.Highlight, self._theme.colours.window)  # ours is drawn
        self.setPalette(palette)
        style_scroll_bar(self.verticalScrollBar(), self._theme)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self.delegate.columns.row)
        self.verticalScrollBar().setSingleStep(self.delegate.columns.row)
        self.viewport().update()


def _commands(event: QKeyEvent) -> bool:
    """Whether the key is meant as a shortcut."""
    modifiers = Qt.KeyboardModifier
    return bool(event.modifiers() & (modifiers.ControlModifier | modifiers.AltModifier))
