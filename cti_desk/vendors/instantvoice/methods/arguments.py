"""Arguments that several methods share.

The manual has a case trap: methods that manage (``accountcode``, numeric ``user``) are lower case
on the wire, methods of the agent's state and calls (``Accountcode``, full ``User``) capitalised.
"""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.arguments import Argument

_ACCOUNT_HELP: Final = "The agent's accountcode."

ACCOUNTCODE: Final = Argument("accountcode", "The accountcode.", mandatory=True)
NUMBER: Final = Argument("user", "The agent's number, such as 1001.", mandatory=True)
NEW_NUMBER: Final = Argument(
    "user", "The agent's number: a whole number that no other agent has.", kind="integer", minimum=0
)
QUEUE: Final = Argument("name", "The queue's number, such as 7012.", mandatory=True)
SIP_USER: Final = Argument("name", "The SIP user's number, such as 0001.", mandatory=True)
LOCATION: Final = Argument("location", "A permission group that exists.", mandatory=True)


def capital(name: str, help: str, *, mandatory: bool = False, secret: bool = False) -> Argument:
    """An argument of a method of state or calls: ``External_id`` for ``external_id``."""
    spelling = {"stomp": name.capitalize(), "soap": name.capitalize()}
    return Argument(name, help, spelling=spelling, mandatory=mandatory, secret=secret)


ACCOUNTCODE_CAPITAL: Final = capital("accountcode", _ACCOUNT_HELP, mandatory=True)
FULL_USER: Final = capital(
    "user",
    "The agent's full name, <accountcode>_<number>, such as default_1001.",
    mandatory=True,
)
FULL_AGENT: Final = Argument(
    "user",
    FULL_USER.help,
    # JSON examples: Agent; tables and SOAP: User (docs/protocols/instantvoice.md §3).
    spelling={"stomp": ("Agent", "User"), "soap": "User"},
    mandatory=True,
)
TARGET: Final = capital(
    "exten", "The number to call: a queue, an agent or an outside number.", mandatory=True
)


def original(name: str, help: str) -> Argument:
    """What a Modify method finds its target by: what it was before the change."""
    return Argument(f"original_{name}", help, mandatory=True)


ORIGINAL_ACCOUNTCODE: Final = original("accountcode", "The accountcode before the change.")
ORIGINAL_NUMBER: Final = original("user", "The agent's number before the change.")
