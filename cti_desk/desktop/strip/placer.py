"""Keeps the strip where the agent put it, on whatever screens there are."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from cti_desk.core.ports import Memory
from cti_desk.desktop.strip.place import (
    Dock,
    Place,
    corner,
    opens_upwards,
    read_place,
    write_place,
)

_KEY = "strip.place"


class Placer(QObject):
    """`screens_changed` asks for a new layout; it comes once for a storm of changes."""

    screens_changed = Signal()

    def __init__(self, window: QWidget, memory: Memory) -> None:
        super().__init__(window)
        self._window, self._memory = window, memory
        self.place = read_place(memory.get(_KEY))
        self._settle = QTimer(self, singleShot=True, interval=100)
        self._settle.timeout.connect(self.screens_changed)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._watch)
        app.screenRemoved.connect(self._changed)
        app.primaryScreenChanged.connect(self._changed)
        for screen in QGuiApplication.screens():
            screen.availableGeometryChanged.connect(self._changed)

    def screen(self) -> QScreen:
        """The screen the strip belongs on: the remembered one while it exists."""
        screens = QGuiApplication.screens()
        named = next((one for one in screens if one.name() == self.place.screen), None)
        return named or QGuiApplication.primaryScreen()

    def area(self) -> QRect:
        """The usable area of that screen."""
        return self.screen().availableGeometry()

    def opens_upwards(self) -> bool:
        """Whether what opens from the strip has more room above it."""
        return opens_upwards(self.place, self.area())

    def put(self, size: QSize, row_height: int, margin: int) -> None:
        """Give the window its size and place in one go."""
        point = corner(self.place, size, row_height, self.area(), margin)
        if self._window.geometry() != QRect(point, size):
            self._window.setFixedSize(size)
            self._window.move(point)

    def moved(self, row_top: int) -> None:
        """The agent put the window somewhere else: remember that. It is free then."""
        frame = self._window.geometry()
        screen = QGuiApplication.screenAt(frame.center()) or self.screen()
        self.place = Place(right=frame.right() + 1, top=frame.top() + row_top, screen=screen.name())
        self._remember()

    def dock_to(self, dock: Dock, row_top: int) -> None:
        """Stand at an edge of the screen the strip is on, or free where it is now."""
        self.moved(row_top)
        self.place = replace(self.place, dock=dock)
        self._remember()

    def _remember(self) -> None:
        self._memory.set(_KEY, write_place(self.place))

    def _watch(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._changed)
        self._changed()

    def _changed(self) -> None:
        self._settle.start()
