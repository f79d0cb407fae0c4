"""Permission groups of agents and SIP users: whom they may call.

The manual calls a permission group a location.
"""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.methods.arguments import (
    ACCOUNTCODE,
    LOCATION,
    NUMBER,
    SIP_USER,
)
from cti_desk.vendors.instantvoice.methods.members import texts

_TRAILING_COMMA: Final = "The manual's JSON example has a trailing comma."


def _family(prefix: str, who: str, target: Argument) -> tuple[Method, ...]:
    return (
        Method(
            f"{prefix}AddPermission",
            (ACCOUNTCODE, target, LOCATION),
            section=f"{prefix}AddPermission",
            help=f"Put {who} into a permission group.",
        ),
        Method(
            f"{prefix}DeletePermission",
            (ACCOUNTCODE, target),
            section=f"{prefix}DeletePermission",
            help=f"Take {who} out of the permission group.",
            note=_TRAILING_COMMA,
        ),
        Method(
            f"{prefix}ModifyPermission",
            (ACCOUNTCODE, target, LOCATION),
            section=f"{prefix}ModifyPermission",
            help=f"Put {who} into another permission group.",
        ),
        Method(
            f"{prefix}InfoPermission",
            (ACCOUNTCODE, target),
            section=f"{prefix}InfoPermission",
            reply="text",
            acting=False,
            help=f"The permission group of {who}.",
            note=f"{_TRAILING_COMMA} SOAP answers code and location.",
            members=texts("location"),
        ),
    )


AGENT_METHODS: Final = _family("Agent", "an agent", NUMBER)
SIP_USER_METHODS: Final = _family("SipUser", "a SIP user", SIP_USER)
METHODS: Final = (*AGENT_METHODS, *SIP_USER_METHODS)
