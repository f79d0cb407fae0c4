from __future__ import annotations

import pytest

from cti_desk.core.causes import Cause
from cti_desk.vendors.compass.messages.causes import csta_cause


@pytest.mark.parametrize(
    ("reason", "ringing", "cause"),
    [
        ("SOURCE_HANGUP", False, Cause.NORMAL_CLEARING),
        ("DESTINATION_HANGUP", False, Cause.NORMAL_CLEARING),
        ("DESTINATION_BUSY", False, Cause.BUSY),
        ("REPLACE", False, Cause.SINGLE_STEP_TRANSFER),
        ("SOURCE_HANGUP", True, Cause.CALL_CANCELLED),
        ("DESTINATION_HANGUP", True, Cause.REJECTED),
        ("destination_busy", True, Cause.REJECTED),
        ("ANSWERED_ELSEWHERE", True, Cause.MULTIPLE_ALERTING),
        ("max_waittime", True, Cause.QUEUE_TIME_OVERFLOW),
        ("leave_when_empty", True, Cause.NO_AVAILABLE_AGENTS),
        ("key_#", True, Cause.REDIRECTED),
        ("SOMETHING_NEW", True, None),
        ("", False, None),
        (None, True, None),
    ],
)
def test_what_an_end_reason_means(reason: str | None, ringing: bool, cause: Cause | None) -> None:
    assert csta_cause(reason, ringing=ringing) is cause


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("SOURCE_HANGUP", Cause.ALERT_TIME_EXPIRED),
        ("", Cause.ALERT_TIME_EXPIRED),
        ("DESTINATION_HANGUP", Cause.REJECTED),
    ],
)
def test_the_source_of_a_queues_attempt_is_the_queue(reason: str, cause: Cause) -> None:
    assert csta_cause(reason, ringing=True, attempt=True) is cause
