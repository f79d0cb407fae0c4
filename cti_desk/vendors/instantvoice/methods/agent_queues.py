"""Which queues an agent answers, and whom a queue rings."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.instantvoice.methods.arguments import (
    ACCOUNTCODE,
    NUMBER,
    ORIGINAL_ACCOUNTCODE,
    ORIGINAL_NUMBER,
    QUEUE,
    original,
)

PRIORITY: Final = Argument(
    "priority", "The agent's priority in the queue: a whole number.", kind="integer"
)
QUEUES: Final = Argument(
    "queues",
    "The queues to join, each a record.",
    mandatory=True,
    kind="records",
    fields=(QUEUE, PRIORITY),
    item="queue",
)

METHODS: Final = (
    Method(
        "AgentQueueAdd",
        (ACCOUNTCODE, NUMBER, QUEUES),
        section="AgentQueueAdd",
        help="Make an agent a member of queues.",
        note="The manual's JSON example lacks a comma.",
    ),
    Method(
        "AgentQueueDelete",
        (ACCOUNTCODE, NUMBER, QUEUE),
        section="AgentQueueDelete",
        help="Take an agent out of a queue.",
        note="An agent cannot leave their only queue: change it with AgentQueueModify.",
    ),
    Method(
        "AgentQueueModify",
        (
            ORIGINAL_ACCOUNTCODE,
            ORIGINAL_NUMBER,
            original("name", QUEUE.help),
            replace(PRIORITY, help="The new priority: a whole number."),
        ),
        section="AgentQueueModify",
        help="Change an agent's priority in a queue.",
    ),
    Method(
        "AgentQueueList",
        (ACCOUNTCODE, NUMBER),
        section="AgentQueueList",
        reply="records",
        acting=False,
        help="The agent's queues, with their priority in each.",
        note="Names come as whole numbers: leading zeros are lost.",
        members=(Member("name", "integer", kinds={"soap": "text"}), Member("priority", "integer")),
        item="AgentQueues",
    ),
    Method(
        "AgentQueueMembers",
        (ACCOUNTCODE, QUEUE),
        section="AgentQueueMembers",
        reply="records",
        acting=False,
        help="The agents of a queue, with each one's priority.",
        members=(Member("priority", kinds={"soap": "integer"}), Member("user")),
        item="QueueMembers",
    ),
)
