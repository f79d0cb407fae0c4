"""The queue panel of a large company, open, everything expanded: prints the p99 of its frames.

A frame is what the loop cannot do anything else in: the snapshot is taken, strip and panel are
brought up to date, and every visible row is painted. Once in ten frames somebody scrolls a page.
"""

from __future__ import annotations

import random
import sys
import time

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from cti_desk.core.model import AgentState, Queue, Snapshot, Waiting
from cti_desk.desktop.application import make_application
from cti_desk.desktop.desktop import Desktop
from cti_desk.desktop.options import DesktopOptions
from cti_desk.desktop.presenters.queue_rows import Head
from cti_desk.desktop.queues.view import QueueView
from cti_desk.desktop.shown_desk import DeskState
from scripts.queue_situations import NAMED, company
from scripts.situations import NOW, READY, UP, Actions, Forgetful

FRAMES = 1000
WARM_UP = 50


class Company:
    """Queues in which something changes with every frame."""

    def __init__(self) -> None:
        self.queues = list(company())
        self._chance = random.Random(7)
        self._calls = 0

    def change(self) -> None:
        """A caller comes or goes, a member's state changes, or the agent's own."""
        at = self._chance.randrange(len(self.queues))
        kinds = (self._come, self._go, self._turn, self._turn, self._pause)
        self.queues[at] = self._chance.choice(kinds)(self.queues[at])

    def _come(self, queue: Queue) -> Queue:
        self._calls += 1
        caller = Waiting("0301234567", NOW - 1, f"Caller {self._calls}", f"new{self._calls}")
        return replace(queue, waiting=(*(queue.waiting or ()), caller))

    def _go(self, queue: Queue) -> Queue:
        return replace(queue, waiting=(queue.waiting or ())[1:])

    def _turn(self, queue: Queue) -> Queue:
        members = list(queue.members or ())
        at = self._chance.randrange(len(members))
        state = self._chance.choice(list(AgentState))
        members[at] = replace(members[at], state=state, since=NOW)
        return replace(queue, members=tuple(members))

    def _pause(self, queue: Queue) -> Queue:
        state = AgentState.READY if queue.state is not AgentState.READY else AgentState.NOT_READY
        return replace(queue, state=state)


def frame(desk: Desktop, view: QueueView, snapshot: Snapshot, scroll: bool) -> float:
    """Return how many milliseconds the loop was busy with one change."""
    started = time.perf_counter()
    desk.update(DeskState(snapshot, NAMED, NOW))
    desk._frame.stop()
    desk._refresh()
    if scroll:
        bar = view.verticalScrollBar()
        bar.setValue((bar.value() + bar.pageStep()) % max(1, bar.maximum()))
    view.viewport().update()  # all of it, whatever changed
    QApplication.processEvents()
    return (time.perf_counter() - started) * 1e3


def main() -> int:
    make_application()
    memory, office = Forgetful(), Company()
    closed = [queue.id for queue in office.queues if not queue.member]
    memory.set("queues.wish", {"sort": "name", "by_state": False, "turned": closed})
    desk = Desktop(Actions(), memory, DesktopOptions(theme="light", animations=False))
    desk.show()
    desk.update(DeskState(Snapshot(UP, READY, queues=tuple(office.queues)), NAMED, NOW))
    desk.open_queues()
    window = desk.queues.window
    assert window is not None
    QApplication.processEvents()
    times = []
    for number in range(WARM_UP + FRAMES):
        office.change()
        snapshot = Snapshot(UP, READY, queues=tuple(office.queues))
        times.append(frame(desk, window.view, snapshot, number % 10 == 0))
    rows = [window.model.row(number) for number in range(window.model.rowCount())]
    shown = {row.id: row.count for row in rows if isinstance(row, Head)}
    assert shown == {queue.id: len(queue.waiting or ()) for queue in office.queues}
    assert len(rows) > 7000, "the queues are not expanded"
    print(sorted(times[WARM_UP:])[FRAMES * 99 // 100])
    print(len(rows), sum(times) / len(times), max(times), file=sys.stderr)
    desk.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
