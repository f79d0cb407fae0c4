"""Agents as they are set up: information, lines, queues."""

from __future__ import annotations

from typing import Final

from cti_desk.core.methods import Method
from cti_desk.vendors.instantvoice.methods.arguments import ACCOUNTCODE, NUMBER

METHODS: Final = (
    Method(
        "AgentInfo",
        (ACCOUNTCODE, NUMBER),
        section="AgentInfo",
        reply="record",
        acting=False,
        help="All information about an agent.",
        note="SOAP answers less than STOMP, and calls pass passwd.",
        secrets=("pass", "passwd"),
    ),
    Method(
        "AgentLineList",
        (ACCOUNTCODE, NUMBER),
        section="AgentLineList",
        reply="records",
        acting=False,
        help="The agent's lines and the calls on them.",
    ),
    Method(
        "AgentQueueList",
        (ACCOUNTCODE, NUMBER),
        section="AgentQueueList",
        reply="records",
        acting=False,
        help="The agent's queues, with his priority in each.",
        note="Names come as whole numbers: leading zeros are lost.",
    ),
)
