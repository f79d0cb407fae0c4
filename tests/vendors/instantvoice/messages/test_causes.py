from __future__ import annotations

import pytest

from cti_desk.core.causes import Cause
from cti_desk.vendors.instantvoice.messages.causes import csta_cause
from cti_desk.vendors.instantvoice.messages.events import HANGUP_REASONS

WHILE_RINGING = {
    "BYCALLER": Cause.CALL_CANCELLED,
    "BYCALLEE": Cause.REJECTED,
    "BUSY": Cause.REJECTED,
    "NOANSWER": Cause.CALL_NOT_ANSWERED,
    "QUEUEGIVEUP": Cause.CALL_CANCELLED,
    "QUEUEMISSED": Cause.ALERT_TIME_EXPIRED,
    "PICKUP": Cause.CALL_PICKUP,
    "UNKNOWN": None,
    None: None,
}
IN_A_CALL = {
    "BYCALLER": Cause.NORMAL_CLEARING,
    "BYCALLEE": Cause.NORMAL_CLEARING,
    "BUSY": Cause.BUSY,
    "FAILED": Cause.DEST_NOT_OBTAINABLE,
    "ATRANSFER": Cause.TRANSFER,
    "BTRANSFER": Cause.SINGLE_STEP_TRANSFER,
    "MSGONE": Cause.SWITCHING_FUNCTION_TERMINATED,
}


@pytest.mark.parametrize(("why", "cause"), WHILE_RINGING.items())
def test_why_it_stopped_ringing(why: str | None, cause: Cause | None) -> None:
    assert csta_cause(why, ringing=True) is cause


@pytest.mark.parametrize(("why", "cause"), IN_A_CALL.items())
def test_why_a_call_ended(why: str, cause: Cause) -> None:
    assert csta_cause(why, ringing=False) is cause


@pytest.mark.parametrize("why", ["BYCALLEE", "UNKNOWN", None, "BTRANSFER"])
def test_any_reason_may_follow_the_agents_own_transfer(why: str | None) -> None:
    found = csta_cause(why, ringing=False, transferring=True)
    assert found is Cause.SINGLE_STEP_TRANSFER


def test_every_reason_of_the_manual_but_the_one_that_says_nothing_has_a_meaning() -> None:
    silent = {why for why in HANGUP_REASONS if csta_cause(why, ringing=False) is None}
    assert silent == {"UNKNOWN"}
