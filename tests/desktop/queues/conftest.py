"""A panel on an offscreen screen, with an office's queues."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.commands import Command
from cti_desk.core.model import Queue, Snapshot
from cti_desk.desktop.options import QueueOptions
from cti_desk.desktop.queues.panel import QueuePanel
from cti_desk.desktop.queues.view import QueueView
from cti_desk.desktop.queues.window import QueueWindow
from cti_desk.desktop.shown_desk import DeskState, ShownDesk
from cti_desk.desktop.theme import Theme
from scripts.queue_situations import NAMED, OFFICE
from scripts.situations import NOW, READY, UP, Forgetful


class Rig:
    """A panel with nobody behind it; ``at`` is the time."""

    def __init__(self, theme: Theme, memory: Forgetful) -> None:
        self.at, self.asked = NOW, list[Command]()
        self.snapshot = Snapshot(UP, READY, queues=OFFICE)
        self.table = NAMED
        self.memory, self._parent = memory, QObject()
        self.looks: list[bool] = []
        self._desk = ShownDesk()
        self.panel = QueuePanel(
            theme,
            self.asked.append,
            memory,
            QueueOptions(),
            self._desk,
            lambda: self.at,
            self._parent,
            self.looks.append,
        )
        self.show()

    def show(self, snapshot: Snapshot | None = None, table: CapabilityTable | None = None) -> None:
        """Have the desk know this."""
        self.snapshot = self.snapshot if snapshot is None else snapshot
        self.table = self.table if table is None else table
        self._desk.show(DeskState(self.snapshot, self.table, self.at))
        self.panel.update()

    def change(self, queue: Queue) -> None:
        """Have one queue be another way."""
        queues = tuple(queue if each.id == queue.id else each for each in self.snapshot.queues)
        self.show(replace(self.snapshot, queues=queues))

    @property
    def window(self) -> QueueWindow:
        assert self.panel.window is not None
        return self.panel.window

    @property
    def view(self) -> QueueView:
        return self.window.view

    def titles(self) -> list[str]:
        model = self.window.model
        return [str(model.data(model.index(number))) for number in range(model.rowCount())]

    def go_to(self, title: str) -> None:
        self.view.go_to(self.titles().index(title))

    def current(self) -> str:
        return self.titles()[self.view.currentIndex().row()]


@pytest.fixture
def rig(qapp: QApplication, theme: Theme, memory: Forgetful) -> Iterator[Rig]:
    made = Rig(theme, memory)
    yield made
    made.panel.close()


@pytest.fixture
def opened(rig: Rig, qapp: QApplication) -> Rig:
    rig.panel.open()
    qapp.processEvents()
    return rig
