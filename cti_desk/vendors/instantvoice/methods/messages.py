"""Text messages and call-backs."""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.methods.arguments import ACCOUNTCODE_CAPITAL, capital

METHODS: Final = (
    Method(
        "SendSms",
        (
            ACCOUNTCODE_CAPITAL,
            capital("number", "The mobile telephone's number.", mandatory=True),
            capital("text", "The message.", mandatory=True, secret=True),
        ),
        section="SendSms",
        help="Send a text message to a mobile telephone.",
    ),
    Method(
        "NewCallBack",
        (
            ACCOUNTCODE_CAPITAL,
            Argument(
                "ruleid",
                "The call-back rule. In the signature and the JSON example, not in the table.",
                spelling={"stomp": "Ruleid", "soap": ()},
            ),
            capital("mcdu", "The number that carries the call-back out.", mandatory=True),
            capital("originator", "The number to call back.", mandatory=True),
            Argument(
                "language",
                "The language it is spoken in.",
                spelling={"stomp": "Language", "soap": "Language"},
                kind="choice",
                choices=("pt_BR", "en_US"),
            ),
            capital("location_id", "The id of a permission group."),
            capital("queue_id", "The id of a queue."),
            capital("email", "Who gets a message when the call-back fails."),
        ),
        section="NewCallBack",
        help="Add a call to the list of call-backs.",
        note="The manual does not say what is mandatory. Its JSON example mixes its quotes.",
    ),
)
