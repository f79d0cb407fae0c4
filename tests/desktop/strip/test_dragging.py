from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cti_desk.desktop import compat
from cti_desk.desktop.strip.dragging import Drag


def test_a_window_follows_the_mouse_and_says_so_once(qtbot: QtBot) -> None:
    window, moved = QWidget(), []
    window.setGeometry(100, 100, 200, 44)
    window.show()
    drag = Drag(window)
    drag.moved.connect(lambda: moved.append(window.pos()))
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(window, left, pos=QPoint(10, 10))
    qtbot.mouseMove(window, QPoint(60, 30))
    qtbot.mouseRelease(window, left, pos=QPoint(60, 30))
    assert moved == [window.pos()]
    assert moved[0] != QPoint(100, 100)
    window.close()


def test_a_click_is_not_a_move(qtbot: QtBot) -> None:
    window = QWidget()
    window.show()
    Drag(window).moved.connect(lambda: pytest.fail("nobody moved it"))
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.mousePress(window, Qt.MouseButton.RightButton, pos=QPoint(5, 5))
    window.close()


def test_where_the_window_system_moves_windows_it_is_left_to_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compat, "starts_system_move", lambda _window: True)
    window = QWidget()
    window.show()
    drag = Drag(window)
    qtbot.mousePress(window, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert drag._grip is None
    window.close()
