"""Queues as they are set up, with their figures."""

from __future__ import annotations

from typing import Final

from cti_desk.core.methods import Method
from cti_desk.vendors.instantvoice.methods.arguments import ACCOUNTCODE, QUEUE

METHODS: Final = (
    Method(
        "QueueInfo",
        (ACCOUNTCODE, QUEUE),
        section="QueueInfo",
        reply="record",
        acting=False,
        help="All information about a queue.",
        note="The manual's JSON example shows a QueueList request by mistake.",
    ),
)
