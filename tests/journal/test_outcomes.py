from __future__ import annotations

import pytest

from cti_desk.core.causes import Cause
from cti_desk.journal.outcomes import Ended, outcome_of, outcome_of_all

IN, OUT = "INBOUND", "OUTBOUND"


def ended(
    direction: str | None,
    cause: Cause | None,
    *,
    answered: bool = False,
    rang: bool = True,
    queued: bool = False,
    transferred: bool = False,
) -> Ended:
    return Ended(direction, answered, rang, queued, cause, transferred)


@pytest.mark.parametrize(
    ("call", "outcome"),
    [
        (ended(IN, Cause.NORMAL_CLEARING, answered=True), "answered"),
        (ended(IN, None, answered=True), "answered"),
        (ended(IN, Cause.UNSEEN, answered=True), "answered"),
        (ended(IN, Cause.SINGLE_STEP_TRANSFER, answered=True), "transferred"),
        (ended(IN, Cause.TRANSFER, answered=True), "transferred"),
        (ended(IN, None, answered=True, transferred=True), "transferred"),
        (ended(OUT, Cause.TRANSFER, answered=True), "transferred"),
        (ended(IN, Cause.ALERT_TIME_EXPIRED), "missed"),
        (ended(IN, Cause.CALL_NOT_ANSWERED), "missed"),
        (ended(IN, None), "missed"),
        (ended(IN, Cause.CALL_CANCELLED), "missed"),
        (ended(IN, Cause.REDIRECTED), "missed"),
        (ended(IN, Cause.CALL_CANCELLED, queued=True), "abandoned"),
        (ended(IN, Cause.CALL_CANCELLED, rang=False), "abandoned"),
        (ended(IN, Cause.REJECTED, queued=True), "rejected"),
        (ended(IN, Cause.CALL_PICKUP), "answered_elsewhere"),
        (ended(IN, Cause.MULTIPLE_ALERTING, queued=True), "answered_elsewhere"),
        (ended(IN, Cause.SWITCHING_FUNCTION_TERMINATED), "failed"),
        (ended(IN, Cause.UNSEEN), "unknown"),
        (ended(None, None, rang=False), "unknown"),
        (ended(OUT, Cause.NORMAL_CLEARING, answered=True), "dialled"),
        (ended(OUT, Cause.BUSY), "busy"),
        (ended(OUT, Cause.CALL_NOT_ANSWERED), "no_answer"),
        (ended(OUT, None), "no_answer"),
        (ended(OUT, Cause.DEST_NOT_OBTAINABLE), "failed"),
        (ended(OUT, Cause.UNSEEN), "unknown"),
    ],
)
def test_what_became_of_a_call(call: Ended, outcome: str) -> None:
    assert outcome_of(call) == outcome


@pytest.mark.parametrize(
    ("rings", "outcome"),
    [
        (["missed"] * 4 + ["answered"], "answered"),
        (["missed", "rejected"], "rejected"),
        (["rejected", "answered_elsewhere"], "answered_elsewhere"),
        (["missed", "missed", "abandoned"], "abandoned"),
        (["transferred", "missed"], "transferred"),
        (["answered", "transferred"], "transferred"),
        (["missed", "unknown"], "unknown"),
    ],
)
def test_what_became_of_a_caller_who_rang_several_times(rings: list[str], outcome: str) -> None:
    assert outcome_of_all(rings) == outcome
