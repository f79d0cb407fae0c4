"""The agent's own state: login, logoff, pause."""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.methods.arguments import (
    ACCOUNTCODE_CAPITAL,
    FULL_USER,
    capital,
)

INTERFACE: Final = capital(
    "interface",
    "Where the agent answers, <TECH>/<name>, such as SIP/default_0001 or IAX2/default_230.",
    mandatory=True,
)
REASON: Final = capital(
    "reason", "The pause number, as defined in Telephony/Agent Pauses.", mandatory=True
)

METHODS: Final = (
    Method(
        "AgentLogin",
        (ACCOUNTCODE_CAPITAL, FULL_USER, INTERFACE),
        section="AgentLogin",
        help="Log the agent in, so that they can make and receive calls.",
        note="Seen as LOGIN. The manual's JSON example has a trailing comma.",
    ),
    Method(
        "AgentLogoff",
        (ACCOUNTCODE_CAPITAL, FULL_USER),
        section="AgentLogoff",
        help="Log the agent off.",
        note="Seen as LOGOUT. The manual's JSON example has a trailing comma.",
    ),
    Method(
        "AgentPause",
        (ACCOUNTCODE_CAPITAL, FULL_USER, REASON),
        section="AgentPause",
        help="Pause the agent: no calls reach them.",
        note="Seen as PAUSE, with the reason's text in direction.",
    ),
    Method(
        "AgentUnpause",
        (ACCOUNTCODE_CAPITAL, FULL_USER),
        section="AgentUnpause",
        help="Let calls reach the agent again.",
        note="Seen as UNPAUSE. The manual's JSON example has a trailing comma.",
    ),
)
