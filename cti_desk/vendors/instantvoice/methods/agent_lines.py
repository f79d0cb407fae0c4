"""The lines of an agent: how many calls they can have, and in which direction."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.methods.arguments import (
    ACCOUNTCODE,
    NUMBER,
    ORIGINAL_ACCOUNTCODE,
    ORIGINAL_NUMBER,
)
from cti_desk.vendors.instantvoice.methods.members import stomp_only, texts, whole

LINE: Final = Argument(
    "linenumber",
    "The line's number: a whole number, each once for an agent.",
    kind="integer",
    minimum=0,
    default="1",
)
INBOUND: Final = Argument("inbound", "Whether calls come in on it: 1 or 0.", kind="flag")
OUTBOUND: Final = Argument("outbound", "Whether calls go out on it: 1 or 0.", kind="flag")

LINES: Final = Argument(
    "lines",
    "The lines to add, each a record.",
    mandatory=True,
    kind="records",
    fields=(LINE, replace(INBOUND, default="1"), replace(OUTBOUND, default="1")),
    item="line",
)

METHODS: Final = (
    Method(
        "AgentLineAdd",
        (ACCOUNTCODE, NUMBER, LINES),
        section="AgentLineAdd",
        help="Add lines to an agent.",
    ),
    Method(
        "AgentLineDelete",
        (ACCOUNTCODE, NUMBER, replace(LINE, mandatory=True, default=None)),
        section="AgentLineDelete",
        help="Delete a line of an agent.",
        note="An agent's only line cannot be deleted: change it with AgentLineModify.",
    ),
    Method(
        "AgentLineModify",
        (
            ORIGINAL_ACCOUNTCODE,
            ORIGINAL_NUMBER,
            Argument(
                "original_linenumber",
                "The line's number.",
                mandatory=True,
                kind="integer",
                minimum=0,
            ),
            INBOUND,
            OUTBOUND,
        ),
        section="AgentLineModify",
        help="Allow or forbid calls on a line. What is not given stays as it is.",
    ),
    Method(
        "AgentLineList",
        (ACCOUNTCODE, NUMBER),
        section="AgentLineList",
        reply="records",
        acting=False,
        help="The agent's lines and the calls on them.",
        note="SOAP also tells the accountcode, but neither the call nor its queue.",
        members=(
            *whole("linenumber", "inbound", "outbound"),
            *texts("linestatus"),
            *whole("linestatusts"),
            *stomp_only(*whole("id", "queues_id"), *texts("uniqueid")),
        ),
        item="AgentLines",
    ),
)
