"""What each hangup reason amounts to, and the memory of ends."""

from __future__ import annotations

import pytest

from cti_desk.core.events import EventType as E
from cti_desk.vendors.instantvoice.live.call_end import REMEMBERED, Ends, end_events
from cti_desk.vendors.instantvoice.live.call_entry import Entry


@pytest.mark.shows(
    "instantvoice",
    "hangup reason BYCALLER",
    "hangup reason BYCALLEE",
    "hangup reason NOANSWER",
    "hangup reason FAILED",
    "hangup reason BUSY",
    "hangup reason UNKNOWN",
    "hangup reason ATRANSFER",
    "hangup reason BTRANSFER",
    "hangup reason QUEUEGIVEUP",
    "hangup reason QUEUEMISSED",
    "hangup reason PICKUP",
    "hangup reason MSSTOP",
    "hangup reason MSSTART",
    "hangup reason MSGONE",
)
@pytest.mark.parametrize(
    ("why", "first"),
    [
        ("BUSY", E.FAILED),
        ("NOANSWER", E.FAILED),
        ("FAILED", E.FAILED),
        ("ATRANSFER", E.TRANSFERRED),
        ("BTRANSFER", E.TRANSFERRED),
        ("PICKUP", E.DIVERTED),
        ("QUEUEMISSED", E.DIVERTED),
        ("QUEUEGIVEUP", None),
        ("BYCALLER", None),
        ("BYCALLEE", None),
        ("UNKNOWN", None),
        ("MSSTOP", None),
        ("MSSTART", None),
        ("MSGONE", None),
        (None, None),
    ],
)
def test_every_end_is_a_cleared_connection(why: str | None, first: E | None) -> None:
    events = end_events(Entry("1", "1", 0.0, 0), why)
    assert events[-1] is E.CONNECTION_CLEARED
    assert events[:-1] == ((first,) if first else ())


@pytest.mark.parametrize("why", ["BYCALLEE", "BUSY", None, "QUEUEMISSED"])
def test_after_our_transfer_any_end_is_a_transfer(why: str | None) -> None:
    entry = Entry("1", "1", 0.0, 0, transferring=True)
    assert end_events(entry, why)[0] is E.TRANSFERRED


def test_each_offer_of_a_uniqueid_is_a_desk_call_of_its_own() -> None:
    ends = Ends()
    assert ends.desk_id("7") == ("7", None)
    ends.remember("7", "QUEUEMISSED", 1)
    assert "7" in ends
    assert ends.desk_id("7") == ("7~2", "7")
    assert "7" not in ends
    assert ends.desk_id("7") == ("7~3", "7")


def test_the_memory_is_bounded() -> None:
    ends = Ends()
    for number in range(REMEMBERED + 10):
        ends.desk_id(str(number))
        ends.remember(str(number), None, number)
    assert "9" not in ends
    assert "10" in ends
    assert ends.ended_after("10", 9)
    assert not ends.ended_after("10", 10)
