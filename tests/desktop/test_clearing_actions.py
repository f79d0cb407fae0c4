from __future__ import annotations

import pytest

from cti_desk.core.commands import SetReady
from cti_desk.desktop.clearing_actions import ClearingActions
from scripts.situations import Actions

ACTS = {
    "submit": (SetReady(),),
    "dial": ("6100",),
    "transfer": ("1", "6100", True),
    "consult": ("1", "6100"),
    "open_crm": ("1",),
}
QUIET = {"open_log": (), "quit": ("stay",)}


@pytest.mark.parametrize("name", [*ACTS, *QUIET])
def test_an_action_is_passed_on_and_clears_what_was_said_before(
    actions: Actions, name: str
) -> None:
    cleared: list[int] = []
    clearing = ClearingActions(actions, lambda: cleared.append(len(actions.done)))
    getattr(clearing, name)(*(ACTS | QUIET)[name])
    assert len(actions.done) == 1
    assert cleared == ([0] if name in ACTS else [])


def test_questions_are_passed_on_without_clearing(actions: Actions) -> None:
    clearing = ClearingActions(actions, lambda: pytest.fail("nothing was done"))
    assert clearing.preview_dial("6100") == "0 6100"
    assert clearing.dial_problem("6100") == ""
    assert clearing.dial_problem("nobody") == "It cannot be dialled."
    assert clearing.suggest("maria")[0][0] == "Maria Souza"
    assert clearing.last_with("6100") is actions.last
    assert clearing.crm_available()
