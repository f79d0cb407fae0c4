"""Users: who they are, what they may do, which calls they receive."""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.compass.methods.arguments import (
    ENTITY,
    FREE_BODY,
    MIGRATION,
    object_of,
    texts,
)
from cti_desk.vendors.compass.methods.endpoint import FROM_2, ONLY_3, UNTIL_2, Endpoint

USER: Final = object_of("user")

_DETAILS: Final = (
    *ENTITY,
    *texts("username", "contact", "theLanguage"),
    *texts("extensions", "shortname"),
)

ENDPOINTS: Final = (
    Endpoint(
        Method(
            "user",
            (),
            section="Bootstrap URL's",
            reply="record",
            acting=False,
            help="The user who is logged in.",
            members=_DETAILS,
        ),
        "GET",
        "/user",
    ),
    Endpoint(
        Method(
            "user.get",
            (USER,),
            section="Retrieve user details",
            reply="record",
            acting=False,
            help="A user.",
            note="Version 1 also tells extensions and shortname. "
            "The manual's example is written with => in place of colons.",
            members=_DETAILS,
        ),
        "GET",
        "/user/{id}",
    ),
    Endpoint(
        Method("user.delete", (USER,), section="Using X-Method-Override", help="Delete a user."),
        "DELETE",
        "/user/{id}",
    ),
    Endpoint(
        Method(
            "user.identities",
            (USER,),
            section=MIGRATION,
            reply="records",
            acting=False,
            help="A user's identities; the one with order 0 is the primary one.",
            members=(*texts("self"), Member("order", "integer"), *texts("extension", "cli")),
        ),
        "GET",
        "/user/{id}/identities",
        FROM_2,
    ),
    Endpoint(
        Method(
            "user.extensions",
            (USER,),
            section=MIGRATION,
            reply="records",
            acting=False,
            help="A user's extensions, which version 1 tells with the user.",
        ),
        "GET",
        "/user/{id}/extensions",
        FROM_2,
    ),
    Endpoint(
        Method(
            "user.rights",
            (USER,),
            section="Rights",
            reply="records",
            acting=False,
            help="The rights granted to a user, without those they inherit.",
            members=texts("target"),
            note="Seen with version 2 only.",
        ),
        "GET",
        "/user/{id}/rights",
        (2,),
    ),
    Endpoint(
        Method(
            "user.permission",
            (
                USER,
                Argument(
                    "targetEntity",
                    "The company: its id, or its URL.",
                    mandatory=True,
                ),
            ),
            section="Rights",
            reply="record",
            acting=False,
            help="What a user may do with a company, inherited rights included.",
            note="The only value seen so far is permWrite. Version 1 took company/ID.",
            members=texts("value"),
        ),
        "GET",
        "/user/{id}/permission",
        UNTIL_2,
        query=("targetEntity",),
        references={"targetEntity": "company"},
    ),
    Endpoint(
        Method(
            "user.reseller",
            (USER,),
            section="Resellers",
            reply="record",
            acting=False,
            help="The reseller that a user belongs to.",
            note="Seen with version 2 only.",
            members=texts("entityId"),
        ),
        "GET",
        "/user/{id}/reseller",
        (2,),
    ),
    Endpoint(
        Method(
            "user.status",
            (USER,),
            section=MIGRATION,
            reply="record",
            acting=False,
            help="Versions 1 and 2: the phone a user is logged on to. "
            "Version 3: which calls the user receives.",
            note="Version 3's fields are not published.",
            members=(
                Member("phone", spelling={"v3": ()}, nullable=True),
                Member("receiveCalls", spelling={"v1": (), "v2": ()}),
                Member("displayStatus", spelling={"v1": (), "v2": ()}),
            ),
        ),
        "GET",
        "/user/{id}/status",
    ),
    Endpoint(
        Method(
            "user.setStatus",
            (USER, FREE_BODY),
            section=MIGRATION,
            help="Set which calls a user receives.",
            note="Clears the pauses that version 2 has set for the user: all programs of a company "
            "must use the same of the two.",
        ),
        "POST",
        "/user/{id}/status",
        ONLY_3,
    ),
)
