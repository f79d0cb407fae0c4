"""The queue panel as the desktop sees it: it costs nothing until it is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from cti_desk.core import commands
from cti_desk.core.commands import Command
from cti_desk.core.ports import Memory
from cti_desk.desktop.options import QueueOptions
from cti_desk.desktop.presenters.queue_panel import shown_now
from cti_desk.desktop.presenters.queue_rows import QueueRows, Wish
from cti_desk.desktop.presenters.queues import AskedFor, Scene
from cti_desk.desktop.queues import place
from cti_desk.desktop.shown_desk import ShownDesk
from cti_desk.desktop.theme import PANEL, PANEL_HEIGHT, Theme

if TYPE_CHECKING:
    from cti_desk.desktop.queues.window import QueueWindow

PATIENCE_MS: Final = 15_000
"""How long "Joining…" is shown after it was asked for, if nothing is reported."""

_OF_QUEUES: Final = frozenset({commands.JoinQueue.__name__, commands.LeaveQueue.__name__})


def _nobody_cares(looks: bool) -> None:
    """Nothing has to be read for the panel."""


class QueuePanel:
    """Makes rows of what is shown, only while somebody can see them.

    ``now()`` is the time between two frames, too. ``looks`` is told when somebody can, and when
    nobody can any more.
    """

    def __init__(
        self,
        theme: Theme,
        submit: Callable[[Command], None],
        memory: Memory,
        options: QueueOptions,
        desk: ShownDesk,
        now: Callable[[], float],
        parent: QObject,
        looks: Callable[[bool], None] = _nobody_cares,
    ) -> None:
        self._theme, self._submit, self._memory = theme, submit, memory
        self._options, self._desk, self._now = options, desk, now
        self._looks, self._seen = looks, False
        self._asked: dict[str, AskedFor] = {}
        self._rows: QueueRows | None = None
        self._patience = QTimer(parent, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        self.window: QueueWindow | None = None

    def open(self) -> None:
        """Show the panel, or bring it to the front, with the keyboard in it."""
        window = self._window()
        self._place(window)
        window.show()
        self._refresh()
        window.take_keyboard()
        place.remember_open(self._memory, True)
        self._tell_looking()

    def open_again(self) -> None:
        """Show the panel as it was when the desk ended; the keyboard stays where it is."""
        if not place.was_open(self._memory):
            return
        window = self._window()
        self._place(window)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        window.show()
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)
        self._refresh()
        self._tell_looking()

    def update(self) -> None:
        """Note what is known. It is shown if anybody can see the panel."""
        if self._desk.changed and self.is_seen():
            self._refresh()

    def use(self, options: QueueOptions) -> None:
        """Follow other options."""
        self._options = options
        if self.is_seen():
            self._refresh()

    def failed(self, command_name: str, text: str) -> bool:
        """Show a failure here if it was asked for here; return false when it belongs elsewhere."""
        if command_name not in _OF_QUEUES or not self._asked:
            return False
        self._asked.clear()
        if self.window is None or not self.is_seen():
            return False
        self._refresh()
        self.window.foot.say_failure(text)
        return True

    def is_seen(self) -> bool:
        """Whether anybody can look at the panel."""
        return self.window is not None and self.window.is_seen()

    def close(self) -> None:
        """Take the panel from the screen for good; whether it was there is remembered."""
        self._patience.stop()
        if self.window is None:
            return
        shown = self.window.isVisible()
        self.window.close()
        place.remember_open(self._memory, shown)
        self.window.menu.deleteLater()
        self.window.deleteLater()
        self.window = None
        self._tell_looking()

    def _tell_looking(self) -> None:
        seen = self.is_seen()
        if seen != self._seen:
            self._seen = seen
            self._looks(seen)

    def _window(self) -> QueueWindow:
        if self.window is None:
            # Imported when it is opened: most agents never do.
            from cti_desk.desktop.queues.window import QueueWindow

            self._rows = QueueRows()
            wish = place.read_wish(self._memory)
            self.window = QueueWindow(self._theme, self._shown_now, wish)
            self.window.wished.connect(self._wished)
            self.window.asked.connect(self._ask)
            self.window.hidden.connect(self._hidden)
            self.window.uncovered.connect(self._refresh)
            self.window.seen_changed.connect(self._tell_looking)
        return self.window

    def _place(self, window: QueueWindow) -> None:
        if window.isVisible():
            return
        px = self._theme.px
        areas = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        rect = place.read_place(self._memory, QSize(px(PANEL), px(PANEL_HEIGHT)), areas)
        window.resize(rect.size())
        window.move(rect.topLeft())

    def _refresh(self) -> None:
        window, snapshot, table = self.window, self._desk.snapshot, self._desk.table
        if window is None or self._rows is None:
            return
        self._settle()
        scene = Scene(snapshot, table, self._options, self._shown_now(), dict(self._asked))
        blocks = self._rows.blocks(snapshot, table, window.wish, self._options)
        window.show_blocks(blocks, scene)

    def _shown_now(self) -> float:
        return shown_now(self._desk.snapshot, self._now())

    def _settle(self) -> None:
        """Stop showing "Joining…" for what has come about."""
        for queue in self._desk.snapshot.queues:
            asked = self._asked.get(queue.id)
            if asked is not None and bool(queue.member) == (asked == "join"):
                del self._asked[queue.id]

    def _ask(self, queue_id: str) -> None:
        queue = next((each for each in self._desk.snapshot.queues if each.id == queue_id), None)
        if queue is None or queue_id in self._asked:
            return
        leaves = bool(queue.member)
        command = commands.LeaveQueue(queue_id) if leaves else commands.JoinQueue(queue_id)
        if not self._desk.table.for_agent(command.name, self._desk.snapshot).usable:
            return
        if self.window is not None:
            self.window.foot.say_failure("")
        self._asked[queue_id] = "leave" if leaves else "join"
        self._patience.start()
        self._submit(command)
        self._refresh()

    def _give_up(self) -> None:
        self._asked.clear()
        self._refresh()

    def _wished(self, wish: Wish) -> None:
        place.write_wish(self._memory, wish)
        self._refresh()

    def _hidden(self) -> None:
        if self.window is not None:
            rect = self.window.geometry()
            rect.moveTopLeft(self.window.pos())
            place.write_place(self._memory, rect)
            place.remember_open(self._memory, False)
