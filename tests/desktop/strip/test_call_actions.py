from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.core import commands
from cti_desk.core.model import Snapshot
from cti_desk.desktop.presenters.call_buttons import (
    ANSWER,
    CLEAR,
    COMPLETE,
    CONSULT,
    DIGITS,
    HOLD,
    OPEN_CRM,
    RECONNECT,
    RETRIEVE,
    TRANSFER,
)
from cti_desk.desktop.strip.call_actions import act, all_calls, transfer_question
from scripts.situations import MARIA, SALES, TABLE, Actions


@pytest.mark.parametrize(
    ("command", "done"),
    [
        (ANSWER, (commands.AnswerCall("1"),)),
        (CLEAR, (commands.ClearCall("1"),)),
        (HOLD, (commands.HoldCall("1"),)),
        (RETRIEVE, (commands.RetrieveCall("1"),)),
        (COMPLETE, (commands.TransferCall("1"),)),
        (RECONNECT, (commands.ReconnectCall("1"),)),
        (DIGITS, (commands.GenerateDigits("1", digits="6100"),)),
        (TRANSFER, ("transfer", "1", "6100", False)),
        (CONSULT, ("consult", "1", "6100")),
        (OPEN_CRM, ("crm", "1")),
    ],
)
def test_every_button_does_what_it_says(
    actions: Actions, command: str, done: tuple[Any, ...]
) -> None:
    act(actions, command, "1", "6100")
    assert actions.done == [done]


OTHER = replace(MARIA, id="2", remote=SALES.remote)


def test_a_transfer_of_several_calls_is_explained_first() -> None:
    both = Snapshot(calls=(MARIA, OTHER, SALES))
    question = transfer_question(both, TABLE, "6100")
    assert question == (
        "InstantVoice transfers all your calls together: Maria Souza, +55 11 4002-8922. "
        "Send all of them to 6100?"
    )
    assert all_calls(both) == "Transfer all 2 calls"


@pytest.mark.parametrize(
    ("snapshot", "all_together"),
    [(Snapshot(calls=(MARIA, SALES)), True), (Snapshot(calls=(MARIA, OTHER)), False)],
)
def test_one_call_is_transferred_without_a_question(snapshot: Snapshot, all_together: bool) -> None:
    table = replace(TABLE, transfers_all=all_together)
    assert transfer_question(snapshot, table, "6100") == ""
