"""Calls that are started or taken; and what they are shown as."""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.compass.methods.arguments import (
    FREE_BODY,
    MIGRATION,
    USER_FEATURES,
    object_of,
)
from cti_desk.vendors.compass.methods.endpoint import ONLY_3, Endpoint

PICKUP: Final = "Queue pickup API"
LISTEN_IN: Final = "Listen in API"
CALL_CONTROL: Final = "Call control API"
"""Gates calls that no public text names: they are looked for in the platform's own schema."""

_STARTED: Final = (Member("call"),)
_ANSWERS: Final = "Versions 1 and 2 answer whether it was done, version 3 the call's id."

ENDPOINTS: Final = (
    Endpoint(
        Method(
            "user.dialNumber",
            (object_of("user"), Argument("destination", "The number.", mandatory=True)),
            section=MIGRATION,
            reply="text",
            help="Ring the user's phone, then dial a number.",
            note=_ANSWERS,
            members=_STARTED,
        ),
        "POST",
        "/user/{id}/dialNumber",
    ),
    Endpoint(
        Method(
            "user.dialUser",
            (
                object_of("user"),
                Argument("callee", "The colleague: their id, or their URL.", mandatory=True),
            ),
            section=MIGRATION,
            reply="text",
            help="Ring the user's phone, then a colleague's.",
            note=f"{_ANSWERS} The manual's prose calls the argument user.",
            members=_STARTED,
        ),
        "POST",
        "/user/{id}/dialUser",
        references={"callee": "user"},
    ),
    Endpoint(
        Method(
            "user.pickupQueueCall",
            (object_of("user"), FREE_BODY),
            section=USER_FEATURES,
            reply="text",
            help="Take a call that waits in a queue.",
            note=_ANSWERS,
            members=_STARTED,
        ),
        "POST",
        "/user/{id}/pickupQueueCall",
        feature=PICKUP,
    ),
    Endpoint(
        Method(
            "extension.pickupQueueCall",
            (object_of("extension"), FREE_BODY),
            section=USER_FEATURES,
            reply="text",
            help="Let an extension take a call that waits in a queue.",
            note="Documented from release 2023c on.",
            members=_STARTED,
        ),
        "POST",
        "/extension/{id}/pickupQueueCall",
        ONLY_3,
        feature=PICKUP,
    ),
    Endpoint(
        Method(
            "user.listenIn",
            (object_of("user"), FREE_BODY),
            section=USER_FEATURES,
            reply="text",
            help="Listen in on a call.",
            members=_STARTED,
        ),
        "POST",
        "/user/{id}/listenIn",
        ONLY_3,
        feature=LISTEN_IN,
    ),
)
