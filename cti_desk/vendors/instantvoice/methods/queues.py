"""Queues as they are set up, with their figures."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from cti_desk.declarations.arguments import Argument
from cti_desk.declarations.methods import Member, Method
from cti_desk.vendors.instantvoice.methods.arguments import (
    ACCOUNTCODE,
    ORIGINAL_ACCOUNTCODE,
    QUEUE,
    original,
)
from cti_desk.vendors.instantvoice.methods.members import stomp_only, texts, whole

NEW_QUEUE: Final = Argument(
    "name", "The queue's number: a whole number that nothing else has.", kind="integer", minimum=0
)


def _whole(name: str, help: str, default: int = 0, maximum: int | None = None) -> Argument:
    return Argument(name, help, kind="integer", minimum=0, maximum=maximum, default=str(default))


def _yes_no(name: str, help: str) -> Argument:
    return Argument(name, help, kind="yes_no", default="yes")


SETTINGS: Final = (
    Argument("description", "A description for people."),
    _whole("sl_answeredbefore_1", "First interval of the service level, in seconds.", 30, 299),
    _whole("sl_answeredbefore_2", "Second interval, in seconds.", 60, 899),
    _whole("sl_answeredbefore_3", "Third interval, in seconds; both examples answer 90.", 60, 899),
    _yes_no("joinempty", "Whether callers may wait while no agent is logged in."),
    _yes_no(
        "requiresendinfo",
        "Whether a call is hung up when its data cannot be sent to the agent; "
        "both examples answer no.",
    ),
    _whole("timeout", "How long a caller waits at most, in seconds; 0: for ever."),
    _whole("dialtimeout", "How long one agent is rung, in seconds; 0: for ever.", 10),
    _whole("maxlen", "How many callers may wait; 0: any number."),
    _whole("wrapuptime", "The least time between an agent's calls, in seconds."),
    _whole(
        "quarantinetime",
        "How long an agent gets no calls after one they did not answer, in seconds.",
    ),
    Argument("announce", "The sound that the agent hears first: a name from the table messages."),
    Argument("musiconhold", "The music for those who wait: a class of musiconhold.conf."),
)

_COUNTERS: Final = (
    "total",
    "loggedin",
    "loggedoff",
    "idle",
    "oncall",
    "paused",
    "pending_pause",
    "pending_logoff",
    "logoff_pause",
    "unavailable_wrapup",
    "unavailable_quarantine",
)

INFORMATION: Final = (
    *texts("accountcode"),
    Member("name", "qualified_name", kinds={"soap": "text"}),
    *texts("description", "joinempty"),
    Member("requiresendinfo", spelling={"soap": ("requisendinfo", "requiresendinfo")}),
    *whole("sl_answeredbefore_1", "sl_answeredbefore_2", "sl_answeredbefore_3"),
    *whole("timeout", "dialtimeout", "maxlen", "wrapuptime", "quarantinetime"),
    *texts("announce", "musiconhold"),
    *stomp_only(
        *whole("id", "timestamp", "len", "maxwait", "max_recordings"),
        *texts("leavewhenempty", "conditionalmon", "monitorfilename", "monitor_format"),
        *whole(*(f"agents_{counter}" for counter in _COUNTERS)),
        *(
            Member(f"sl_w{window}_a{answered}", "integer", nullable=True)
            for window in (1, 2, 3)
            for answered in (1, 2, 3)
        ),
    ),
)

METHODS: Final = (
    Method(
        "QueueAdd",
        (ACCOUNTCODE, replace(NEW_QUEUE, mandatory=True), *SETTINGS),
        section="QueueAdd",
        help="Add a queue.",
    ),
    Method(
        "QueueModify",
        (
            ORIGINAL_ACCOUNTCODE,
            original("name", "The queue's number before the change."),
            replace(ACCOUNTCODE, mandatory=False),
            NEW_QUEUE,
            *(replace(setting, default=None) for setting in SETTINGS),
        ),
        section="QueueModify",
        help="Change a queue. What is not given stays as it is.",
    ),
    Method(
        "QueueDelete",
        (ACCOUNTCODE, QUEUE),
        section="QueueDelete",
        help="Delete a queue.",
    ),
    Method(
        "QueueList",
        (ACCOUNTCODE,),
        section="QueueList",
        reply="names",
        acting=False,
        help="The numbers of an accountcode's queues.",
        members=(Member("name", spelling={"soap": "integer"}, kinds={"soap": "integer"}),),
        note="The manual's JSON reply is in single quotes, which is not JSON.",
    ),
    Method(
        "QueueInfo",
        (ACCOUNTCODE, QUEUE),
        section="QueueInfo",
        reply="record",
        acting=False,
        help="All information about a queue.",
        note="The manual's JSON example shows a QueueList request by mistake. "
        "SOAP spells requiresendinfo requisendinfo.",
        members=INFORMATION,
    ),
)
