"""Arguments that several methods share.

The manual has a case trap: methods that manage (``accountcode``, numeric ``user``) are lower case
on the wire, methods of the agent's state and calls (``Accountcode``, full ``User``) capitalised.
"""

from __future__ import annotations

from typing import Final

from cti_desk.core.methods import Argument

_ACCOUNT_HELP: Final = "The agent's accountcode."

ACCOUNTCODE: Final = Argument("accountcode", _ACCOUNT_HELP, mandatory=True)
NUMBER: Final = Argument("user", "The agent's number, such as 1001.", mandatory=True)
QUEUE: Final = Argument("name", "The queue's number, such as 7012.", mandatory=True)

ACCOUNTCODE_CAPITAL: Final = Argument(
    "accountcode",
    _ACCOUNT_HELP,
    spelling={"stomp": "Accountcode", "soap": "Accountcode"},
    mandatory=True,
)
FULL_USER: Final = Argument(
    "user",
    "The agent's full name, <accountcode>_<number>, such as default_1001.",
    spelling={"stomp": "User", "soap": "User"},
    mandatory=True,
)
FULL_AGENT: Final = Argument(
    "user",
    FULL_USER.help,
    # The JSON examples say Agent, the tables and SOAP say User (fact sheet §3).
    spelling={"stomp": ("Agent", "User"), "soap": "User"},
    mandatory=True,
)
TARGET: Final = Argument(
    "exten",
    "The number to call: a queue, an agent or an outside number.",
    spelling={"stomp": "Exten", "soap": "Exten"},
    mandatory=True,
)
