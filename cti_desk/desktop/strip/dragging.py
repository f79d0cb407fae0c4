"""Drags a frameless window by every part of it that is not a control."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from cti_desk.desktop import compat


class Drag(QObject):
    """`moved` is emitted once, when the window was let go somewhere else."""

    moved = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._grip: QPoint | None = None
        self._started_at = QPoint()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and watched is self._window:
            if event.type() == QEvent.Type.MouseButtonPress:
                self._press(event)
            elif event.type() == QEvent.Type.MouseMove and self._grip is not None:
                self._window.move(event.globalPosition().toPoint() - self._grip)
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self._release()
        return super().eventFilter(watched, event)

    def _press(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if not compat.starts_system_move(self._window):
            self._started_at = self._window.pos()
            self._grip = event.globalPosition().toPoint() - self._window.pos()

    def _release(self) -> None:
        if self._grip is not None and self._window.pos() != self._started_at:
            self.moved.emit()
        self._grip = None
