from __future__ import annotations

import inspect

from cti_desk.desktop.actions import DeskActions
from cti_desk.desktop.clearing_actions import ClearingActions


def test_everything_that_can_be_asked_is_passed_on() -> None:
    asked = {name for name, _ in inspect.getmembers(DeskActions, inspect.isfunction)}
    asked = {name for name in asked if not name.startswith("_")}
    assert asked <= set(vars(ClearingActions))
