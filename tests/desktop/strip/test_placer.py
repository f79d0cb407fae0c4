from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from cti_desk.desktop.strip.placer import Placer
from scripts.situations import Forgetful

SIZE = QSize(300, 44)


@pytest.fixture
def window(qapp: QApplication) -> QWidget:
    return QWidget()


def test_where_the_agent_put_it_is_remembered(window: QWidget, memory: Forgetful) -> None:
    placer = Placer(window, memory)
    placer.put(SIZE, 44, 8)
    window.move(120, 60)
    placer.moved(0)
    again = QWidget()
    Placer(again, memory).put(SIZE, 44, 8)
    assert (again.x(), again.y()) == (120, 60)
    assert memory.get("strip.place")["dock"] == "free"


def test_docking_is_remembered_and_moving_ends_it(window: QWidget, memory: Forgetful) -> None:
    placer = Placer(window, memory)
    placer.dock_to("bottom", 0)
    placer.put(SIZE, 44, 8)
    assert window.geometry().bottom() == placer.area().bottom()
    assert placer.opens_upwards()
    placer.moved(0)
    assert memory.get("strip.place")["dock"] == "free"


def test_a_screen_that_is_gone_is_replaced_by_one_that_exists(
    window: QWidget, memory: Forgetful
) -> None:
    memory.set("strip.place", {"right": 9000, "top": 4000, "dock": "free", "screen": "gone"})
    placer = Placer(window, memory)
    placer.put(SIZE, 44, 8)
    assert placer.area().contains(window.geometry())


def test_a_storm_of_screen_changes_is_one_change(
    window: QWidget, memory: Forgetful, qapp: QApplication
) -> None:
    placer, changes = Placer(window, memory), []
    placer.screens_changed.connect(lambda: changes.append(1))
    for _ in range(3):
        placer._watch(qapp.primaryScreen())
    assert placer._settle.isActive()
    placer._settle.timeout.emit()
    assert changes == [1]
