"""Calls: start, hang up, transfer."""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.methods.arguments import (
    ACCOUNTCODE_CAPITAL,
    FULL_AGENT,
    TARGET,
    capital,
)

EXTERNAL_ID: Final = capital("external_id", "Your own number for this call.")
UNIQUEID: Final = capital(
    "uniqueid", "The call, by the uniqueid of its NEWCALL event.", mandatory=True
)

METHODS: Final = (
    Method(
        "BlindTransfer",
        (ACCOUNTCODE_CAPITAL, FULL_AGENT, TARGET),
        section="BlindTransfer",
        help="Move all calls the agent has taken to another number.",
        note="Moves every taken call, not one.",
    ),
    Method(
        "NewCall",
        (ACCOUNTCODE_CAPITAL, FULL_AGENT, TARGET, EXTERNAL_ID),
        section="NewCall",
        help="Ring the agent's telephone, then call the number.",
        note="The method's text says target first, its events agent first: any order is accepted.",
    ),
    Method(
        "Hangup",
        (ACCOUNTCODE_CAPITAL, UNIQUEID),
        section="Hangup",
        help="End a call.",
        note="The manual's JSON example names NewCall by mistake.",
    ),
)
