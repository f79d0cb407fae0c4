from __future__ import annotations

from cti_desk.desktop.clearing_actions import ClearingActions
from scripts.situations import MARIA, RINGING, Actions, Forgetful


def test_the_same_caller_rings_and_is_answered() -> None:
    assert RINGING.root == MARIA.root
    assert MARIA.up
    assert not RINGING.up


def test_what_was_asked_is_kept() -> None:
    actions = Actions()
    ClearingActions(actions, lambda: None).dial("6100")
    assert actions.done == [("dial", "6100")]


def test_a_memory_keeps_what_it_is_given() -> None:
    memory = Forgetful()
    memory.set("a", 1)
    assert memory.get("a") == 1
    assert memory.get("b", 2) == 2
