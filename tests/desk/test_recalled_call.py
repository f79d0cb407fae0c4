"""What the journal's row of a call says is what the session gets."""

from __future__ import annotations

from cti_desk.core.model import Direction, QueueRef, Remote
from cti_desk.core.reports import Recalled
from cti_desk.desk.recalled_call import recalled

BARE = {
    "number": "2198765456",
    "e164": "+552198765456",
    "display": "+55 21 9876-5456",
    "name": "Maria",
    "withheld": 0,
    "direction": None,
    "called": None,
    "queue": None,
    "queue_name": None,
    "answered": None,
    "correlation_id": None,
}
MARIA = Remote("2198765456", "+552198765456", "+55 21 9876-5456", "Maria")


def test_a_bare_row_tells_the_party() -> None:
    assert recalled("7.1", BARE) == Recalled("7.1", MARIA, None, None, None, None, None)


def test_a_whole_row_tells_how_the_call_came() -> None:
    row = BARE | {
        "direction": "INBOUND",
        "called": "551140028922",
        "queue": "7012",
        "queue_name": "Support",
        "answered": 12.5,
        "correlation_id": "x-1",
    }
    queue = QueueRef("7012", "Support")
    assert recalled("7.1", row) == Recalled(
        "7.1", MARIA, Direction.INBOUND, "551140028922", queue, "x-1", 12.5
    )
