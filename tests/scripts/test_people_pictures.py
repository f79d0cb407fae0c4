from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import Snapshot
from cti_desk.desktop.desktop import Desktop
from cti_desk.desktop.options import DesktopOptions
from cti_desk.desktop.shown_desk import DeskState
from scripts.people_pictures import take_people
from scripts.situations import NOW, Actions, Forgetful


def test_every_situation_is_on_the_screen_when_it_is_taken(qapp: QApplication) -> None:
    desk = Desktop(Actions(), Forgetful(), DesktopOptions(theme="light", animations=False))
    desk.show()
    taken: list[str] = []

    def show(snapshot: Snapshot, table: CapabilityTable) -> None:
        desk.update(DeskState(snapshot, table, NOW))
        desk._frame.stop()
        desk._refresh()

    def take(name: str, *windows: QWidget) -> None:
        assert windows
        assert all(window.isVisible() for window in windows), name
        taken.append(name)

    take_people(desk, show, take)
    desk.close()
    assert taken == sorted(taken)
    assert len(taken) == len(set(taken)) == 10
