"""The first paint is told once, and only when it has come."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from cti_desk.desktop.first_paint import FirstPaint
from tests.support.waiting import until


async def test_the_first_paint_is_told_once(qtbot: Any) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    told: list[bool] = []
    FirstPaint(widget, lambda: told.append(widget.isVisible()))
    assert not told
    widget.show()
    await until(lambda: told)
    widget.update()
    await until(lambda: told)
    assert told == [True]
