from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.errors import CtiError, NoLink, OutcomeUnknown, RefusedByVendor
from cti_desk.core.model import AgentState, Snapshot
from cti_desk.desktop.presenters.failure import failure_text
from scripts.situations import BUSY, LUNCH, MARIA, READY, TABLE, UP

CALL = Snapshot(UP, BUSY, (MARIA,))
IDLE = Snapshot(UP, READY)
LUNCHING = Snapshot(
    UP, replace(READY, state=AgentState.NOT_READY, underlying=AgentState.NOT_READY, reason=LUNCH)
)


@pytest.mark.parametrize(
    ("command", "error", "snapshot", "text"),
    [
        (
            "SingleStepTransfer",
            RefusedByVendor("6100 is not known to InstantVoice", code=3),
            CALL,
            "Not transferred: 6100 is not known to InstantVoice (code 3). "
            "The call is still with you.",
        ),
        (
            "SetNotReady",
            RefusedByVendor("The agent is not logged in (code 2).", code=2),
            IDLE,
            "Not paused: the agent is not logged in (code 2). You are still ready.",
        ),
        (
            "SetReady",
            RefusedByVendor("Refused", code=10),
            LUNCHING,
            "Not set ready: Refused (code 10). You are still paused (Lunch).",
        ),
        (
            "MakeCall",
            RefusedByVendor("Not dialled: the call asked for before is being set up."),
            IDLE,
            "Not dialled: the call asked for before is being set up.",
        ),
        ("MakeCall", NoLink("No link to InstantVoice yet."), IDLE, "No link to InstantVoice yet."),
        (
            "SingleStepTransfer",
            OutcomeUnknown("No answer: it may or may not have happened."),
            CALL,
            "Perhaps not transferred: no answer: it may or may not have happened.",
        ),
        ("NewCommand", RefusedByVendor("Why not"), IDLE, "Not done: Why not."),
    ],
)
def test_a_failure_says_what_did_not_happen_why_and_what_still_holds(
    command: str, error: CtiError, snapshot: Snapshot, text: str
) -> None:
    assert failure_text(command, error, snapshot, TABLE) == text
