"""When calls come again."""

from __future__ import annotations

import time

import pytest

from cti_desk.core.model import QueueRef
from cti_desk.vendors.instantvoice.live.agent_state import Unavailable
from cti_desk.vendors.instantvoice.live.held_back import note, seconds_held_back
from cti_desk.vendors.instantvoice.messages.records import QueueInfo

QUEUES = (
    QueueInfo("7012", wrap_up_s=10, quarantine_s=60),
    QueueInfo("7013", wrap_up_s=20, quarantine_s=0),
)


@pytest.mark.parametrize(
    ("kind", "queue", "seconds"),
    [
        ("wrap-up", "7012", 10),
        ("quarantine", "7012", 60),
        ("quarantine", "7013", 0),
        ("wrap-up", None, 20),
        ("quarantine", None, 60),
        ("wrap-up", "9999", 0),
    ],
)
def test_the_queues_own_time_or_the_longest(
    kind: Unavailable, queue: str | None, seconds: int
) -> None:
    assert seconds_held_back(kind, QueueRef(queue) if queue else None, QUEUES) == seconds


def test_the_note_names_a_time_of_day_and_why() -> None:
    until = time.mktime((2026, 7, 1, 14, 32, 10, 0, 0, -1))
    assert note("wrap-up", until) == "no calls until about 14:32:10 (wrap-up, expected)"
    assert "14:32:10 (missed call, expected)" in note("quarantine", until)
    assert note("quarantine", None) == "no calls for now (quarantine)"
