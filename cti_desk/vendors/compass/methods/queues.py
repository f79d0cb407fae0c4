"""Who is in a queue, and who is paused there."""

from __future__ import annotations

from typing import Final

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.compass.methods.arguments import MIGRATION, QUEUE, object_of, texts
from cti_desk.vendors.compass.methods.endpoint import ALL_VERSIONS, FROM_2, UNTIL_2, Endpoint

_ADDING: Final = "Add a user to a queue"
_REFERENCE: Final = {"queue": "queue"}

PRIORITY: Final = Argument(
    "priority",
    "1 to 3. The agent with the highest number is offered a call first.",
    kind="integer",
    minimum=0,
)
CALL_FORWARD: Final = Argument(
    "callForward",
    "Whether the queue's calls follow the user's forwards.",
    kind="yes_no",
    also=("true", "false"),
)


def _log_in(kind: str, versions: tuple[int, ...]) -> Endpoint:
    return Endpoint(
        Method(
            f"{kind}.loginQueue",
            (object_of(kind), QUEUE, PRIORITY, CALL_FORWARD),
            section=_ADDING,
            help="Take calls of a queue.",
            note="The manual's example writes the priority as a text; the vendor's library "
            "sends a number.",
        ),
        "POST",
        f"/{kind}/{{id}}/loginQueue",
        versions,
        references=_REFERENCE,
    )


def _with_queue(
    kind: str, action: str, help: str, versions: tuple[int, ...], note: str = ""
) -> Endpoint:
    return Endpoint(
        Method(
            f"{kind}.{action}", (object_of(kind), QUEUE), section="Queues", help=help, note=note
        ),
        "POST",
        f"/{kind}/{{id}}/{action}",
        versions,
        references=_REFERENCE,
    )


_REMOVED: Final = "Removed in version 3. Resets the status that version 3 has set for the user."

ENDPOINTS: Final = (
    _log_in("user", FROM_2),
    _with_queue("user", "logoutQueue", "Take no more calls of a queue.", FROM_2),
    _log_in("identity", ALL_VERSIONS),
    _with_queue("identity", "logoutQueue", "Take no more calls of a queue.", ALL_VERSIONS),
    Endpoint(
        Method(
            "identity.queueMemberships",
            (object_of("identity"),),
            section=MIGRATION,
            reply="records",
            acting=False,
            help="The queues that an identity takes calls of.",
            members=(
                *texts("queue"),
                Member("priority", "integer"),
                *texts("callForward"),
                Member("paused", spelling={"v3": ()}),
            ),
        ),
        "GET",
        "/identity/{id}/queueMemberships",
    ),
    _with_queue("identity", "pauseQueue", "Pause in a queue.", UNTIL_2, _REMOVED),
    _with_queue("identity", "unpauseQueue", "End a pause in a queue.", UNTIL_2, _REMOVED),
)
