"""A call that an earlier run of the desk knew: from the journal's row back into the session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cti_desk.core.model import Direction, QueueRef, Remote
from cti_desk.core.reports import Recalled


def recalled(call_id: str, row: Mapping[str, Any]) -> Recalled:
    """What a journal's row says of a call, as an input for the session."""
    queue, direction = row["queue"], row["direction"]
    return Recalled(
        call_id,
        Remote(
            row["number"], row["e164"], row["display"], row["name"], withheld=bool(row["withheld"])
        ),
        Direction(direction) if direction else None,
        row["called"],
        QueueRef(queue, row["queue_name"]) if queue else None,
        row["correlation_id"],
        row["answered"],
    )
