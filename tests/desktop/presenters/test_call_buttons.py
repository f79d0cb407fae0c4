from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.capabilities import OFFERED, CapabilityTable
from cti_desk.core.model import Call, ConnectionState, Direction, Snapshot
from cti_desk.desktop.presenters.call_buttons import button_views, crm_button, hint
from scripts.situations import MARIA, RINGING, TABLE

EVERYTHING = CapabilityTable(commands=dict.fromkeys(TABLE.commands, OFFERED))
DIALLED = replace(RINGING, direction=Direction.OUTBOUND)


def offered(call: Call, table: CapabilityTable, *others: Call) -> list[str]:
    views = button_views(call, Snapshot(calls=(call, *others)), table)
    return [view.label for view in views]


@pytest.mark.parametrize(
    ("call", "table", "labels"),
    [
        (MARIA, TABLE, ["Transfer", "Hang up"]),
        (RINGING, TABLE, ["Reject"]),
        (RINGING, EVERYTHING, ["Answer", "Reject"]),
        (DIALLED, EVERYTHING, ["Hang up"]),
        (
            MARIA,
            EVERYTHING,
            ["Hold", "Transfer", "Ask somebody first", "Send digits", "Hang up"],
        ),
        (replace(MARIA, id_source="derived"), TABLE, ["Transfer"]),
        (MARIA, CapabilityTable(), []),
    ],
)
def test_a_call_has_only_the_buttons_that_work(
    call: Call, table: CapabilityTable, labels: list[str]
) -> None:
    assert offered(call, table) == labels


def test_a_consultation_can_be_completed_or_given_up_only_while_there_is_one() -> None:
    held = replace(MARIA, id="held", local_state=ConnectionState.HELD)
    assert "Complete the transfer" in offered(MARIA, EVERYTHING, held)
    assert "Back to the caller" in offered(MARIA, EVERYTHING, held)
    assert "Complete the transfer" not in offered(MARIA, EVERYTHING)


@pytest.mark.parametrize(
    ("call", "table", "text"),
    [
        (RINGING, TABLE, "Answer on your telephone"),
        (RINGING, EVERYTHING, ""),
        (DIALLED, TABLE, "Pick up your telephone"),
        (MARIA, TABLE, ""),
        (MARIA, CapabilityTable(), "Hang up on your telephone"),
    ],
)
def test_a_short_line_says_what_to_do_instead(
    call: Call, table: CapabilityTable, text: str
) -> None:
    assert hint(call, Snapshot(calls=(call,)), table) == text


def test_opening_the_page_is_no_command_of_the_telephone_system() -> None:
    assert crm_button().command not in TABLE.commands
