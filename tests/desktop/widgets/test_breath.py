from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from cti_desk.desktop import compat
from cti_desk.desktop.widgets.breath import Breath


def test_nothing_moves_until_something_rings(qapp: QApplication) -> None:
    breath = Breath(wanted=True)
    assert breath.opacity() == 1.0
    breath.run(True)
    assert 0.3 <= breath.opacity() <= 1.0
    moved: list[float] = []
    breath.moved.connect(lambda: moved.append(breath.opacity()))
    breath.run(False)
    assert moved == [1.0]


@pytest.mark.parametrize(
    ("wanted", "system", "moves"),
    [(None, True, True), (None, False, False), (True, False, True), (False, True, False)],
)
def test_the_systems_wish_holds_unless_the_agent_has_one(
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    wanted: bool | None,
    system: bool,
    moves: bool,
) -> None:
    monkeypatch.setattr(compat, "animations_wanted", lambda: system)
    breath = Breath()
    breath.wish(wanted)
    breath.run(True)
    assert breath._timer.isActive() is moves
    breath.run(False)
