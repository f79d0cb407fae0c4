"""InstantVoice's documented methods, as declarations (docs/protocols/instantvoice.md §4).

A family of methods is a module here that ends with its ``METHODS``; adding a method is adding its
declaration.
"""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.methods import (
    agent_lines,
    agent_queues,
    agents,
    calls,
    messages,
    permissions,
    queues,
    sip_users,
    state,
)

FAMILIES: Final[dict[str, tuple[Method, ...]]] = {
    "State of an agent": state.METHODS,
    "Calls": calls.METHODS,
    "Text messages and call-backs": messages.METHODS,
    "Agents": agents.METHODS,
    "Lines of an agent": agent_lines.METHODS,
    "Queues of an agent": agent_queues.METHODS,
    "Permissions": permissions.METHODS,
    "Queues": queues.METHODS,
    "SIP users": sip_users.METHODS,
}

METHODS: Final[dict[str, Method]] = {
    method.name: method for family in FAMILIES.values() for method in family
}
